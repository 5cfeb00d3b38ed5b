/** Keeps the mesh log and the views computed from it: state, audit, search, lineage, trace. */
package dev.weft.catalog;
