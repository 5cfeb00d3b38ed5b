package dev.weft.processors.sql;

import dev.weft.model.Nearest;
import dev.weft.model.ProblemException;
import dev.weft.processors.sql.SqlToken.Kind;
import dev.weft.spi.QualityQueries.Query;
import dev.weft.spi.QualityQueries.Table;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A rule's query that was looked through word by word. It consists of what is known to be harmless:
 * SELECTs from the one table, never of two tables at once, so that no result has more rows than
 * that; functions that make no large values of small ones. Whatever else there is, is refused,
 * whether H2 would run it or not.
 *
 * @param sql for H2, with every name as the table has it
 * @param columns which it names, by their paths
 */
record RuleQuery(String sql, Set<String> columns) {
  /** What H2 knows the table by. */
  static final String TABLE = "RECORDS_";

  private static final int CHARACTERS_MAX = 4_000;
  private static final int SELECTS_MAX = 6;
  private static final int DEPTH_MAX = 3;
  private static final int PRODUCTS_MAX = 12;
  private static final int TEXT_MAX = 200;
  private static final int DIGITS_MAX = 20;

  private static final Set<String> WORDS =
      words(
          "SELECT DISTINCT FROM WHERE GROUP BY HAVING ORDER ASC DESC NULLS FIRST LAST LIMIT OFFSET AS"
              + " AND OR NOT IS NULL LIKE BETWEEN CASE WHEN THEN ELSE END TRUE FALSE OVER"
              + " PARTITION FILTER WITHIN INTERVAL YEAR MONTH DAY HOUR MINUTE SECOND DATE TIME"
              + " TIMESTAMP CURRENT_DATE CURRENT_TIMESTAMP BOTH LEADING TRAILING FOR");

  /** What may stand before a bracket. */
  private static final Set<String> FUNCTIONS =
      words(
          "COUNT SUM AVG MIN MAX STDDEV_POP STDDEV_SAMP VAR_POP VAR_SAMP MEDIAN PERCENTILE_CONT"
              + " PERCENTILE_DISC ABS ROUND FLOOR CEIL CEILING SIGN MOD SQRT LN LOG10 EXP POWER"
              + " COALESCE NULLIF GREATEST LEAST CAST LOWER UPPER TRIM LENGTH CHAR_LENGTH SUBSTRING"
              + " LEFT RIGHT POSITION EXTRACT DATEDIFF DATEADD ROW_NUMBER RANK DENSE_RANK LAG LEAD");

  private static final Set<String> BEFORE_BRACKETS =
      words(
          "IN EXISTS ANY SOME ALL AND OR NOT WHEN THEN ELSE CASE WHERE HAVING SELECT DISTINCT BY ON"
              + " FROM OVER FILTER GROUP BETWEEN AS");

  private static final Set<String> TYPES =
      words("BIGINT INTEGER INT DECFLOAT DOUBLE BOOLEAN DATE TIME TIMESTAMP VARCHAR");

  /** Functions in whose brackets FROM is no table. */
  private static final Set<String> WITH_FROM = words("EXTRACT SUBSTRING TRIM");

  private static final String SELECT_HINT =
      "A rule is one SELECT that gives a number, such as SELECT COUNT(*) FROM ${table} WHERE total < 0.";

  private static Set<String> words(String all) {
    return Set.of(all.split(" "));
  }

  /**
   * Reads it.
   *
   * @throws dev.weft.model.ProblemException that says where and what
   */
  static RuleQuery of(Table table, Query query) {
    if (query.text().length() > CHARACTERS_MAX) {
      throw SqlToken.problem(
          query.text(), CHARACTERS_MAX, "it is longer than 4,000 letters", "Write two rules.");
    }
    return new Reading(table, query).read();
  }

  /** A pair of brackets, or the query itself. */
  private static final class Level {
    private final String function;
    private boolean isQuery;
    private boolean isFirst = true;
    private boolean inFrom;
    private boolean hasTable;

    Level(String function) {
      this.function = function;
    }
  }

  /** One pass over the pieces. */
  private static final class Reading {
    private final Query query;
    private final List<SqlToken> tokens;
    private final TreeMap<String, String> columns = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    private final TreeSet<String> tables = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    private final TreeSet<String> aliases = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    private final Set<String> used = new LinkedHashSet<>();
    private final Deque<Level> levels = new ArrayDeque<>();
    private final StringBuilder sql = new StringBuilder();
    private int selects;
    private int products;
    private int i;

    Reading(Table table, Query query) {
      this.query = query;
      this.tokens = SqlToken.of(query.text().stripTrailing());
      table.columns().forEach(column -> columns.put(column.path(), column.path()));
      tables.addAll(table.names());
    }

