package dev.weft.catalog.erasure;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weft.model.Json;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Tells a person's records by the person's key: as the key of the record, or as the value of one of
 * its fields. A number is the same as its digits as text. Its text form does not show the key. Safe
 * for any thread.
 */
public final class SubjectMatch {
  private final String key;
  private final byte[] bytes;
  private final List<String[]> paths;

  /**
   * @param paths dotted; elements of arrays add nothing to a path
   */
  public SubjectMatch(String key, Collection<String> paths) {
    if (key.isEmpty()) {
      throw new IllegalArgumentException("a person has a key");
    }
    this.key = key;
    this.bytes = key.getBytes(StandardCharsets.UTF_8);
    this.paths = paths.stream().map(path -> path.split("\\.")).toList();
  }

  /** Whether the record's key is the person's, or a composite key in which it is a value. */
  public boolean isKey(byte[] recordKey) {
    return recordKey != null
        && (Arrays.equals(recordKey, bytes) || json(recordKey).map(this::isValueOf).orElse(false));
  }

  /** Whether one of the fields holds the person's key. */
  public boolean holds(byte[] json) {
    return json != null
        && json(json)
            .map(record -> paths.stream().anyMatch(path -> reaches(record, path, 0)))
            .orElse(false);
  }

  /** Whether any value of the record is the person's key, whatever its field. */
  public boolean isAnywhereIn(Object value) {
    if (value instanceof Map<?, ?> map) {
      return map.values().stream().anyMatch(this::isAnywhereIn);
    }
    if (value instanceof Collection<?> list) {
      return list.stream().anyMatch(this::isAnywhereIn);
    }
    return value != null && key.equals(value.toString());
  }

  /** Whether these bytes are a JSON value in which any value is the person's key. */
  public boolean isAnywhereIn(byte[] json) {
    return json != null && json(json).map(this::isWithin).orElse(false);
  }

  private boolean isWithin(JsonNode node) {
    return node.isValueNode() ? isKey(node) : node.valueStream().anyMatch(this::isWithin);
  }

  private boolean isValueOf(JsonNode node) {
    return node.isValueNode()
        ? isKey(node)
        : node.valueStream().anyMatch(part -> part.isValueNode() && isKey(part));
  }

  private boolean reaches(JsonNode node, String[] path, int at) {
    if (node.isArray()) {
      return node.valueStream().anyMatch(each -> reaches(each, path, at));
    }
    return at == path.length
        ? node.isValueNode() && isKey(node)
        : reaches(node.path(path[at]), path, at + 1);
  }

  private boolean isKey(JsonNode value) {
    return value.asText().equals(key);
  }

  private static Optional<JsonNode> json(byte[] text) {
    try {
      return Optional.of(Json.parse(text));
    } catch (UncheckedIOException e) {
      return Optional.empty();
    }
  }

  @Override
  public String toString() {
    return "a person";
  }
}
