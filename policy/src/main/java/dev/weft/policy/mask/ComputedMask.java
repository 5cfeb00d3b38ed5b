package dev.weft.policy.mask;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.weft.model.Json;
import dev.weft.policy.cel.FieldPath;
import dev.weft.policy.cel.Formula;
import dev.weft.policy.cel.Scope;
import dev.weft.spi.Mask;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.Map;
import java.util.Optional;

/**
 * What an expression makes of a value. An expression that fails, or whose answer is not of the
 * field's type, redacts.
 */
final class ComputedMask implements Mask {
  private static final int TEXT_LENGTH_MAX = 10_000;

  private final Formula formula;
  private final Map<String, Object> user;
  private final FieldType type;
  private final Mask redact;

  ComputedMask(Formula formula, Map<String, Object> user, FieldType type, Mask redact) {
    this.formula = formula;
    this.user = user;
    this.type = type;
    this.redact = redact;
  }

  @Override
  public String name() {
    return MaskKind.EXPRESSION.word();
  }

  @Override
  public void mask(byte[] json, int from, int to, ByteArrayOutputStream out) {
    var answer = value(json, from, to).flatMap(this::answer);
    if (answer.isPresent()) {
      ScalarMask.write(answer.get(), out);
    } else {
      redact.mask(json, from, to, out);
    }
  }

  /** Null stays null, whatever the expression says. */
  private static Optional<JsonNode> value(byte[] json, int from, int to) {
    try {
      return Optional.of(
              Json.MAPPER.readTree(new String(json, from, to - from, StandardCharsets.UTF_8)))
          .filter(node -> node.isTextual() || node.isNumber() || node.isBoolean());
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }

  private Optional<byte[]> answer(JsonNode value) {
    try {
      var answer = formula.result(new ValueScope(plain(value), user));
      return fits(value, answer) ? Optional.of(Json.bytes(answer)) : Optional.empty();
    } catch (Formula.NoValueException | RuntimeException e) {
      // An expression over values that it did not expect: its author's to find, the value stays
      // hidden.
      return Optional.empty();
    }
  }

  private static Object plain(JsonNode value) {
    if (value.isTextual()) {
      return value.textValue();
    }
    if (value.isBoolean()) {
      return value.booleanValue();
    }
    return value.isIntegralNumber() && value.canConvertToLong()
        ? (Object) value.longValue()
        : (Object) value.doubleValue();
  }

  private boolean fits(JsonNode value, Object answer) {
    if (value.isTextual()) {
      return answer instanceof String text
          && text.length() <= Math.min(TEXT_LENGTH_MAX, type.lengthMax())
          && isOfType(text);
    }
    if (value.isBoolean()) {
      return answer instanceof Boolean;
    }
    return answer instanceof Long
        || (answer instanceof Double number && Double.isFinite(number) && !type.isWhole());
  }

  private boolean isOfType(String text) {
    try {
      return switch (type.values()) {
        case TEXT -> true;
        case DATE -> LocalDate.parse(text) != null;
        case TIME -> LocalTime.parse(text) != null;
        case TIMESTAMP -> OffsetDateTime.parse(text) != null;
      };
    } catch (DateTimeException e) {
      return false;
    }
  }

  @Override
  public byte[] token(byte[] key) {
    return redact.token(key);
  }

  @Override
  public String toString() {
    return name() + ": " + formula.text();
  }

  private record ValueScope(Object value, Map<String, Object> user) implements Scope {
    @Override
    public Object field(FieldPath path) {
      return MISSING;
    }

    @Override
    public Map<String, Object> record() {
      return Map.of();
    }

    @Override
    public Map<String, Object> other() {
      return user;
    }

    @Override
    public Object variable(String name) {
      return name.equals("value") ? value : user;
    }
  }
}
