package dev.weft.registry;

import dev.weft.model.Place;
import dev.weft.model.Problem;
import dev.weft.model.json.JsonFields;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The logical types of the standard, and which values of a record each accepts. Times may be typed
 * or text: in JSON they are the same bytes.
 */
enum LogicalType {
  STRING("a text") {
    @Override
    boolean accepts(Object value) {
      return value instanceof String || value instanceof byte[];
    }
  },
  INTEGER("a whole number") {
    @Override
    boolean accepts(Object value) {
      return value instanceof Long
          || value instanceof Integer
          || value instanceof Short
          || value instanceof BigInteger
          || (value instanceof BigDecimal decimal && decimal.scale() <= 0);
    }
  },
  NUMBER("a number") {
    @Override
    boolean accepts(Object value) {
      return value instanceof Number number && Double.isFinite(number.doubleValue());
    }
  },
  BOOLEAN("true or false") {
    @Override
    boolean accepts(Object value) {
      return value instanceof Boolean;
    }
  },
  DATE("a date") {
    @Override
    boolean accepts(Object value) {
      return value instanceof LocalDate || value instanceof String;
    }
  },
  TIMESTAMP("a timestamp") {
    @Override
    boolean accepts(Object value) {
      return value instanceof Instant || value instanceof LocalDateTime || value instanceof String;
    }
  },
  TIME("a time of day") {
    @Override
    boolean accepts(Object value) {
      return value instanceof LocalTime || value instanceof String;
    }
  },
  OBJECT("an object") {
    @Override
    boolean accepts(Object value) {
      return value instanceof Map;
    }
  },
  ARRAY("an array") {
    @Override
    boolean accepts(Object value) {
      return value instanceof List;
    }
  };

  private final String article;

  LogicalType(String article) {
    this.article = article;
  }

  abstract boolean accepts(Object value);

  /** Whether it accepts every value that stands so in JSON; in doubt the value has to be seen. */
  boolean acceptsAll(JsonFields.Kind kind) {
    return switch (kind) {
      case TEXT, ESCAPED -> this == STRING || temporal();
      case WHOLE -> this == INTEGER || this == NUMBER;
      case DECIMAL -> this == NUMBER;
      case BOOLEAN -> this == BOOLEAN;
      case ABSENT, NULL, NESTED, CHANGED -> false;
    };
  }

  /** The type in a sentence: {@code a whole number}. */
  String article() {
    return article;
  }

  /** Whether values are points in time, which {@link TemporalRules} reads and compares. */
  boolean temporal() {
    return this == DATE || this == TIMESTAMP || this == TIME;
  }

  static LogicalType of(String word, String path) {
    return Arrays.stream(values())
        .filter(type -> type.name().equalsIgnoreCase(word))
        .findFirst()
        .orElseThrow(
            () ->
                Problem.input(
                        "unknown-type",
                        Place.field(path),
                        "'" + word + "' is not a logical type.",
                        "The types are " + words() + ".")
                    .asException());
  }

  private static String words() {
    return Arrays.stream(values())
        .map(type -> type.name().toLowerCase(Locale.ROOT))
        .collect(Collectors.joining(", "));
  }
}
