package dev.weft.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A name under which the versions of one schema are registered, mostly those for the keys or values
 * of one topic, and how they must follow each other.
 *
 * @param name mostly {@code <topic>-key} or {@code <topic>-value}; in a context other than the
 *     standard one {@code :.context:} before it
 * @param schemas its versions, the first first
 * @param compatibility as {@code config} says; Weft 0.1 wrote only this
 * @param config what is set for the subject itself
 * @param mode what may be done with it; empty: as for all subjects
 */
public record Subject(
    String name, List<Version> schemas, String compatibility, SchemaConfig config, String mode) {
  public Subject {
    schemas = numbered(Defaults.list(schemas));
    config = config == null ? SchemaConfig.of(compatibility) : config;
    compatibility = config.compatibility();
    mode = Defaults.text(mode);
  }

  /** A subject of which nothing is known yet. */
  public static Subject named(String name) {
    return new Subject(name, null, null, null, null);
  }

  /**
   * One version.
   *
   * @param number from 1; 0 in what Weft 0.1 wrote, where it is the place in the list
   * @param schema the id of its schema
   * @param deleted whether it is hidden from those who do not ask for it
   * @param registered when, in milliseconds since 1970; 0: not known
   */
  @JsonInclude(JsonInclude.Include.NON_DEFAULT)
  public record Version(int number, int schema, boolean deleted, long registered) {
    @JsonCreator
    public Version(
        @JsonProperty("number") int number,
        @JsonProperty("schema") int schema,
        @JsonProperty("deleted") boolean deleted,
        @JsonProperty("registered") long registered) {
      this.number = number;
      this.schema = schema;
      this.deleted = deleted;
      this.registered = registered;
    }

    /** As Weft 0.1 wrote it: the id alone. */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    static Version ofSchema(int schema) {
      return new Version(0, schema, false, 0);
    }

    /** The same, hidden. */
    public Version hidden() {
      return new Version(number, schema, true, registered);
    }
  }

  private static List<Version> numbered(List<Version> versions) {
    var numbered = new ArrayList<Version>();
    for (var each : versions) {
      numbered.add(
          each.number() > 0
              ? each
              : new Version(numbered.size() + 1, each.schema(), each.deleted(), each.registered()));
    }
    return List.copyOf(numbered);
  }

  public Subject withVersions(List<Version> versions) {
    return new Subject(name, versions, compatibility, config, mode);
  }

  public Subject withConfig(SchemaConfig config) {
    return new Subject(name, schemas, "", config, mode);
  }

  public Subject withMode(String mode) {
    return new Subject(name, schemas, compatibility, config, mode);
  }

  /** The versions that are not hidden. */
  public List<Version> visible() {
    return schemas.stream().filter(version -> !version.deleted()).toList();
  }

  public Optional<Version> newest() {
    var visible = visible();
    return visible.isEmpty() ? Optional.empty() : Optional.of(visible.get(visible.size() - 1));
  }

  /** The number that the next version gets. */
  public int next() {
    return schemas.stream().mapToInt(Version::number).max().orElse(0) + 1;
  }
}
