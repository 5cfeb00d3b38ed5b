package dev.weft.processors.sql;

import dev.weft.spi.flow.Content.Traced;
import dev.weft.spi.flow.FieldMap;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A query that picks columns and rows and computes nothing: {@code SELECT "a", "b" AS c FROM
 * FLOWFILE WHERE "a" > 10 AND "b" IS NOT NULL}. It is answered record by record, without a
 * database, where that surely gives what the database would; and each row keeps its origin.
 *
 * @param columns label to column, in order; empty for all
 */
record SimpleSelect(Map<String, String> columns, List<Condition> conditions) {
  private static final Pattern TOKEN =
      Pattern.compile(
          "\\s*(\"(?:[^\"]|\"\")+\"|'(?:[^']|'')*'|-?\\d+(?:\\.\\d+)?|[A-Za-z_][A-Za-z0-9_]*"
              + "|<>|!=|<=|>=|[=<>,*;])");

  /** A comparison; {@code literal} is a BigDecimal, a String, or null for IS [NOT] NULL. */
  record Condition(String column, String operator, Object literal) {}

  /** Empty when the query is of another form. */
  static Optional<SimpleSelect> parse(String sql) {
    var tokens = new ArrayList<String>();
    var matcher = TOKEN.matcher(sql);
    var at = 0;
    while (at < sql.length() && matcher.region(at, sql.length()).lookingAt()) {
      tokens.add(matcher.group(1));
      at = matcher.end();
    }
    return sql.substring(at).isBlank() ? new Parser(tokens).select() : Optional.empty();
  }

  /** Which fields its rows are made of. */
  FieldMap fields() {
    if (columns.isEmpty()) {
      return FieldMap.SAME;
    }
    var made = new LinkedHashMap<String, FieldMap.Made>();
    columns.forEach((label, column) -> made.put(label, FieldMap.Made.copyOf(column)));
    return FieldMap.only(made);
  }

  /** One token after the other; anything unexpected ends it. */
  private static final class Parser {
    private final List<String> tokens;
    private int at;

    Parser(List<String> tokens) {
      this.tokens = tokens;
    }

    Optional<SimpleSelect> select() {
      var columns = new LinkedHashMap<String, String>();
      if (!word("SELECT") || !columns(columns) || !word("FROM") || !word("FLOWFILE")) {
        return Optional.empty();
      }
      var conditions = new ArrayList<Condition>();
      if (word("WHERE")) {
        do {
          if (!condition(conditions)) {
            return Optional.empty();
          }
        } while (word("AND"));
      }
      word(";");
      return at == tokens.size()
          ? Optional.of(new SimpleSelect(columns, List.copyOf(conditions)))
          : Optional.empty();
    }

    private boolean columns(Map<String, String> columns) {
      if (word("*")) {
        return true;
      }
      do {
        var column = name();
        var label = column.isPresent() && word("AS") ? name() : column;
        if (label.isEmpty() || columns.put(label.get(), column.get()) != null) {
          return false;
        }
      } while (word(","));
      return true;
    }

    private boolean condition(List<Condition> conditions) {
      var column = name();
      if (column.isEmpty()) {
        return false;
      }
      if (word("IS")) {
        var operator = word("NOT") ? "is not" : "is";
        conditions.add(new Condition(column.get(), operator, null));
        return word("NULL");
      }
      var operator = next().replace("!=", "<>");
      var literal = next();
      if (!List.of("=", "<>", "<", "<=", ">", ">=").contains(operator)) {
        return false;
      }
      if (literal.startsWith("'") && (operator.equals("=") || operator.equals("<>"))) {
        var text = literal.substring(1, literal.length() - 1).replace("''", "'");
        return conditions.add(new Condition(column.get(), operator, text));
      }
      return literal.matches("-?\\d+(\\.\\d+)?")
          && conditions.add(new Condition(column.get(), operator, new BigDecimal(literal)));
    }

    private String next() {
      return at < tokens.size() ? tokens.get(at++) : "";
    }

    private boolean word(String expected) {
      var is = at < tokens.size() && tokens.get(at).equalsIgnoreCase(expected);
      at += is ? 1 : 0;
      return is;
    }

    /** In double quotes: other names would be read in capitals, and may be words of SQL. */
    private Optional<String> name() {
      if (at == tokens.size() || !tokens.get(at).startsWith("\"")) {
        return Optional.empty();
      }
      var text = tokens.get(at++);
      return Optional.of(text.substring(1, text.length() - 1).replace("\"\"", "\""));
    }
  }

  /**
   * The rows; empty when the values are of types for which only the database knows what it does.
   */
  Optional<List<Traced>> rows(List<Traced> items, RecordTable table) {
    var wanted = columns;
    if (columns.isEmpty()) {
      wanted = new LinkedHashMap<>();
      for (var column : table.columns().keySet()) {
        wanted.put(column, column);
      }
    }
    if (!wanted.values().stream().allMatch(each -> isPlain(table.columns().get(each)))
        || !conditions.stream().allMatch(each -> isSure(each, table))) {
      return Optional.empty();
    }
    var rows = new ArrayList<Traced>();
    for (var item : items) {
      if (holds(item)) {
        rows.add(item.with(row(item, wanted, table)));
      }
    }
    return Optional.of(rows);
  }

  private static boolean isPlain(String type) {
    return type != null
        && (type.equals("BIGINT")
            || type.equals("VARCHAR")
            || type.equals("BOOLEAN")
            || type.startsWith("DECFLOAT"));
  }

  private static boolean isSure(Condition condition, RecordTable table) {
    var type = table.columns().get(condition.column());
    if (condition.literal() == null) {
      return type != null;
    }
    return condition.literal() instanceof String
        ? "VARCHAR".equals(type)
        : "BIGINT".equals(type) || (type != null && type.startsWith("DECFLOAT"));
  }

  private boolean holds(Traced item) {
    for (var condition : conditions) {
      if (!holds(condition, item.record().get(condition.column()))) {
        return false;
      }
    }
    return true;
  }

  private static boolean holds(Condition condition, Object value) {
    if (condition.literal() == null) {
      return condition.operator().equals("is") == (value == null);
    }
    if (value == null) {
      return false;
    }
    var compared =
        condition.literal() instanceof BigDecimal number
            ? decimal(value).compareTo(number)
            : RecordTable.text(value).compareTo((String) condition.literal());
    return switch (condition.operator()) {
      case "=" -> compared == 0;
      case "<>" -> compared != 0;
      case "<" -> compared < 0;
      case "<=" -> compared <= 0;
      case ">" -> compared > 0;
      default -> compared >= 0;
    };
  }

  private static BigDecimal decimal(Object value) {
    return value instanceof BigDecimal number ? number : new BigDecimal(value.toString());
  }

  private static dev.weft.model.DataRecord row(
      Traced item, Map<String, String> wanted, RecordTable table) {
    var fields = new LinkedHashMap<String, Object>();
    wanted.forEach(
        (label, column) ->
            fields.put(label, value(item.record().get(column), table.columns().get(column))));
    return new dev.weft.model.DataRecord(fields);
  }

  /** As it would come back from the database. */
  private static Object value(Object value, String type) {
    if (value == null) {
      return null;
    }
    return switch (type) {
      case "VARCHAR" -> RecordTable.text(value);
      case "BIGINT" -> ((Number) value).longValue();
      case "BOOLEAN" -> value;
      default -> decimal(value).stripTrailingZeros();
    };
  }
}
