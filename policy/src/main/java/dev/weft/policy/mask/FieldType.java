package dev.weft.policy.mask;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/**
 * What a contract says of the values of a field, so that masked ones keep it.
 *
 * @param logicalType as ODCS names it; unknown words count as string
 * @param options its {@code logicalTypeOptions}: lengths, format, bounds
 */
public record FieldType(String logicalType, Map<String, JsonNode> options) {
  private static final int LENGTH_MAX = 10_000;
  private static final int USUAL_LENGTH = 8;
  private static final Map<String, String> FORMATS =
      Map.of(
          "email", "redacted@example.invalid",
          "uuid", "00000000-0000-0000-0000-000000000000",
          "ipv4", "0.0.0.0",
          "ipv6", "::",
          "hostname", "redacted.invalid",
          "uri", "urn:redacted");

  public FieldType {
    options =
        options.entrySet().stream()
            .filter(option -> option.getValue() != null)
            .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  /** Of a field about which nothing is said but its type. */
  public static FieldType of(String logicalType) {
    return new FieldType(logicalType, Map.of());
  }

  ValueType values() {
    return ValueType.of(logicalType);
  }

  boolean isWhole() {
    return logicalType.equals("integer");
  }

  /** What stands for any text: of the format, or X as often as the lengths want it. */
  String hiddenText() {
    if (values() != ValueType.TEXT) {
      return values().hidden();
    }
    var format = FORMATS.get(options.getOrDefault("format", none()).asText());
    var text = format == null ? "X".repeat(USUAL_LENGTH) : format;
    var least = length("minLength").orElse(0);
    var most = length("maxLength").orElse(LENGTH_MAX);
    return text.length() < least || text.length() > most
        ? "X".repeat(Math.max(least, Math.min(USUAL_LENGTH, most)))
        : text;
  }

  /** The longest text that the field takes. */
  int lengthMax() {
    return length("maxLength").orElse(LENGTH_MAX);
  }

  /** What stands for any number: 0, or the bound that is nearest to it. */
  String hiddenNumber() {
    var least = bound("minimum").or(() -> bound("exclusiveMinimum").map(one -> next(one, 1)));
    var most = bound("maximum").or(() -> bound("exclusiveMaximum").map(one -> next(one, -1)));
    if (least.filter(one -> one.signum() > 0).isPresent()) {
      return least.get().toPlainString();
    }
    return most.filter(one -> one.signum() < 0).map(BigDecimal::toPlainString).orElse("0");
  }

  private static BigDecimal next(BigDecimal bound, int step) {
    return bound.add(BigDecimal.valueOf(step));
  }

  private OptionalInt length(String option) {
    var value = options.getOrDefault(option, none());
    return value.isInt() && value.intValue() >= 0 && value.intValue() <= LENGTH_MAX
        ? OptionalInt.of(value.intValue())
        : OptionalInt.empty();
  }

  private Optional<BigDecimal> bound(String option) {
    var value = options.getOrDefault(option, none());
    return value.isNumber() && Math.abs(value.decimalValue().scale()) < 100
        ? Optional.of(value.decimalValue())
        : Optional.empty();
  }

  private static JsonNode none() {
    return MissingNode.getInstance();
  }
}
