/**
 * The language for exact questions over everything that is described: {@code from Field where tag =
 * 'pii.email' and product.domain = 'sales' order by name limit 20}.
 *
 * <p>Start reading at {@link dev.weft.catalog.search.query.QueryParser}. {@link
 * dev.weft.catalog.search.query.Attribute} says what can be asked of which kind of thing. The
 * language knows nothing of the index that answers it.
 */
package dev.weft.catalog.search.query;
