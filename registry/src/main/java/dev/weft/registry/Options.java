package dev.weft.registry;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weft.model.Place;
import dev.weft.model.Problem;
import dev.weft.model.ProblemException;
import java.math.BigDecimal;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The {@code logicalTypeOptions} of one field, read with the field's path for the messages. */
record Options(Map<String, JsonNode> values, String path) {

  Optional<String> text(String key) {
    return Optional.ofNullable(values.get(key)).map(JsonNode::asText);
  }

  boolean flag(String key) {
    return values.containsKey(key) && values.get(key).asBoolean();
  }

  Optional<BigDecimal> number(String key) {
    return text(key)
        .map(
            text -> {
              try {
                return new BigDecimal(text);
              } catch (NumberFormatException e) {
                throw wrong(key, "must be a number");
              }
            });
  }

  Optional<Integer> count(String key) {
    return number(key)
        .map(
            number -> {
              try {
                return number.intValueExact();
              } catch (ArithmeticException e) {
                throw wrong(key, "must be a whole number");
              }
            });
  }

  /**
   * The bounds that are set. Up to version 3.0 of the standard {@code exclusiveMaximum: true}
   * turned {@code maximum} into an exclusive bound; since 3.1 it is a bound itself.
   */
  List<Bound> bounds() {
    return Stream.of("minimum", "maximum").flatMap(this::bounds).toList();
  }

  private Stream<Bound> bounds(String key) {
    var exclusiveKey = "exclusive" + Character.toUpperCase(key.charAt(0)) + key.substring(1);
    var upper = key.equals("maximum");
    var exclusive = values.get(exclusiveKey);
    var isFlag = exclusive != null && exclusive.isBoolean();
    var strict = isFlag && exclusive.booleanValue();
    var plain = text(key).map(limit -> new Bound(key, limit, upper, strict));
    var own =
        isFlag
            ? Optional.<Bound>empty()
            : text(exclusiveKey).map(limit -> new Bound(exclusiveKey, limit, upper, true));
    return Stream.concat(plain.stream(), own.stream());
  }

  /** One bound as the contract writes it. */
  record Bound(String key, String limit, boolean upper, boolean exclusive) {
    boolean holds(int comparedToLimit) {
      var side = upper ? -comparedToLimit : comparedToLimit;
      return exclusive ? side > 0 : side >= 0;
    }

    String promise() {
      if (exclusive) {
        return "be " + (upper ? "less than " : "more than ") + limit;
      }
      return "be " + (upper ? "at most " : "at least ") + limit;
    }
  }

  /** The rule of {@code enum}: the value, as text, is one of those listed. */
  Optional<ValueRule> oneOf() {
    return Optional.ofNullable(values.get("enum"))
        .filter(JsonNode::isArray)
        .map(
            list -> {
              var allowed = new HashSet<String>();
              list.forEach(each -> allowed.add(each.asText()));
              return new ValueRule(
                  "enum",
                  "be one of " + String.join(", ", allowed.stream().sorted().limit(20).toList()),
                  value -> allowed.contains(value.toString()));
            });
  }

  ProblemException wrong(String key, String what) {
    return Problem.input(
            "bad-option",
            Place.field(path + ".logicalTypeOptions." + key),
            "'" + key + "' of '" + path + "' " + what + ".",
            "Correct the contract.")
        .asException();
  }
}
