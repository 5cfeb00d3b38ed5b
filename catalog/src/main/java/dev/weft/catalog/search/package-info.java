/**
 * Finds products, ports, fields, contracts, flows, queries, terms and domains by words.
 *
 * <p>Start reading at {@link dev.weft.catalog.search.SearchIndex}. {@link
 * dev.weft.catalog.search.Entries} says what can be found, {@link
 * dev.weft.catalog.search.QueryText} reads what was typed, and {@link
 * dev.weft.catalog.search.WordQuery} decides what comes first.
 *
 * <p>It shows names and descriptions, which everybody may see, and never data. It keeps nothing on
 * disk: the mesh log fills it again.
 */
package dev.weft.catalog.search;
