package dev.weft.model;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A tag as contracts, products and terms write it: a name, and attributes after semicolons, as in
 * {@code pii.email; sensitivity=high; until=2026-12-31}. The standards have texts there and nothing
 * else.
 *
 * @param attributes without {@value #FROM} and {@value #UNTIL}, which say when it holds
 */
public record WrittenTag(String name, Map<String, String> attributes, Validity validity) {
  public static final String FROM = "from";
  public static final String UNTIL = "until";

  public WrittenTag {
    attributes = Map.copyOf(attributes);
  }

  /**
   * What has no equals sign is an attribute without a value. An end that cannot be read limits
   * nothing, and two that leave no moment between them do not either.
   */
  public static WrittenTag of(String text) {
    var parts = text.split(";", -1);
    var attributes = new LinkedHashMap<String, String>();
    for (var i = 1; i < parts.length; i++) {
      var equals = parts[i].indexOf('=');
      var name = equals < 0 ? parts[i] : parts[i].substring(0, equals);
      if (!name.isBlank()) {
        attributes.put(name.strip(), equals < 0 ? "" : parts[i].substring(equals + 1).strip());
      }
    }
    var from = Optional.ofNullable(attributes.get(FROM)).flatMap(MomentText::first);
    var until = Optional.ofNullable(attributes.get(UNTIL)).flatMap(MomentText::last);
    from.ifPresent(any -> attributes.remove(FROM));
    until.ifPresent(any -> attributes.remove(UNTIL));
    var between = Validity.of(from, until);
    return new WrittenTag(
        parts[0].strip(), attributes, between.isNever() ? Validity.ALWAYS : between);
  }

  public boolean holdsAt(Instant moment) {
    return validity.holdsAt(moment);
  }

  /** The names of those that hold at a moment. */
  public static List<String> namesAt(List<String> written, Instant moment) {
    return written.stream()
        .map(WrittenTag::of)
        .filter(tag -> tag.holdsAt(moment))
        .map(WrittenTag::name)
        .distinct()
        .toList();
  }

  /** A tag as it is written, without attributes: once for each of its periods. */
  public static List<String> texts(String name, Validity validity) {
    return validity.periods().stream()
        .map(
            period ->
                name
                    + period.from().map(at -> "; " + FROM + "=" + at).orElse("")
                    + period.until().map(at -> "; " + UNTIL + "=" + at).orElse(""))
        .toList();
  }
}
