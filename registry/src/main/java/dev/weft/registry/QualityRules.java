package dev.weft.registry;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weft.model.Contract.QualityRule;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

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
                            && texts(rule, "missingValues").contains("null"))));
  }

  static List<ValueRule> of(List<QualityRule> rules, String path) {
    var found = new ArrayList<ValueRule>();
    for (var rule : rules) {
      if (none(rule) && "missingValues".equals(rule.metric())) {
        var missing = texts(rule, "missingValues");
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
    var valid = texts(rule, "validValues");
    if (!valid.isEmpty()) {
      found.add(
          rule(
              "invalidValues",
              "be one of the valid values",
              value -> valid.contains(value.toString())));
    }
    var pattern = rule.arguments() == null ? null : rule.arguments().get("pattern");
    if (pattern != null) {
      var compiled = pattern(pattern.asText(), path);
      found.add(
          rule(
              "invalidValues",
              "match the pattern " + pattern.asText(),
              value -> BoundedText.find(compiled, value.toString())));
    }
  }

  private static Pattern pattern(String text, String path) {
    try {
      return Pattern.compile(text);
    } catch (PatternSyntaxException e) {
      throw new Options(Map.of(), path)
          .wrong("quality.arguments.pattern", "is not a regular expression: " + e.getDescription());
    }
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

  private static Set<String> texts(QualityRule rule, String argument) {
    var texts = new HashSet<String>();
    var list = rule.arguments() == null ? null : rule.arguments().get(argument);
    if (list != null) {
      list.forEach(each -> texts.add(each.isNull() ? "null" : each.asText()));
    }
    return texts;
  }

  private static ValueRule rule(String name, String promise, Predicate<Object> test) {
    return new ValueRule(name, promise, test);
  }
}
