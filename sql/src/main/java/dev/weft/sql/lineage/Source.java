package dev.weft.sql.lineage;

import java.util.List;

/** A field of a table, by its dotted path. */
record Source(List<String> table, String path) {}
