package dev.weft.server.files;

/**
 * One column of a file, or a field within one.
 *
 * @param path its dotted path in the record; elements of arrays add nothing to it
 */
record FileColumn(String name, String path, ColumnType type) {}
