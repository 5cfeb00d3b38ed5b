/**
 * What people look at: products, ports and traces put together from several views for one reader.
 * Start reading at {@link dev.weft.server.pages.ProductPages}.
 */
package dev.weft.server.pages;
