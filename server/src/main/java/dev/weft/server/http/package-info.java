/**
 * The REST interface of docs/rest.md. Start reading at {@link dev.weft.server.http.HttpServer};
 * each {@code *Routes} class holds the calls of one section and does nothing but translate.
 */
package dev.weft.server.http;
