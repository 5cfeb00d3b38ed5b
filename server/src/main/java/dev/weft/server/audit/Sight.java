package dev.weft.server.audit;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** How somebody saw a field, or a whole port. */
public enum Sight {
  /** As it was written. */
  RAW,
  /** Some of it raw; some masked or left out. */
  PARTLY,
  /** In masked form. */
  MASKED,
  /** Not at all. */
  WITHHELD;

  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** What the details of a read say of this field; of the whole port without one. */
  static Sight of(JsonNode details, Optional<String> field) {
    return field.map(path -> of(details, path)).orElseGet(() -> of(details));
  }

  private static Sight of(JsonNode details) {
    var hides = details.path("maskedFields").size() + details.path("withheldFields").size() > 0;
    return hides || !others(details).equals("show") ? PARTLY : RAW;
  }

  private static Sight of(JsonNode details, String field) {
    var own = ruleOf(details, field);
    var within =
        Stream.of("maskedFields", "withheldFields", "shownFields")
            .filter(rule -> holdsBelow(details.path(rule), field))
            .map(Sight::byRule);
    return within.allMatch(own::equals) ? own : PARTLY;
  }

  /** The rule of the field, or of what is above it, or of all fields without one. */
  private static Sight ruleOf(JsonNode details, String field) {
    for (var path = field; !path.isEmpty(); path = above(path)) {
      for (var rule : new String[] {"maskedFields", "withheldFields", "shownFields"}) {
        if (holds(details.path(rule), path)) {
          return byRule(rule);
        }
      }
    }
    return switch (others(details)) {
      case "mask" -> MASKED;
      case "withhold" -> WITHHELD;
      default -> RAW;
    };
  }

  /** Events from before this was recorded say nothing: then it counts as seen. */
  private static String others(JsonNode details) {
    return details.path("otherFields").asText("show");
  }

  private static Sight byRule(String rule) {
    return switch (rule) {
      case "maskedFields" -> MASKED;
      case "withheldFields" -> WITHHELD;
      default -> RAW;
    };
  }

  private static String above(String path) {
    return path.substring(0, Math.max(0, path.lastIndexOf('.')));
  }

  private static boolean holds(JsonNode fields, String path) {
    return names(fields).anyMatch(path::equals);
  }

  private static boolean holdsBelow(JsonNode fields, String path) {
    return names(fields).anyMatch(name -> name.startsWith(path + "."));
  }

  private static Stream<String> names(JsonNode fields) {
    return fields.isObject()
        ? fields.propertyStream().map(Map.Entry::getKey)
        : fields.valueStream().map(JsonNode::asText);
  }
}
