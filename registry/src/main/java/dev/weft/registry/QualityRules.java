package dev.weft.registry;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weft.model.Contract.QualityRule;
import dev.weft.registry.quality.BoundedText;
import dev.weft.registry.quality.RuleArguments;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * The quality rules that one record can break: those of the library that allow no null, missing or
 * invalid value at all. Rules about many records ({@code rowCount}, {@code duplicateValues}, a
 * share of nulls) are not decided here.
 */
final class QualityRules {
  private QualityRules() {}

  /** Whether a rule says that there must be no nulls. */
  static boolean forbidNull(List<QualityRule> rules) {
    return rules.stream()
        .anyMatch(
            rule ->
                none(rule)
                    && ("nullValues".equals(rule.metric())
                        || ("missingValues".equals(rule.metric())
                            && RuleArguments.texts(rule, "missingValues").contains("null"))));
  }

  static List<ValueRule> of(List<QualityRule> rules, String path) {
    var found = new ArrayList<ValueRule>();
    for (var rule : rules) {
      if (none(rule) && "missingValues".equals(rule.metric())) {
        var missing = RuleArguments.texts(rule, "missingValues");
        found.add(
            rule("missingValues", "have a value", value -> !missing.contains(value.toString())));
      }
      if (none(rule) && "invalidValues".equals(rule.metric())) {
        invalid(rule, path, found);
      }
    }
    return found;
  }

  private static void invalid(QualityRule rule, String path, List<ValueRule> found) {
    var valid = RuleArguments.texts(rule, "validValues");
    if (!valid.isEmpty()) {
      found.add(
          rule(
              "invalidValues",
              "be one of the valid values",
              value -> valid.contains(value.toString())));
    }
    RuleArguments.pattern(rule, path)
        .ifPresent(
            pattern ->
                found.add(
                    rule(
                        "invalidValues",
                        "match the pattern " + pattern.pattern(),
                        value -> BoundedText.find(pattern, value.toString()))));
  }

  /** Whether the rule allows not a single one. */
  private static boolean none(QualityRule rule) {
    var library = rule.type() == null || "library".equals(rule.type());
    return library
        && (is(rule.mustBe(), 0)
            || is(rule.mustBeLessThan(), 1)
            || is(rule.mustBeLessOrEqualTo(), 0));
  }

  private static boolean is(JsonNode node, int number) {
    return node != null
        && node.isNumber()
        && node.decimalValue().intValue() == number
        && node.decimalValue().stripTrailingZeros().scale() <= 0;
  }

  private static ValueRule rule(String name, String promise, Predicate<Object> test) {
    return new ValueRule(name, promise, test);
  }
}
