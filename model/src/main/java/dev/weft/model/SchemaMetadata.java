package dev.weft.model;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What is said of a schema beside it, as Confluent's data contracts have it. The order in which it
 * is said makes no difference.
 *
 * @param tags of fields, by their paths
 * @param properties names and values
 * @param sensitive the names of properties that are not for everybody's eyes
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record SchemaMetadata(
    Map<String, List<String>> tags, Map<String, String> properties, List<String> sensitive) {
  public static final SchemaMetadata NONE = new SchemaMetadata(null, null, null);

  public SchemaMetadata {
    SortedMap<String, List<String>> sorted = new TreeMap<>();
    if (tags != null) {
      tags.forEach((path, words) -> sorted.put(path, sorted(words)));
    }
    tags = Collections.unmodifiableMap(sorted);
    properties =
        properties == null ? Map.of() : Collections.unmodifiableMap(new TreeMap<>(properties));
    sensitive = sorted(sensitive);
  }

  private static List<String> sorted(List<String> words) {
    return words == null ? List.of() : List.copyOf(new TreeSet<>(words));
  }

  @JsonIgnore
  public boolean isEmpty() {
    return equals(NONE);
  }

  /** Both together; where they differ, the other's properties hold. */
  public SchemaMetadata with(SchemaMetadata other) {
    var bothTags = new TreeMap<>(tags);
    other.tags.forEach(
        (path, words) ->
            bothTags.merge(
                path,
                words,
                (one, two) -> {
                  SortedSet<String> all = new TreeSet<>(one);
                  all.addAll(two);
                  return List.copyOf(all);
                }));
    var bothProperties = new TreeMap<>(properties);
    bothProperties.putAll(other.properties);
    SortedSet<String> bothSensitive = new TreeSet<>(sensitive);
    bothSensitive.addAll(other.sensitive);
    return new SchemaMetadata(bothTags, bothProperties, List.copyOf(bothSensitive));
  }
}
