package dev.weft.processors.standard.window;

import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.weft.model.Json;
import dev.weft.processors.standard.window.Aggregate.Cell;
import dev.weft.spi.Expressions.EvaluationException;
import dev.weft.spi.flow.Content.Origin;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/**
 * How groups are written into the processor's state: each value as a letter for its kind and a
 * text.
 */
final class Kept {
  /** With so many fields at most, an entry of the state has room for all. */
  static final int FIELDS_MAX = 16;

  private static final int TEXT_MAX = 400;

  private Kept() {}

  /** A value that can be kept. */
  static Object scalar(Object value) throws EvaluationException {
    if (value instanceof Double number) {
      if (!Double.isFinite(number)) {
        throw new EvaluationException("a value is no finite number");
      }
      return BigDecimal.valueOf(number);
    }
    if (value instanceof String text && written(text) > TEXT_MAX) {
      throw new EvaluationException("a text is longer than " + TEXT_MAX + " characters");
    }
    if (value instanceof Long
        || value instanceof BigDecimal
        || value instanceof String
        || value instanceof Boolean
        || value instanceof Instant
        || value instanceof LocalDate) {
      return value;
    }
    throw new EvaluationException("a value is not a text, number, truth value, time or date");
  }

  /** How many characters it takes in JSON. */
  private static long written(String text) {
    return text.length() + 5 * text.chars().filter(c -> c < ' ' || c == '"' || c == '\\').count();
  }

  static String group(List<Object> values) {
    var array = array();
    values.forEach(value -> array.add(encode(value)));
    return Json.text(array);
  }

  static List<Object> group(String text) {
    var values = new ArrayList<Object>();
    Json.parse(text).forEach(each -> values.add(decode(each.asText())));
    return values;
  }

  static String cells(List<Cell> cells, Origin origin) {
    var array = array();
    array.add(origin.source()).add(origin.key()).add(origin.position());
    cells.forEach(cell -> array.add(cell.count()).add(encode(cell.value())));
    return Json.text(array);
  }

  static List<Cell> cells(String text) {
    var array = Json.parse(text);
    var cells = new ArrayList<Cell>();
    for (var i = 3; i < array.size(); i += 2) {
      cells.add(new Cell(decode(array.get(i + 1).asText()), array.get(i).asLong()));
    }
    return cells;
  }

  static Origin origin(String text) {
    var array = Json.parse(text);
    return new Origin(array.get(0).asText(), array.get(1).asText(), array.get(2).asLong());
  }

  private static ArrayNode array() {
    return Json.object().putArray("a");
  }

  private static String encode(Object value) {
    if (value == null) {
      return "n";
    }
    var kind =
        value instanceof Long
            ? 'i'
            : value instanceof BigDecimal
                ? 'd'
                : value instanceof Boolean
                    ? 'b'
                    : value instanceof Instant ? 't' : value instanceof LocalDate ? 'y' : 's';
    return kind + value.toString();
  }

  private static Object decode(String text) {
    var value = text.substring(1);
    return switch (text.charAt(0)) {
      case 'n' -> null;
      case 'i' -> Long.valueOf(value);
      case 'd' -> new BigDecimal(value);
      case 'b' -> Boolean.valueOf(value);
      case 't' -> Instant.parse(value);
      case 'y' -> LocalDate.parse(value);
      default -> value;
    };
  }
}
