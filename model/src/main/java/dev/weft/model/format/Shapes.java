package dev.weft.model.format;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weft.model.DurationText;
import dev.weft.model.Nearest;
import dev.weft.model.SizeText;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.HashSet;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** The plain shapes from which the others are built. */
final class Shapes {
  private Shapes() {}

  static ObjectShape object(String noun) {
    return ObjectShape.named(noun);
  }

  static Shape any() {
    return (node, at) -> {};
  }

  static Shape text() {
    return (node, at) -> {
      if (!node.isTextual()) {
        at.wrongType(node, "text");
      }
    };
  }

  /** Text with something in it. */
  static Shape words() {
    return (node, at) -> {
      if (!node.isTextual()) {
        at.wrongType(node, "text");
      } else if (node.textValue().isBlank()) {
        at.value("empty-text", at.name() + " must not be empty.", "");
      }
    };
  }

  static Shape number() {
    return (node, at) -> {
      if (!node.isNumber()) {
        at.wrongType(node, "a number");
      }
    };
  }

  static Shape positiveNumber() {
    return (node, at) -> {
      number().check(node, at);
      if (node.isNumber() && node.decimalValue().compareTo(BigDecimal.ZERO) <= 0) {
        at.value("out-of-range", at.name() + " must be greater than 0.", "");
      }
    };
  }

  static Shape integer() {
    return (node, at) -> {
      if (!node.isIntegralNumber()) {
        at.wrongType(node, "a whole number");
      }
    };
  }

  static Shape count() {
    return (node, at) -> {
      integer().check(node, at);
      if (node.isIntegralNumber() && node.bigIntegerValue().signum() < 0) {
        at.value("out-of-range", at.name() + " must not be negative.", "");
      }
    };
  }

  static Shape between(int least, int most) {
    return (node, at) -> {
      integer().check(node, at);
      if (node.isIntegralNumber()
          && (!node.canConvertToInt() || node.intValue() < least || node.intValue() > most)) {
        at.value("out-of-range", at.name() + " must be from " + least + " to " + most + ".", "");
      }
    };
  }

  static Shape flag() {
    return (node, at) -> {
      if (!node.isBoolean()) {
        at.wrongType(node, "true or false");
      }
    };
  }

  /** Text, number, true, false or null. */
  static Shape scalar() {
    return (node, at) -> {
      if (node.isContainerNode()) {
        at.wrongType(node, "a single value");
      }
    };
  }

  static Shape oneOf(String... words) {
    var known = List.of(words);
    return (node, at) -> {
      if (!node.isTextual()) {
        at.wrongType(node, "text, one of " + String.join(", ", known));
      } else if (!known.contains(node.textValue())) {
        var message = "'" + shortened(node.textValue()) + "' is not a value of " + at.name() + ".";
        at.value("unknown-value", message, Nearest.hint(node.textValue(), known, "values"));
      }
    };
  }

  /** Text that the pattern covers; {@code says} completes "'x' is not ...". */
  static Shape matching(Pattern pattern, String code, String says, String hint) {
    return text(text -> pattern.matcher(text).matches(), code, "is not " + says, hint);
  }

  static Shape date() {
    return text(
        Shapes::isDate, "bad-date", "is not a date", "Write it as year-month-day: 2026-01-31.");
  }

  static Shape dateTime() {
    return text(
        Shapes::isDateTime,
        "bad-date",
        "is not a point in time",
        "Write it as 2026-01-31T12:00:00Z.");
  }

  static Shape duration() {
    return text(
        text -> DurationText.parse(text).isPresent(),
        "bad-duration",
        "is not a duration",
        "Write a whole number and a unit: 250ms, 5s, 1m, 2h, 1d.");
  }

  static Shape size() {
    return text(
        text -> SizeText.parse(text).isPresent(),
        "bad-size",
        "is not a size",
        "Write a whole number and a unit: 512KB, 64MB, 2GB.");
  }

  static Shape listOf(Shape item) {
    return (node, at) -> {
      if (node instanceof ArrayNode list) {
        for (var i = 0; i < list.size(); i++) {
          item.check(list.get(i), at.item(i));
        }
      } else {
        at.wrongType(node, "a list");
      }
    };
  }

  /** A list that is not empty; {@code wanted} names one item. */
  static Shape someOf(String wanted, Shape list) {
    return (node, at) -> {
      list.check(node, at);
      if (node.isArray() && node.isEmpty()) {
        at.value("empty-list", at.name() + " needs at least one " + wanted + ".", "");
      }
    };
  }

  static Shape uniqueList(Shape item) {
    return (node, at) -> {
      listOf(item).check(node, at);
      var seen = new HashSet<JsonNode>();
      for (var i = 0; node.isArray() && i < node.size(); i++) {
        if (!seen.add(node.get(i))) {
          at.item(i).value("repeated", "This is in the list twice.", "Keep one of them.");
        }
      }
    };
  }

  /** A mapping with keys that the author chooses. */
  static Shape mapOf(Shape value) {
    return (node, at) -> {
      if (node instanceof ObjectNode map) {
        map.properties().forEach(entry -> value.check(entry.getValue(), at.key(entry.getKey())));
      } else {
        at.wrongType(node, "a mapping");
      }
    };
  }

  static Shape text(Predicate<String> good, String code, String wrong, String hint) {
    return (node, at) -> {
      if (!node.isTextual()) {
        at.wrongType(node, "text");
      } else if (!good.test(node.textValue())) {
        at.value(code, at.name() + ": '" + shortened(node.textValue()) + "' " + wrong + ".", hint);
      }
    };
  }

  /** As much of a value as a message can show. */
  static String shortened(String text) {
    var line = text.lines().findFirst().orElse("");
    return line.length() > 60 ? line.substring(0, 60) + "..." : line;
  }

  private static boolean isDate(String text) {
    try {
      return LocalDate.parse(text) != null;
    } catch (DateTimeException e) {
      return false;
    }
  }

  private static boolean isDateTime(String text) {
    try {
      return OffsetDateTime.parse(text) != null;
    } catch (DateTimeException e) {
      return false;
    }
  }
}