    RuleQuery read() {
      if (tokens.isEmpty() || !tokens.get(0).is("SELECT")) {
        throw wrong(tokens.isEmpty() ? 0 : tokens.get(0).at(), "it is no SELECT", SELECT_HINT);
      }
      aliases();
      levels.push(new Level(""));
      for (i = 0; i < tokens.size(); i++) {
        var level = levels.peek();
        sql.append(sql.isEmpty() ? "" : " ").append(taken(tokens.get(i)));
        level.isFirst = false;
      }
      if (levels.size() != 1) {
        throw wrong(query.text().length(), "a bracket is not closed", SELECT_HINT);
      }
      return new RuleQuery(sql.toString(), used);
    }

    private void aliases() {
      for (var at = 1; at < tokens.size() - 1; at++) {
        var name = tokens.get(at + 1);
        var isName = name.kind() == Kind.WORD || name.kind() == Kind.QUOTED;
        if (tokens.get(at).is("AS") && isName && !TYPES.contains(name.upper())) {
          aliases.add(name.text());
        }
      }
    }

    private String taken(SqlToken token) {
      return switch (token.kind()) {
        case SIGN -> sign(token);
        case TEXT -> text(token);
        case NUMBER -> token.text();
        case PLACEHOLDER -> placeholder(token);
        case QUOTED -> name(token);
        case WORD -> word(token);
      };
    }

    private String text(SqlToken token) {
      if (token.text().length() > TEXT_MAX) {
        throw wrong(token.at(), "a text is longer than 200 letters", "Shorten it.");
      }
      return token.sql();
    }

    private String sign(SqlToken token) {
      switch (token.text()) {
        case "(" -> open(token);
        case ")" -> close(token);
        case "," -> comma(token);
        case "*", "/", "%" -> product(token);
        default -> {}
      }
      return token.sql();
    }

    private void open(SqlToken token) {
      var before = previous();
      var function = before.filter(it -> it.kind() == Kind.WORD).map(SqlToken::upper).orElse("");
      if (levels.peek().inFrom && !levels.peek().hasTable) {
        levels.peek().hasTable = true;
      }
      levels.push(new Level(function));
      if (levels.size() > CHARACTERS_MAX / 40) {
        throw wrong(token.at(), "there are too many brackets within each other", "Simplify it.");
      }
    }

    private void close(SqlToken token) {
      if (levels.size() == 1) {
        throw wrong(token.at(), "a bracket is closed that is not open", SELECT_HINT);
      }
      levels.pop();
    }

    private void comma(SqlToken token) {
      if (levels.peek().inFrom) {
        throw wrong(token.at(), "a rule asks one table only", "Use a subquery: x IN (SELECT ...).");
      }
      if (levels.peek().function.equals("ROUND")) {
        roundsTo(next());
      }
    }

    /** More digits than a number has would make it long. */
    private void roundsTo(Optional<SqlToken> digits) {
      var isFew =
          digits
              .filter(it -> it.kind() == Kind.NUMBER && it.text().matches("\\d{1,2}"))
              .filter(it -> Integer.parseInt(it.text()) <= DIGITS_MAX)
              .isPresent();
      if (!isFew) {
        throw wrong(
            digits.map(SqlToken::at).orElse(query.text().length()),
            "ROUND takes a number of digits from 0 to 20",
            "Write it as a number.");
      }
    }

    /** A star is a product, but for COUNT(*); all columns at once cannot be asked for. */
    private void product(SqlToken token) {
      var before = previous();
      var isAll =
          before
              .filter(
                  it ->
                      it.is("SELECT")
                          || it.is("DISTINCT")
                          || it.is(",")
                          || it.is(".")
                          || it.is("("))
              .isPresent();
      if (isAll && levels.peek().isFirst && levels.peek().function.equals("COUNT")) {
        return;
      }
      if (isAll) {
        throw wrong(token.at(), "columns are named one by one", "Write their names instead of *.");
      }
      if (++products > PRODUCTS_MAX) {
        throw wrong(token.at(), "there are more than 12 products and quotients", "Simplify it.");
      }
    }

    private String placeholder(SqlToken token) {
      return switch (token.text()) {
        case "${object}", "${table}" -> table(token);
        case "${property}", "${column}" -> property(token);
        default ->
            throw wrong(
                token.at(),
                token.text() + " stands for nothing",
                "Use ${object} or ${table}, ${property} or ${column}.");
      };
    }

    private String property(SqlToken token) {
      if (!columns.containsKey(query.property())) {
        throw wrong(
            token.at(), "the rule stands at no field", "Write it at a field, or name the column.");
      }
      used.add(columns.get(query.property()));
      return SqlToken.quoted(query.property());
    }

