package dev.weft.registry.schema;

import java.util.List;
import java.util.Set;

/**
 * One field of the records that a schema describes, as contracts see it.
 *
 * @param path dotted; array elements add nothing to it
 * @param kinds the logical types of contracts that its values can have; empty: any
 * @param tags what the schema itself says of it
 */
record SchemaField(String path, Set<String> kinds, List<String> tags) {
  SchemaField {
    kinds = Set.copyOf(kinds);
    tags = List.copyOf(tags);
  }
}
