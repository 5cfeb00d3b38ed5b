package dev.weft.processors.standard;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weft.model.DataRecord;
import dev.weft.model.Json;
import dev.weft.spi.Expressions;
import dev.weft.spi.Expressions.EvaluationException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.UUID;

/** Makes the value of one field. */
interface FieldGenerator {
  /** What a value may depend on; the dice fall the same way for the same record and field. */
  record Draw(DataRecord before, SplittableRandom dice, Instant now) {}

  Object value(Draw draw) throws EvaluationException;

  /** From a setting: text is an expression, an object names a generator. */
  static FieldGenerator of(String field, JsonNode spec, Expressions expressions) {
    if (spec.isTextual()) {
      var compiled = expressions.compile(spec.asText());
      return draw -> compiled.evaluate(draw.before(), Map.of());
    }
    return switch (spec.path("type").asText()) {
      case "integer" -> integer(field, spec);
      case "number" -> number(field, spec);
      case "choice" -> choice(field, spec);
      case "boolean" -> draw -> draw.dice().nextBoolean();
      case "uuid" -> draw -> uuid(draw.dice());
      case "text" -> text(field, spec);
      case "time" -> Draw::now;
      default ->
          throw refused(field, "needs a type: integer, number, choice, boolean, uuid, text, time");
    };
  }

  private static FieldGenerator integer(String field, JsonNode spec) {
    var min = spec.path("min").asLong(0);
    var max = spec.path("max").asLong(Integer.MAX_VALUE);
    if (min > max || max == Long.MAX_VALUE) {
      throw refused(field, "needs min <= max");
    }
    return draw -> draw.dice().nextLong(min, max + 1);
  }

  private static FieldGenerator number(String field, JsonNode spec) {
    var min = spec.path("min").asDouble(0);
    var max = spec.path("max").asDouble(1);
    var scale = spec.path("scale").asInt(2);
    if (!(min < max) || scale < 0 || scale > 15) {
      throw refused(field, "needs min < max, and a scale from 0 to 15");
    }
    return draw ->
        BigDecimal.valueOf(draw.dice().nextDouble(min, max)).setScale(scale, RoundingMode.DOWN);
  }

  private static FieldGenerator choice(String field, JsonNode spec) {
    List<Object> of = new ArrayList<>();
    spec.path("of").forEach(each -> of.add(plain(each)));
    if (of.isEmpty()) {
      throw refused(field, "needs a list 'of' values to choose from");
    }
    return draw -> of.get(draw.dice().nextInt(of.size()));
  }

  private static Object plain(JsonNode value) {
    return value.isIntegralNumber()
        ? (Object) value.longValue()
        : Json.MAPPER.convertValue(value, Object.class);
  }

  private static FieldGenerator text(String field, JsonNode spec) {
    var length = spec.path("length").asInt(10);
    if (length < 1 || length > 10_000) {
      throw refused(field, "needs a length from 1 to 10000");
    }
    return draw -> {
      var text = new StringBuilder(length);
      for (var i = 0; i < length; i++) {
        text.append((char) ('a' + draw.dice().nextInt(26)));
      }
      return text.toString();
    };
  }

  /** Version 4, from our dice. */
  private static String uuid(SplittableRandom dice) {
    var high = (dice.nextLong() & ~0xF000L) | 0x4000L;
    var low = (dice.nextLong() >>> 2) | 0x8000000000000000L;
    return new UUID(high, low).toString();
  }

  private static IllegalArgumentException refused(String field, String why) {
    return new IllegalArgumentException("fields: '" + field + "' " + why);
  }
}
