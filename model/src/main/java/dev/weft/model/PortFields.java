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

    /** The names of the tags that it has at a moment. */
    public List<String> tagsAt(Instant moment) {
      return tags.stream()
          .filter(tag -> tag.holdsAt(moment))
          .map(FieldTag::tag)
          .distinct()
          .toList();
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
   * @param validity when it holds; at other moments it is not there
   */
  public record FieldTag(
      String tag,
      double confidence,
      String evidence,
      String source,
      Status status,
      @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, String> attributes,
      @JsonInclude(JsonInclude.Include.NON_EMPTY) Validity validity) {
    public FieldTag {
      attributes = Defaults.map(attributes);
      validity = validity == null ? Validity.ALWAYS : validity;
    }

    /** A tag without attributes, which always holds. */
    public FieldTag(String tag, double confidence, String evidence, String source, Status status) {
      this(tag, confidence, evidence, source, status, Map.of(), Validity.ALWAYS);
    }

    /** The same at these moments. */
    public FieldTag during(Validity other) {
      return new FieldTag(tag, confidence, evidence, source, status, attributes, other);
    }

    /** Whether the field has it at a moment: it is not rejected, and the moment is in its time. */
    public boolean holdsAt(Instant moment) {
      return status != Status.REJECTED && validity.holdsAt(moment);
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
