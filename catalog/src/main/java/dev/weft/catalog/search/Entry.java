package dev.weft.catalog.search;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Something that can be found.
 *
 * @param parts names of what it consists of, such as a product's ports
 * @param fields names of its fields, with their descriptions if there are any
 * @param also other names that people use for it: synonyms and abbreviations
 * @param attributes what else the query language can ask for, such as {@code status} and {@code
 *     product.tag}
 * @param numbers the same of what is compared as a number: of times, the milliseconds since 1970
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
    List<String> fields,
    List<String> also,
    Map<String, List<String>> attributes,
    Map<String, List<Long>> numbers) {
  static final int FIELDS_MAX = 2000;
  private static final String OUTSIDE = "exists, ask";

  Entry {
    fields = fields.stream().limit(FIELDS_MAX).toList();
    tags = tags.stream().distinct().toList();
    also = also == null ? List.of() : also;
    attributes = attributes == null ? Map.of() : attributes;
    numbers = numbers == null ? Map.of() : numbers;
  }

  /** One without numbers. */
  Entry(
      String kind,
      String name,
      String title,
      String description,
      String domain,
      List<String> owners,
      List<String> tags,
      Optional<String> port,
      List<String> parts,
      List<String> fields,
      List<String> also,
      Map<String, List<String>> attributes) {
    this(
        kind,
        name,
        title,
        description,
        domain,
        owners,
        tags,
        port,
        parts,
        fields,
        also,
        attributes,
        Map.of());
  }

  /** What identifies it among all entries. */
  String id() {
    return kind + "/" + name;
  }

  Optional<String> attribute(String name) {
    return attributes.getOrDefault(name, List.of()).stream().findFirst();
  }

  Entry with(String attribute, String... values) {
    return with(attribute, List.of(values));
  }

  /** With one attribute more; a value that is empty is none. */
  Entry with(String attribute, List<String> values) {
    var more = new LinkedHashMap<>(attributes);
    more.put(attribute, values.stream().filter(value -> !value.isEmpty()).distinct().toList());
    return new Entry(
        kind,
        name,
        title,
        description,
        domain,
        owners,
        tags,
        port,
        parts,
        fields,
        also,
        more,
        numbers);
  }

  /** With attributes more, whose names are none of those it has. */
  Entry with(Map<String, List<String>> texts, Map<String, List<Long>> numbers) {
    if (texts.isEmpty() && numbers.isEmpty()) {
      return this;
    }
    var more = new LinkedHashMap<>(attributes);
    more.putAll(texts);
    return new Entry(
        kind,
        name,
        title,
        description,
        domain,
        owners,
        tags,
        port,
        parts,
        fields,
        also,
        more,
        numbers);
  }

  Entry alsoCalled(List<String> names) {
    return new Entry(
        kind,
        name,
        title,
        description,
        domain,
        owners,
        tags,
        port,
        parts,
        fields,
        names,
        attributes,
        numbers);
  }

  /** All that is told of a product that may be known to exist, but no more. */
  Entry existenceOnly() {
    return new Entry(
        kind,
        name,
        title,
        "",
        domain,
        owners,
        List.of(),
        Optional.empty(),
        List.of(),
        List.of(),
        List.of(),
        Map.of("product", List.of(name), "visibility", List.of(OUTSIDE)));
  }

  /** Whether it tells of a product that the reader may only ask for. */
  boolean isExistenceOnly() {
    return attribute("visibility").filter(OUTSIDE::equals).isPresent();
  }
}
