package dev.weft.catalog.search;

import java.util.List;
import java.util.Optional;

/**
 * Something that can be found.
 *
 * @param parts names of what it consists of, such as a product's ports
 * @param fields names of its fields, with their descriptions if there are any
 */
record Entry(
    String kind,
    String name,
    String title,
    String description,
    String domain,
    List<String> owners,
    List<String> tags,
    Optional<String> port,
    List<String> parts,
    List<String> fields) {
  static final int FIELDS_MAX = 2000;

  Entry {
    fields = fields.stream().limit(FIELDS_MAX).toList();
    tags = tags.stream().distinct().toList();
  }
}
