package dev.weft.model;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A set of typed attributes that stewards want to know of things, besides what the standards name.
 * A value is called {@code set.attribute}.
 *
 * @param domain whose governing body and stewards may change it; empty: administrators
 * @param appliesTo the kinds of things that have them, in lower case; empty: all of {@link #KINDS}
 */
public record BusinessMetadata(
    String name,
    String title,
    String description,
    String domain,
    List<String> appliesTo,
    List<Attribute> attributes) {
  /** What can have business metadata. */
  public static final List<String> KINDS =
      List.of("domain", "product", "port", "field", "contract", "flow", "query", "term");

  public BusinessMetadata {
    title = title == null ? name : title;
    description = Defaults.text(description);
    domain = Defaults.text(domain);
    appliesTo = Defaults.list(appliesTo);
    attributes = Defaults.list(attributes);
  }

  public boolean appliesTo(String kind) {
    return appliesTo.isEmpty() || appliesTo.contains(kind);
  }

  public Optional<Attribute> attribute(String name) {
    return attributes.stream().filter(one -> one.name().equals(name)).findFirst();
  }

  /** What the values of an attribute are. */
  public enum Type {
    STRING,
    BOOLEAN,
    INTEGER,
    NUMBER,
    /** {@code 2026-11-28}. */
    DATE,
    /** {@code 2026-11-28T10:00:00Z}. */
    TIMESTAMP,
    /** One of a list of words. */
    ENUM;

    /** As people write it. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * One attribute.
   *
   * @param many whether there may be several values
   * @param required whether something without it is incomplete
   * @param values of an enum
   * @param minimum of a number, may be null
   * @param maximum of a number, may be null
   */
  public record Attribute(
      String name,
      String type,
      String description,
      boolean many,
      boolean required,
      List<String> values,
      Double minimum,
      Double maximum) {
    private static final int TEXT_MAX = 1_000;
    private static final int VALUES_MAX = 50;

    public Attribute {
      type = type == null ? "string" : type;
      description = Defaults.text(description);
      values = Defaults.list(values);
    }

    public Type kind() {
      return Type.valueOf(type.toUpperCase(Locale.ROOT));
    }

    /** What is wrong with a value, as the end of a sentence; empty when it is right. */
    public Optional<String> wrong(JsonNode value) {
      if (!value.isArray()) {
        return wrongOne(value);
      }
      if (!many) {
        return Optional.of("has one value, not a list");
      }
      return value.size() > VALUES_MAX
          ? Optional.of("has at most " + VALUES_MAX + " values")
          : value.valueStream().flatMap(one -> wrongOne(one).stream()).findFirst();
    }

    private Optional<String> wrongOne(JsonNode value) {
      return switch (kind()) {
        case STRING -> text(value);
        case BOOLEAN -> says(value.isBoolean(), "is true or false");
        case INTEGER ->
            value.isIntegralNumber() && value.canConvertToLong()
                ? range(value)
                : Optional.of("is a whole number");
        case NUMBER -> value.isNumber() ? range(value) : Optional.of("is a number");
        case DATE -> says(moment(value, true).isPresent(), "is a date, such as 2026-11-28");
        case TIMESTAMP ->
            says(moment(value, false).isPresent(), "is a time, such as 2026-11-28T10:00:00Z");
        case ENUM ->
            says(
                value.isTextual() && values.contains(value.asText()),
                "is one of " + String.join(", ", values));
      };
    }

    private static Optional<String> says(boolean isRight, String otherwise) {
      return isRight ? Optional.empty() : Optional.of(otherwise);
    }

    private static Optional<String> text(JsonNode value) {
      if (!value.isTextual() || value.asText().isBlank()) {
        return Optional.of("is a text");
      }
      return says(value.asText().length() <= TEXT_MAX, "has at most " + TEXT_MAX + " characters");
    }

    private Optional<String> range(JsonNode value) {
      if (minimum != null && value.asDouble() < minimum) {
        return Optional.of("is at least " + plain(minimum));
      }
      return says(maximum == null || value.asDouble() <= maximum, "is at most " + plain(maximum));
    }

    private static String plain(Double number) {
      return number == null ? "" : BigDecimal.valueOf(number).stripTrailingZeros().toPlainString();
    }

    /** The moment of a date or timestamp, a date's first one in UTC. */
    public static Optional<Instant> moment(JsonNode value, boolean isDate) {
      try {
        return !value.isTextual()
            ? Optional.empty()
            : Optional.of(
                isDate
                    ? LocalDate.parse(value.asText()).atStartOfDay(ZoneOffset.UTC).toInstant()
                    : Instant.parse(value.asText()));
      } catch (DateTimeException e) {
        return Optional.empty();
      }
    }
  }

  /** The set and the attribute of a name such as {@code risk.criticality}. */
  public record Name(String set, String attribute) {
    /** Empty when it has no dot, or is one of Weft's own. */
    public static Optional<Name> parse(String text) {
      var dot = text == null ? -1 : text.indexOf('.');
      return dot <= 0 || dot == text.length() - 1 || text.startsWith("weft.")
          ? Optional.empty()
          : Optional.of(new Name(text.substring(0, dot), text.substring(dot + 1)));
    }

    @Override
    public String toString() {
      return set + "." + attribute;
    }
  }
}
