package dev.weft.server.identity.scim;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.weft.model.Json;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Which resources, or which values of an attribute, are meant (RFC 7644, 3.4.2.2). */
interface ScimFilter {
  /** All there are. */
  ScimFilter ANY = resource -> true;

  boolean fits(JsonNode resource);

  static ScimFilter parse(String text) {
    var tokens = new ScimTokens(text);
    var filter = new Reader(tokens).any();
    tokens.requireEnd();
    return filter;
  }

  /** The filter within the brackets of a path; the bracket that opens them is gone already. */
  static ScimFilter within(ScimTokens tokens) {
    var filter = new Reader(tokens).any();
    tokens.require("]");
    return filter;
  }

  /** Reads by descending: any of all of not. */
  final class Reader {
    private static final int DEPTH_MAX = 30;
    private static final Set<String> OPERATORS =
        Set.of("eq", "ne", "co", "sw", "ew", "gt", "ge", "lt", "le");

    private final ScimTokens tokens;
    private int depth;

    Reader(ScimTokens tokens) {
      this.tokens = tokens;
    }

    ScimFilter any() {
      if (++depth > DEPTH_MAX) {
        throw Scim.wrong("invalidFilter", "It is nested deeper than " + DEPTH_MAX + ".");
      }
      var one = all();
      while (tokens.next("or")) {
        var left = one;
        var right = all();
        one = resource -> left.fits(resource) || right.fits(resource);
      }
      depth--;
      return one;
    }

    private ScimFilter all() {
      var one = single();
      while (tokens.next("and")) {
        var left = one;
        var right = single();
        one = resource -> left.fits(resource) && right.fits(resource);
      }
      return one;
    }

    private ScimFilter single() {
      if (tokens.next("not")) {
        tokens.require("(");
        var inner = any();
        tokens.require(")");
        return resource -> !inner.fits(resource);
      }
      if (tokens.next("(")) {
        var inner = any();
        tokens.require(")");
        return inner;
      }
      return comparison(ScimAttribute.parse(tokens.take("an attribute")));
    }

    private ScimFilter comparison(ScimAttribute attribute) {
      if (tokens.next("[")) {
        var inner = within(tokens);
        return resource -> attribute.values(resource).stream().anyMatch(inner::fits);
      }
      if (tokens.next("pr")) {
        return resource -> attribute.values(resource).stream().anyMatch(it -> !isEmpty(it));
      }
      var operator = tokens.take("an operator").toLowerCase(Locale.ROOT);
      if (!OPERATORS.contains(operator)) {
        throw Scim.wrong("invalidFilter", "'" + operator + "' is no operator.");
      }
      var wanted = value(tokens.take("a value"));
      return resource -> compares(attribute.values(resource), operator, wanted);
    }

    private static boolean isEmpty(JsonNode value) {
      return value.isNull() || value.asText("x").isEmpty();
    }

    private static JsonNode value(String text) {
      try {
        var value = Json.MAPPER.readTree(text);
        if (value.isValueNode()) {
          return value;
        }
      } catch (JsonProcessingException e) {
        // Told below.
      }
      throw Scim.wrong("invalidFilter", "'" + text + "' is no value; texts stand in quotes.");
    }

    private static boolean compares(List<JsonNode> values, String operator, JsonNode wanted) {
      if (operator.equals("ne")) {
        return values.stream().noneMatch(value -> compares(value, "eq", wanted));
      }
      if (values.isEmpty()) {
        return operator.equals("eq") && wanted.isNull();
      }
      return values.stream().anyMatch(value -> compares(value, operator, wanted));
    }

    /** Of a complex value its {@code value} is compared; texts without regard to case. */
    private static boolean compares(JsonNode value, String operator, JsonNode wanted) {
      var one = value.isObject() ? ScimAttribute.get(value, "value") : value;
      if (!one.isTextual() || !wanted.isTextual()) {
        return operator.equals("eq")
            ? one.equals(wanted)
            : one.isNumber()
                && wanted.isNumber()
                && ordered(one.decimalValue().compareTo(wanted.decimalValue()), operator);
      }
      var text = one.asText().toLowerCase(Locale.ROOT);
      var other = wanted.asText().toLowerCase(Locale.ROOT);
      return switch (operator) {
        case "eq" -> text.equals(other);
        case "co" -> text.contains(other);
        case "sw" -> text.startsWith(other);
        case "ew" -> text.endsWith(other);
        default -> ordered(text.compareTo(other), operator);
      };
    }

    private static boolean ordered(int order, String operator) {
      return switch (operator) {
        case "gt" -> order > 0;
        case "ge" -> order >= 0;
        case "lt" -> order < 0;
        case "le" -> order <= 0;
        default -> false;
      };
    }
  }
}
