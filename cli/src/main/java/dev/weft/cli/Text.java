package dev.weft.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** Small pieces of text made of answers. */
final class Text {
  private Text() {}

  /** A value on one line: lists joined by commas, nothing for what is not there. */
  static String of(JsonNode value) {
    if (value.isArray()) {
      return StreamSupport.stream(value.spliterator(), false)
          .map(Text::of)
          .collect(Collectors.joining(", "));
    }
    return value.isMissingNode() || value.isNull()
        ? ""
        : value.isValueNode() ? value.asText() : value.toString();
  }

  /** Without what would steer a terminal; names and reasons come from other people. */
  static String printable(String text) {
    return text.replaceAll("[\\p{Cntrl}&&[^\\n\\t]]", "\uFFFD");
  }

  /** {@code 1 flow}, {@code 2 flows}. */
  static String count(int number, String noun) {
    return number + " " + noun + (number == 1 ? "" : "s");
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

  /** The parts that say something, an empty line between them. */
  static String paragraphs(List<String> parts) {
    return parts.stream()
        .map(String::stripTrailing)
        .filter(part -> !part.isEmpty())
        .collect(Collectors.joining("\n\n"));
  }
}
