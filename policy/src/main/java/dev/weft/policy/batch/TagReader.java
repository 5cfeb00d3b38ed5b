package dev.weft.policy.batch;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weft.policy.rules.MatchType;
import dev.weft.policy.rules.Schedule;
import dev.weft.policy.rules.Tag;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Reads the tags of a request's resource. */
public final class TagReader {

  /** Reads the times in which a tag counts, in the policy set's own form. */
  @FunctionalInterface
  public interface Validity {
    List<Schedule> read(JsonNode periods);
  }

  private final Validity validity;

  public TagReader(Validity validity) {
    this.validity = validity;
  }

  List<Tag> read(JsonNode node) {
    var all = new ArrayList<Tag>();
    node.forEach(one -> all.add(tag(one)));
    return List.copyOf(all);
  }

  private Tag tag(JsonNode node) {
    if (node.isTextual()) {
      return new Tag(node.textValue(), java.util.Map.of());
    }
    var tag = new Part(node);
    var name =
        tag.text("name", "type")
            .orElseThrow(() -> new IllegalArgumentException("a tag needs a name"));
    return new Tag(
        name,
        tag.of("attributes").textMap(),
        tag.text("matchType").map(TagReader::match).orElse(MatchType.SELF),
        validity.read(
            tag.of("validityPeriods").isThere()
                ? tag.of("validityPeriods").node()
                : tag.of("options").of("TAG_VALIDITY_PERIODS").node()));
  }

  private static MatchType match(String text) {
    try {
      return MatchType.valueOf(text.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("'" + text + "' is no way in which a tag matches", e);
    }
  }
}
