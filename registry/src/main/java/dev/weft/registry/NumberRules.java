package dev.weft.registry;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** The limits on whole and other numbers: bounds, multiples, and how many bits they may take. */
final class NumberRules {
  private static final Pattern BITS = Pattern.compile("([iu])(8|16|32|64|128)");

  private NumberRules() {}

  static List<ValueRule> of(Options options) {
    var rules = new ArrayList<ValueRule>();
    for (var bound : options.bounds()) {
      var limit = options.number(bound.key()).orElseThrow();
      rules.add(new ValueRule(bound.key(), bound.promise(), within(bound, limit)));
    }
    options
        .number("multipleOf")
        .ifPresent(
            factor -> {
              if (factor.signum() <= 0) {
                throw options.wrong("multipleOf", "must be more than 0");
              }
              rules.add(
                  new ValueRule(
                      "multipleOf",
                      "be a multiple of " + factor.toPlainString(),
                      value -> decimal(value).remainder(factor).signum() == 0));
            });
    options.text("format").flatMap(NumberRules::format).ifPresent(rules::add);
    return rules;
  }

  private static Predicate<Object> within(Options.Bound bound, BigDecimal limit) {
    var isLong = limit.stripTrailingZeros().scale() <= 0 && limit.precision() < 18;
    if (!isLong) {
      return value -> bound.holds(decimal(value).compareTo(limit));
    }
    var fast = limit.longValueExact();
    return value ->
        value instanceof Long number
            ? bound.holds(Long.compare(number, fast))
            : bound.holds(decimal(value).compareTo(limit));
  }

  private static Optional<ValueRule> format(String format) {
    var bits = BITS.matcher(format);
    if (!bits.matches()) {
      return Optional.empty();
    }
    var size = Integer.parseInt(bits.group(2));
    var signed = bits.group(1).equals("i");
    var top = BigInteger.ONE.shiftLeft(signed ? size - 1 : size);
    var bottom = signed ? top.negate() : BigInteger.ZERO;
    return Optional.of(
        new ValueRule(
            "format",
            "fit into " + size + " bits " + (signed ? "with" : "without") + " a sign",
            value -> {
              var whole = decimal(value).toBigInteger();
              return whole.compareTo(top) < 0 && whole.compareTo(bottom) >= 0;
            }));
  }

  static BigDecimal decimal(Object number) {
    if (number instanceof BigDecimal decimal) {
      return decimal;
    }
    return number instanceof Long whole
        ? BigDecimal.valueOf(whole)
        : new BigDecimal(number.toString());
  }
}
