package dev.weft.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.Optional;

/**
 * The mask that a rule asks for: one by name ({@code show-last-4}), a generalisation of numbers
 * ({@code generalise: {step: 10}}) or dates ({@code generalise: {date: month}}), or an expression
 * over {@code value} ({@code expression: "value.substring(0, 2) + '***'"}).
 *
 * @param written as in the policy's file
 */
public record MaskChoice(JsonNode written) {
  /** No mask was named. */
  public static final MaskChoice NOTHING = named("");

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public MaskChoice {
    if (written == null) {
      throw new IllegalArgumentException("a mask is named or described");
    }
  }

  /** The mask of this name. */
  public static MaskChoice named(String word) {
    return new MaskChoice(Json.MAPPER.getNodeFactory().textNode(word));
  }

  @JsonValue
  @Override
  public JsonNode written() {
    return written;
  }

  /** Its name; empty when it is described instead. */
  public String word() {
    return written.isTextual() ? written.textValue() : written.isNull() ? "null" : "";
  }

  /** The width of the ranges that numbers are rounded down to. */
  public Optional<BigDecimal> step() {
    var step = written.path("generalise").path("step");
    return step.isNumber() ? Optional.of(step.decimalValue()) : Optional.empty();
  }

  /** What of a date is kept: {@code month}, {@code quarter} or {@code year}. */
  public Optional<String> date() {
    var date = written.path("generalise").path("date");
    return date.isTextual() ? Optional.of(date.textValue()) : Optional.empty();
  }

  /** In CEL, over {@code value} and {@code user}. */
  public Optional<String> expression() {
    var text = written.path("expression");
    return text.isTextual() ? Optional.of(text.textValue()) : Optional.empty();
  }

  /** Whether nothing was written at all. */
  public boolean isNothing() {
    return written.isTextual() && written.textValue().isEmpty();
  }

  @Override
  public String toString() {
    return written.isTextual() ? written.textValue() : written.toString();
  }
}
