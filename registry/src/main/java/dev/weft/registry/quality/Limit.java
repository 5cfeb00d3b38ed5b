package dev.weft.registry.quality;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weft.model.Contract.QualityRule;
import java.util.Optional;

/**
 * What a measured number must be, as the operators of ODCS say it.
 *
 * @param low the number itself, or the lower bound of {@code mustBeBetween}
 * @param high the upper bound; the same as {@code low} for the others
 */
public record Limit(Operator operator, double low, double high) {
  /** As in the standard, with the words that people read. */
  public enum Operator {
    EQUAL("exactly"),
    NOT_EQUAL("not"),
    GREATER("more than"),
    AT_LEAST("at least"),
    LESS("less than"),
    AT_MOST("at most"),
    BETWEEN("from"),
    NOT_BETWEEN("not from");

    private final String words;

    Operator(String words) {
      this.words = words;
    }
  }

  static Limit atMost(double number) {
    return new Limit(Operator.AT_MOST, number, number);
  }

  static Limit atLeast(double number) {
    return new Limit(Operator.AT_LEAST, number, number);
  }

  /** Empty when the rule has no operator, or one that compares with something but a number. */
  static Optional<Limit> of(QualityRule rule) {
    return one(rule, Operator.EQUAL, "mustBe", rule.mustBe())
        .or(() -> one(rule, Operator.NOT_EQUAL, "mustNotBe", rule.mustNotBe()))
        .or(() -> one(rule, Operator.GREATER, "mustBeGreaterThan", rule.mustBeGreaterThan()))
        .or(
            () ->
                one(
                    rule,
                    Operator.AT_LEAST,
                    "mustBeGreaterOrEqualTo",
                    rule.mustBeGreaterOrEqualTo()))
        .or(() -> one(rule, Operator.LESS, "mustBeLessThan", rule.mustBeLessThan()))
        .or(() -> one(rule, Operator.AT_MOST, "mustBeLessOrEqualTo", rule.mustBeLessOrEqualTo()))
        .or(() -> two(rule, Operator.BETWEEN, "mustBeBetween", rule.mustBeBetween()))
        .or(() -> two(rule, Operator.NOT_BETWEEN, "mustNotBeBetween", rule.mustNotBeBetween()));
  }

  /** Whether the rule lets some records break it, so that none is refused because of it. */
  public static boolean allowsSome(QualityRule rule) {
    return of(rule).map(limit -> limit.isKeptBy(1)).orElse(false);
  }

  private static Optional<Limit> one(
      QualityRule rule, Operator operator, String name, JsonNode own) {
    return rule.operator(name, own)
        .filter(JsonNode::isNumber)
        .map(number -> new Limit(operator, number.asDouble(), number.asDouble()));
  }

  private static Optional<Limit> two(
      QualityRule rule, Operator operator, String name, JsonNode own) {
    return rule.operator(name, own)
        .filter(numbers -> numbers.path(0).isNumber() && numbers.path(1).isNumber())
        .map(numbers -> new Limit(operator, numbers.get(0).asDouble(), numbers.get(1).asDouble()));
  }

  boolean isKeptBy(double measured) {
    return switch (operator) {
      case EQUAL -> measured == low;
      case NOT_EQUAL -> measured != low;
      case GREATER -> measured > low;
      case AT_LEAST -> measured >= low;
      case LESS -> measured < low;
      case AT_MOST -> measured <= low;
      case BETWEEN -> measured >= low && measured <= high;
      case NOT_BETWEEN -> measured < low || measured > high;
    };
  }

  /**
   * Whether more of what is counted could make it kept: then too early is no reason to complain.
   */
  boolean wantsMore(double measured) {
    return switch (operator) {
      case EQUAL, BETWEEN -> measured < low;
      case GREATER, AT_LEAST -> true;
      case NOT_EQUAL, LESS, AT_MOST, NOT_BETWEEN -> false;
    };
  }

  /** Such as {@code at most 5 %}. */
  String text(Unit unit) {
    return high == low
        ? operator.words + " " + unit.text(low)
        : operator.words + " " + unit.text(low) + " to " + unit.text(high);
  }
}
