package dev.weft.registry;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;

/** The limits on how much an object or an array holds. */
final class SizeRules {
  private SizeRules() {}

  static List<ValueRule> of(Options options) {
    var rules = new ArrayList<ValueRule>();
    for (var key : List.of("minItems", "minProperties")) {
      options
          .count(key)
          .ifPresent(
              least ->
                  rules.add(
                      new ValueRule(key, "hold at least " + least, value -> size(value) >= least)));
    }
    for (var key : List.of("maxItems", "maxProperties")) {
      options
          .count(key)
          .ifPresent(
              most ->
                  rules.add(
                      new ValueRule(key, "hold at most " + most, value -> size(value) <= most)));
    }
    if (options.flag("uniqueItems")) {
      rules.add(new ValueRule("uniqueItems", "hold nothing twice", SizeRules::unique));
    }
    required(options).forEach(rules::add);
    return rules;
  }

  private static List<ValueRule> required(Options options) {
    var names = options.values().get("required");
    if (names == null || !names.isArray()) {
      return List.of();
    }
    var rules = new ArrayList<ValueRule>();
    names.forEach(
        name ->
            rules.add(
                new ValueRule(
                    "required",
                    "hold '" + name.asText() + "'",
                    value -> value instanceof Map<?, ?> map && map.get(name.asText()) != null)));
    return rules;
  }

  private static int size(Object value) {
    return value instanceof Map<?, ?> map ? map.size() : ((Collection<?>) value).size();
  }

  private static boolean unique(Object value) {
    return !(value instanceof List<?> list) || new HashSet<>(list).size() == list.size();
  }
}