    private String table(SqlToken token) {
      var level = levels.peek();
      if (level.inFrom && level.hasTable && previous().filter(it -> it.is("AS")).isEmpty()) {
        throw wrong(token.at(), "a rule asks one table only", "Use a subquery: x IN (SELECT ...).");
      }
      level.hasTable |= level.inFrom;
      return TABLE;
    }

    private String word(SqlToken token) {
      var word = token.upper();
      var isCall = next().filter(it -> it.is("(")).isPresent();
      if (isCall && FUNCTIONS.contains(word)) {
        return word;
      }
      if (isCall && BEFORE_BRACKETS.contains(word)) {
        return keyword(token, word);
      }
      if (isCall) {
        throw wrong(
            token.at(),
            "'" + token.text() + "' is no function for rules",
            Nearest.hint(word, new TreeSet<>(FUNCTIONS), "functions"));
      }
      if (TYPES.contains(word) && previous().filter(it -> it.is("AS")).isPresent()) {
        return word;
      }
      return WORDS.contains(word) && !isTable(token) ? keyword(token, word) : name(token);
    }

    /** Schemas are called order and group too, where no such word of SQL can stand. */
    private boolean isTable(SqlToken token) {
      var level = levels.peek();
      return level.inFrom && !level.hasTable && tables.contains(token.text());
    }

    private String keyword(SqlToken token, String word) {
      var level = levels.peek();
      switch (word) {
        case "SELECT" -> select(token, level);
        case "FROM" -> from(token, level);
        case "WHERE", "GROUP", "HAVING", "ORDER", "LIMIT" -> level.inFrom = false;
        case "LIKE" -> like(next());
        default -> {}
      }
      return word;
    }

    private void select(SqlToken token, Level level) {
      if (!level.isFirst || FUNCTIONS.contains(level.function)) {
        throw wrong(token.at(), "SELECT stands where none can be", SELECT_HINT);
      }
      level.isQuery = true;
      var depth = levels.stream().filter(it -> it.isQuery).count();
      if (++selects > SELECTS_MAX || depth > DEPTH_MAX) {
        throw wrong(token.at(), "there are too many queries within each other", "Simplify it.");
      }
    }

    private void from(SqlToken token, Level level) {
      if (level.isQuery && !level.hasTable) {
        level.inFrom = true;
      } else if (!WITH_FROM.contains(level.function)) {
        throw wrong(token.at(), "FROM stands where none can be", SELECT_HINT);
      }
    }

    /** Many wildcards make one comparison take for ever. */
    private void like(Optional<SqlToken> pattern) {
      var isSimple =
          pattern
              .filter(it -> it.kind() == Kind.TEXT)
              .filter(it -> it.text().chars().filter(each -> each == '%').count() <= 2)
              .isPresent();
      if (!isSimple) {
        throw wrong(
            pattern.map(SqlToken::at).orElse(query.text().length()),
            "LIKE takes a text with at most two %",
            "For patterns use the metric invalidValues.");
      }
    }

    private String name(SqlToken token) {
      var name = token.text();
      var afterAs = previous().filter(it -> it.is("AS")).isPresent();
      var afterDot = previous().filter(it -> it.is(".")).isPresent();
      var beforeDot = next().filter(it -> it.is(".")).isPresent();
      if (afterAs || (aliases.contains(name) && !afterDot)) {
        return SqlToken.quoted(name.toLowerCase(Locale.ROOT));
      }
      var level = levels.peek();
      if (tables.contains(name) && (beforeDot || (level.inFrom && !level.hasTable))) {
        return beforeDot ? TABLE : table(token);
      }
      if (level.inFrom) {
        throw wrong(
            token.at(),
            "'" + name + "' is not the table of this rule",
            "Write ${table}; a name for it stands after AS.");
      }
      if (columns.containsKey(name)) {
        used.add(columns.get(name));
        return SqlToken.quoted(columns.get(name));
      }
      if (aliases.contains(name)) {
        return SqlToken.quoted(name.toLowerCase(Locale.ROOT));
      }
      throw wrong(
          token.at(),
          "'" + name + "' is no field of the contract and no word for rules",
          Nearest.hint(name, new HashSet<>(columns.keySet()), "fields"));
    }

    private Optional<SqlToken> previous() {
      return i == 0 ? Optional.empty() : Optional.of(tokens.get(i - 1));
    }

    private Optional<SqlToken> next() {
      return i + 1 < tokens.size() ? Optional.of(tokens.get(i + 1)) : Optional.empty();
    }

    private ProblemException wrong(int at, String what, String hint) {
      return SqlToken.problem(query.text(), at, what, hint);
    }
  }
}
