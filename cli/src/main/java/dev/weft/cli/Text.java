package dev.weft.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Small pieces of text made of answers. */
final class Text {
  private static final Pattern FRACTION_OF_SECOND =
      Pattern.compile("^(\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d)\\.\\d+Z$");

  private Text() {}

  /**
   * A value on one line: lists joined by commas, objects as {@code name=value} with what is deeper
   * left to {@code -o json}, times to the second, nothing for what is not there.
   */
  static String of(JsonNode value) {
    if (value.isArray()) {
      return joined(value.valueStream().map(Text::of));
    }
    if (value.isObject()) {
      return joined(
          value.propertyStream().map(each -> each.getKey() + "=" + shallow(each.getValue())));
    }
    return value.isMissingNode() || value.isNull()
        ? ""
        : FRACTION_OF_SECOND.matcher(value.asText()).replaceFirst("$1Z");
  }

  private static String shallow(JsonNode value) {
    if (value.isObject()) {
      return value.isEmpty() ? "{}" : "{\u2026}";
    }
    return value.isArray() ? "[" + of(value) + "]" : of(value);
  }

  private static String joined(Stream<String> parts) {
    return parts.filter(part -> !part.isEmpty()).collect(Collectors.joining(", "));
  }

  /** At most so many characters; an ellipsis says that there was more. */
  static String shortened(String text, int charactersMax) {
    return text.length() <= charactersMax
        ? text
        : text.substring(0, charactersMax - 1).stripTrailing() + "\u2026";
  }

  /** Without what would steer a terminal; names and reasons come from other people. */
  static String printable(String text) {
    return text.replaceAll("[\\p{Cntrl}&&[^\\n\\t]]", "\uFFFD");
  }

  /** {@code 1 flow}, {@code 2 flows}. */
  static String count(int number, String noun) {
    return number + " " + noun + (number == 1 ? "" : "s");
  }

  /** The value after that text, or nothing when there is no value. */
  static String part(String before, JsonNode value) {
    var text = of(value);
    return text.isEmpty() ? "" : before + text;
  }

  /** Lines of {@code name: value}, those without a value left out. */
  static String lines(JsonNode answer, String... names) {
    var lines = new ArrayList<String>();
    for (var name : names) {
      var value = of(answer.path(name));
      if (!value.isEmpty()) {
        lines.add(name + ": " + value);
      }
    }
    return String.join("\n", lines);
  }

  /** A line for every value that there is. */
  static String lines(JsonNode answer) {
    return lines(answer, answer.propertyStream().map(Map.Entry::getKey).toArray(String[]::new));
  }

  /** The parts that say something, an empty line between them. */
  static String paragraphs(List<String> parts) {
    return parts.stream()
        .map(String::stripTrailing)
        .filter(part -> !part.isEmpty())
        .collect(Collectors.joining("\n\n"));
  }
}
