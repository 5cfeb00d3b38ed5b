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
    var there = values.stream().filter(value -> !value.isEmpty()).distinct().toList();
    return with(Map.of(attribute, there), Map.of());
  }

  /** With attributes more, which replace those of the same name. */
  Entry with(Map<String, List<String>> texts, Map<String, List<Long>> more) {
    if (texts.isEmpty() && more.isEmpty()) {
      return this;
    }
    var allTexts = new LinkedHashMap<>(attributes);
    allTexts.putAll(texts);
    var allNumbers = new LinkedHashMap<>(numbers);
    allNumbers.putAll(more);
    return with(also, allTexts, allNumbers);
  }

  Entry alsoCalled(List<String> names) {
    return with(names, attributes, numbers);
  }

  private Entry with(
      List<String> names, Map<String, List<String>> texts, Map<String, List<Long>> values) {
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
        texts,
        values);
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
