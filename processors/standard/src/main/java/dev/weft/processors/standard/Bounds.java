package dev.weft.processors.standard;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Checks of settings; each message begins with the component's name. */
public final class Bounds {
  private Bounds() {}

  /** A number that was left out (0) gets the default; one out of bounds is refused. */
  public static int number(String component, int value, int least, int most, int otherwise) {
    return (int) number(component, (long) value, least, most, otherwise);
  }

  /** As {@link #number(String, int, int, int, int)}. */
  public static long number(String component, long value, long least, long most, long otherwise) {
    var number = value == 0 ? otherwise : value;
    if (number < least || number > most) {
      throw new IllegalArgumentException(component + " must be from " + least + " to " + most);
    }
    return number;
  }

  /** A text that must be given. */
  public static String given(String component, String value, String example) {
    if (value == null || value.isBlank()) {
      throw new IllegalArgumentException(component + " must be given, such as " + example);
    }
    return value;
  }

  /** A duration that is longer than nothing, if given. */
  public static Duration positive(String component, Duration value, Duration otherwise) {
    var duration = value == null ? otherwise : value;
    if (duration != null && (duration.isNegative() || duration.isZero())) {
      throw new IllegalArgumentException(component + " must be longer than nothing");
    }
    return duration;
  }

  /** In the author's order; empty when left out. */
  public static Map<String, String> texts(Map<String, String> value) {
    return value == null ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(value));
  }

  public static List<String> texts(List<String> value) {
    return value == null ? List.of() : List.copyOf(value);
  }

  public static String text(String value) {
    return value == null ? "" : value;
  }
}
