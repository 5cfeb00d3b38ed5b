/**
 * Weft's own product: its audit and the changes of its metadata, as ports like any other. {@link
 * dev.weft.server.own.OwnProduct} makes the product, {@link dev.weft.server.own.PortCopy} fills a
 * port from one of Weft's own topics.
 */
package dev.weft.server.own;
