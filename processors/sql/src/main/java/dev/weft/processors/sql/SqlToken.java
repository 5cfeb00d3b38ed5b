package dev.weft.processors.sql;

import dev.weft.model.Place;
import dev.weft.model.Problem;
import dev.weft.model.ProblemException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * A piece of a query, and where it begins.
 *
 * @param text as it is written; of a name in quotes and of a text, what is in them
 */
record SqlToken(Kind kind, String text, int at) {
  private static final Pattern TOKEN =
      Pattern.compile(
          "(?<space>\\s+|--[^\\n]*|/\\*(?s:.*?)\\*/)"
              + "|(?<placeholder>\\$\\{[A-Za-z]{1,20}})"
              + "|(?<word>[A-Za-z_][A-Za-z0-9_]*)"
              + "|(?<quoted>\"(?:[^\"]|\"\")+\")"
              + "|(?<text>'(?:[^']|'')*')"
              + "|(?<number>\\d{1,18}(?:\\.\\d{1,18})?)"
              + "|(?<sign><=|>=|<>|!=|[=<>+\\-*/%(),.])");

  /** What it is. */
  enum Kind {
    PLACEHOLDER,
    WORD,
    QUOTED,
    TEXT,
    NUMBER,
    SIGN
  }

  /**
   * The pieces of a query, without spaces and comments.
   *
   * @throws ProblemException at the first letter that no query of a rule needs
   */
  static List<SqlToken> of(String query) {
    var tokens = new ArrayList<SqlToken>();
    var matcher = TOKEN.matcher(query);
    for (var at = 0; at < query.length(); at = matcher.end()) {
      if (!matcher.region(at, query.length()).lookingAt()) {
        throw problem(
            query,
            at,
            "'" + query.charAt(at) + "' is not for rules",
            "A rule is one SELECT of one table, with comparisons and arithmetic.");
      }
      for (var kind : Kind.values()) {
        var group = matcher.group(kind.name().toLowerCase(Locale.ROOT));
        if (group != null) {
          tokens.add(new SqlToken(kind, bare(kind, group), at));
        }
      }
    }
    return tokens;
  }

  private static String bare(Kind kind, String group) {
    return switch (kind) {
      case QUOTED -> group.substring(1, group.length() - 1).replace("\"\"", "\"");
      case TEXT -> group.substring(1, group.length() - 1).replace("''", "'");
      default -> group;
    };
  }

  boolean is(String word) {
    return (kind == Kind.WORD || kind == Kind.SIGN) && text.equalsIgnoreCase(word);
  }

  String upper() {
    return text.toUpperCase(Locale.ROOT);
  }

  /** As SQL again. */
  String sql() {
    return switch (kind) {
      case QUOTED -> quoted(text);
      case TEXT -> "'" + text.replace("'", "''") + "'";
      default -> text;
    };
  }

  static String quoted(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }

  /** A problem at a place of a query, told by line and column. */
  static ProblemException problem(String query, int at, String what, String hint) {
    var before = query.substring(0, Math.min(at, query.length()));
    var line = before.chars().filter(each -> each == '\n').count() + 1;
    var column = before.length() - before.lastIndexOf('\n');
    return Problem.input(
            "bad-rule",
            Place.field("query"),
            "At line " + line + ", column " + column + " of the query: " + what + ".",
            hint)
        .asException();
  }
}
