package dev.weft.sql;

import dev.weft.model.Nearest;
import dev.weft.model.Place;
import dev.weft.model.Problem;
import dev.weft.sql.SqlToken.Kind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/**
 * The statements of a query, its parameters filled in. What a query must not do is refused here, by
 * what its statements begin with, before Flink sees them.
 */
final class SqlScript {
  private static final int TEXT_MAX = 200_000;
  private static final int STATEMENTS_MAX = 100;

  /** What a statement does. */
  enum Does {
    SELECT,
    VIEW,
    INSERT
  }

  /**
   * One statement.
   *
   * @param sql the statement, with blanks before it so that its lines and columns are those of the
   *     whole text
   */
  record Statement(Does does, String sql, int start) {}

  private final QueryText query;
  private final SourceMap map;
  private final List<Statement> statements = new ArrayList<>();
  private final List<Problem> problems = new ArrayList<>();
  private final Set<String> words = new HashSet<>();

  private SqlScript(QueryText query) {
    this.query = query;
    this.map = new SourceMap(query.file(), query.sql());
  }

  static SqlScript of(QueryText query) {
    var script = new SqlScript(query);
    if (query.sql().length() > TEXT_MAX) {
      script.problem(
          0, "query-too-long", "The query has more than " + TEXT_MAX + " characters.", "");
    } else {
      script.fill();
      if (script.problems.isEmpty()) {
        script.split();
      }
    }
    return script;
  }

  List<Statement> statements() {
    return statements;
  }

  List<Problem> problems() {
    return problems;
  }

  /** Whether the text has this word, in whatever case, outside texts and comments. */
  boolean names(String word) {
    return words.contains(word.toUpperCase(Locale.ROOT));
  }

  /** Whether the text calls this function, by its product and name. */
  boolean calls(QueryFunction function) {
    var tokens = SqlLexer.tokens(map.filled());
    for (var i = 0; i + 3 < tokens.size(); i++) {
      if (isName(tokens.get(i), function.product())
          && tokens.get(i + 1).is(".")
          && isName(tokens.get(i + 2), function.name())
          && tokens.get(i + 3).is("(")) {
        return true;
      }
    }
    return false;
  }

  private static boolean isName(SqlToken token, String name) {
    return (token.kind() == Kind.WORD || token.kind() == Kind.QUOTED)
        && token.text().replace("`", "").equalsIgnoreCase(name);
  }

  /** Where a line and column of a statement's {@code sql} is in the author's text. */
  Place place(int line, int column) {
    return map.place(line, column);
  }

  /** The name, product and port mostly, that begins at a place of the author's text. */
  String nameAt(Place place) {
    var from = SourceMap.offset(query.sql(), place.line(), place.column());
    var name = new StringBuilder();
    for (var token : SqlLexer.tokens(query.sql())) {
      if (token.start() < from) {
        continue;
      }
      var dot = token.is(".");
      if (dot == (name.length() == 0 || name.charAt(name.length() - 1) == '.')) {
        break;
      }
      name.append(token.text().replace("`", ""));
    }
    return name.toString();
  }

  private void fill() {
    var used = new TreeSet<String>();
    var from = 0;
    var before = "";
    for (var token : SqlLexer.tokens(query.sql())) {
      if (token.kind() == Kind.OPEN) {
        problem(
            token.start(),
            "open-text",
            "What begins here does not end: a text, a quoted name or a comment.",
            "A quote within a text is written twice.");
      } else if (token.kind() == Kind.PARAMETER) {
        var value = query.parameters().get(token.text());
        used.add(token.text());
        if (value == null) {
          problem(
              token.start(),
              "unknown-parameter",
              "There is no value for the parameter ':" + token.text() + "'.",
              Nearest.hint(token.text(), query.parameters().keySet(), "parameters"));
        } else {
          map.same(from, token.start());
          map.replaced(token.start(), Parameters.literal(value, before));
          from = token.end();
        }
      }
      before = token.text().toUpperCase(Locale.ROOT);
      if (token.kind() == Kind.WORD) {
        words.add(before);
      }
    }
    map.same(from, query.sql().length());
    for (var name : new TreeSet<>(query.parameters().keySet())) {
      if (!used.contains(name)) {
        problem(
            0,
            "unused-parameter",
            "The parameter '" + name + "' has a value, but the query does not name it.",
            "Write ':" + name + "' where it belongs, or leave it out.");
      }
    }
  }

  private void split() {
    var sql = map.filled();
    var current = new ArrayList<SqlToken>();
    for (var token : SqlLexer.tokens(sql)) {
      if (token.is(";")) {
        statement(sql, current);
        current.clear();
      } else {
        current.add(token);
      }
    }
    statement(sql, current);
    if (statements.size() > STATEMENTS_MAX) {
      problem(0, "query-too-long", "At most " + STATEMENTS_MAX + " statements are taken.", "");
    }
    if (statements.isEmpty() && problems.isEmpty()) {
      problem(0, "empty-query", "The query is empty.", "Write SELECT ... FROM product.port.");
    }
  }

  private void statement(String sql, List<SqlToken> tokens) {
    if (tokens.isEmpty()) {
      return;
    }
    var start = tokens.get(0).start();
    var end = tokens.get(tokens.size() - 1).end();
    var text = new StringBuilder(end);
    for (var i = 0; i < start; i++) {
      text.append(sql.charAt(i) == '\n' ? '\n' : ' ');
    }
    text.append(sql, start, end);
    var does = does(tokens);
    if (does == null) {
      refuse(start, sql, tokens);
    } else {
      statements.add(new Statement(does, text.toString(), start));
    }
  }

  private static Does does(List<SqlToken> tokens) {
    if (begins(tokens, "CREATE", "TEMPORARY", "VIEW")) {
      return Does.VIEW;
    }
    if (begins(tokens, "INSERT", "INTO")) {
      return Does.INSERT;
    }
    var first = tokens.get(0);
    return first.is("SELECT") || first.is("WITH") || first.is("VALUES") || first.is("(")
        ? Does.SELECT
        : null;
  }

  private static boolean begins(List<SqlToken> tokens, String... words) {
    for (var i = 0; i < words.length; i++) {
      if (i >= tokens.size() || !tokens.get(i).is(words[i])) {
        return false;
      }
    }
    return true;
  }

  private void refuse(int start, String sql, List<SqlToken> tokens) {
    var line = 1 + (int) sql.substring(0, start).chars().filter(c -> c == '\n').count();
    var column = start - sql.lastIndexOf('\n', start - 1);
    var view = begins(tokens, "CREATE", "VIEW");
    problems.add(
        Problem.input(
            "not-a-query",
            map.place(line, column),
            "A query may not say " + tokens.get(0).text().toUpperCase(Locale.ROOT) + " here.",
            view
                ? "Views of a query are temporary: CREATE TEMPORARY VIEW."
                : "It is made of SELECT, INSERT INTO and CREATE TEMPORARY VIEW."));
  }

  private void problem(int offset, String code, String message, String hint) {
    problems.add(Problem.input(code, map.at(offset), message, hint));
  }
}
