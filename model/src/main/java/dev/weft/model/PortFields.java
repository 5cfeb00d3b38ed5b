package dev.weft.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is known of a port's fields beyond its contract: which were seen, and how each is classified
 * and why.
 *
 * @param fields by dotted path ({@code address.city}; array elements add nothing to the path)
 */
public record PortFields(String port, Map<String, KnownField> fields) {

  /**
   * One field that has been looked at.
   *
   * @param inContract whether the contract names it; if not it turned up at the source
   */
  public record KnownField(
      String type, boolean inContract, Instant firstSeen, List<FieldTag> tags) {
    public KnownField {
      tags = Defaults.list(tags);
    }
  }

  /**
   * A tag on a field.
   *
   * @param confidence 0 to 1
   * @param evidence why, in words; never a value
   * @param source {@code classifier}, {@code contract}, {@code steward}, {@code schema} or {@code
   *     lineage}
   * @param attributes what conditions of policies may ask of it, such as {@code sensitivity: high}
   */
  public record FieldTag(
      String tag,
      double confidence,
      String evidence,
      String source,
      Status status,
      @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, String> attributes) {
    public FieldTag {
      attributes = Defaults.map(attributes);
    }

    /** A tag without attributes. */
    public FieldTag(String tag, double confidence, String evidence, String source, Status status) {
      this(tag, confidence, evidence, source, status, Map.of());
    }

    /** Where the tag stands; all but REJECTED are enforced. */
    public enum Status {
      SUGGESTED,
      CONFIRMED,
      PROPAGATED,
      REJECTED
    }
  }

  public PortFields {
    fields = Defaults.map(fields);
  }

  public Optional<KnownField> field(String path) {
    return Optional.ofNullable(fields.get(path));
  }
}
