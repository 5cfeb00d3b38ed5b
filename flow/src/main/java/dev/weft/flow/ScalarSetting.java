package dev.weft.flow;

import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The single values that a settings record may have as components, and how each is written. */
final class ScalarSetting {
  private record Kind(String word, Object absent, Function<String, Object> parser) {}

  private static final Map<Class<?>, Kind> KINDS =
      Map.ofEntries(
          Map.entry(String.class, new Kind("a text", null, text -> text)),
          Map.entry(int.class, new Kind("a whole number", 0, Integer::parseInt)),
          Map.entry(Integer.class, new Kind("a whole number", null, Integer::parseInt)),
          Map.entry(long.class, new Kind("a whole number", 0L, Long::parseLong)),
          Map.entry(Long.class, new Kind("a whole number", null, Long::parseLong)),
          Map.entry(double.class, new Kind("a number", 0.0, Double::parseDouble)),
          Map.entry(Double.class, new Kind("a number", null, Double::parseDouble)),
          Map.entry(BigDecimal.class, new Kind("a number", null, BigDecimal::new)),
          Map.entry(boolean.class, new Kind("true or false", false, ScalarSetting::flag)),
          Map.entry(Boolean.class, new Kind("true or false", null, ScalarSetting::flag)),
          Map.entry(Duration.class, new Kind("a duration", null, DurationText::parse)),
          Map.entry(Path.class, new Kind("a path", null, Path::of)),
          Map.entry(URI.class, new Kind("a URI", null, URI::create)));

  private ScalarSetting() {}

  /** What a setting has that the author left out: null, or zero where null cannot be. */
  static Object absent(Type type) {
    var kind = KINDS.get(type);
    return kind == null ? null : kind.absent;
  }

  /** The type in a sentence, such as {@code a whole number}. */
  static String word(Class<?> type) {
    if (type.isEnum()) {
      return "one of " + String.join(", ", choices(type));
    }
    return kind(type).word;
  }

  static String example(Class<?> type) {
    return type == Duration.class ? "Such as 500ms, 5s, 2m or 1h." : "";
  }

  /** Throws IllegalArgumentException when the text is no such value. */
  static Object parse(String text, Class<?> type) {
    if (type.isEnum()) {
      return choice(text, type);
    }
    try {
      return kind(type).parser.apply(text);
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private static Kind kind(Class<?> type) {
    var kind = KINDS.get(type);
    if (kind == null) {
      throw new IllegalStateException("settings cannot have a component of " + type);
    }
    return kind;
  }

  private static Object choice(String text, Class<?> type) {
    return Arrays.stream(type.getEnumConstants())
        .filter(each -> written(each).equals(text.toLowerCase(Locale.ROOT).replace('_', '-')))
        .findFirst()
        .orElseThrow(IllegalArgumentException::new);
  }

  static List<String> choices(Class<?> type) {
    return Arrays.stream(type.getEnumConstants())
        .map(ScalarSetting::written)
        .collect(Collectors.toList());
  }

  private static String written(Object constant) {
    return ((Enum<?>) constant).name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static Object flag(String text) {
    if (!text.equals("true") && !text.equals("false")) {
      throw new IllegalArgumentException(text);
    }
    return text.equals("true");
  }
}
