package dev.weft.server.http;

import dev.weft.model.Place;
import dev.weft.model.Problem;
import dev.weft.standards.Standard;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Which form of a standard a request wants: the one that it names, else the first that its {@code
 * Accept} takes (RFC 9110, section 12.5.1), else the usual one.
 */
final class StandardForm {
  private static final int RANGES_MAX = 50;

  private StandardForm() {}

  /** A range of media types as a client accepts them. */
  private record Range(String type, double weight) {
    static Range of(String text) {
      var parts = text.strip().toLowerCase(Locale.ROOT).split("\\s*;\\s*");
      var weight =
          Arrays.stream(parts)
              .filter(part -> part.matches("q=[01](\\.\\d{0,3})?"))
              .findFirst()
              .map(part -> Double.parseDouble(part.substring(2)))
              .orElse(1.0);
      return new Range(parts.length == 0 ? "" : parts[0], weight);
    }
  }

  static Standard.Form of(Standard standard, Optional<String> named, String accept) {
    if (named.isPresent()) {
      return standard.in(named.get()).orElseThrow(() -> unknown(standard, named.get()));
    }
    var ranges =
        Arrays.stream((accept == null ? "" : accept).split(",", RANGES_MAX + 1))
            .filter(text -> !text.isBlank())
            .limit(RANGES_MAX)
            .map(Range::of)
            .filter(range -> range.weight() > 0)
            .sorted(Comparator.comparingDouble(Range::weight).reversed())
            .toList();
    if (ranges.isEmpty()) {
      return standard.forms().get(0);
    }
    return ranges.stream()
        .flatMap(range -> standard.forms().stream().filter(form -> takes(range, form)))
        .findFirst()
        .orElseThrow(() -> unknown(standard, accept));
  }

  /** A browser that shows a page gets the usual form: it says that it takes anything as well. */
  private static boolean takes(Range range, Standard.Form form) {
    var type = form.mediaType().split(";")[0];
    return range.type().equals("*/*")
        || range.type().equals(type)
        || range.type().equals(type.substring(0, type.indexOf('/')) + "/*")
        || plain(form).contains(range.type());
  }

  /** What the form is besides: JSON of any kind is JSON. */
  private static List<String> plain(Standard.Form form) {
    return switch (form.syntax()) {
      case JSON -> List.of("application/json");
      case YAML -> List.of("application/yaml", "text/yaml");
      case TURTLE -> List.of();
    };
  }

  private static RuntimeException unknown(Standard standard, String wanted) {
    var forms =
        standard.forms().stream()
            .map(form -> form.syntax().word() + " (" + form.mediaType() + ")")
            .collect(Collectors.joining(", "));
    return Problem.input(
            "unknown-format",
            Place.field("format"),
            standard.word() + " is not written as '" + wanted + "'.",
            "It is written as: " + forms + ".")
        .asException();
  }
}
