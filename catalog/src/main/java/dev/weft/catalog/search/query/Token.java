package dev.weft.catalog.search.query;

import dev.weft.model.Place;
import dev.weft.model.Problem;
import dev.weft.model.ProblemException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * A word, text, number or sign of a question.
 *
 * @param column where it begins, from 1
 */
record Token(Kind kind, String text, int column) {
  enum Kind {
    WORD,
    TEXT,
    NUMBER,
    SIGN,
    END
  }

  private static final int LENGTH_MAX = 2000;

  private static final Pattern NEXT =
      Pattern.compile(
          "\\s*(?:(?<word>[A-Za-z_][A-Za-z0-9_.-]*)|(?<text>'(?:[^']|'')*'|\"[^\"]*\")"
              + "|(?<number>-?\\d{1,15}(?:\\.\\d{1,9})?(?![\\w.]))|(?<sign><=|>=|!=|<>|[=<>(),*]))");

  static List<Token> of(String question) {
    if (question.length() > LENGTH_MAX) {
      throw problem(
          LENGTH_MAX, "The question is too long.", "Use up to " + LENGTH_MAX + " characters.");
    }
    var tokens = new ArrayList<Token>();
    var text = question.stripTrailing();
    var next = NEXT.matcher(text);
    var at = 0;
    while (at < text.length()) {
      if (!next.region(at, text.length()).lookingAt()) {
        throw unreadable(text, at);
      }
      at = next.end();
      for (var kind : List.of(Kind.WORD, Kind.TEXT, Kind.NUMBER, Kind.SIGN)) {
        var group = kind.name().toLowerCase(Locale.ROOT);
        if (next.group(group) != null) {
          tokens.add(new Token(kind, plain(kind, next.group(group)), next.start(group) + 1));
        }
      }
    }
    tokens.add(new Token(Kind.END, "", text.length() + 1));
    return tokens;
  }

  /** Whether it is this word of the language, in any case. */
  boolean is(String word) {
    return (kind == Kind.WORD || kind == Kind.SIGN) && text.equalsIgnoreCase(word);
  }

  /** As a person reads it. */
  @Override
  public String toString() {
    return kind == Kind.END ? "the end" : "'" + text + "'";
  }

  ProblemException problem(String message, String hint) {
    return problem(column, message, hint);
  }

  private static ProblemException problem(int column, String message, String hint) {
    return Problem.input(
            "bad-query", Place.field("q:" + column), "Column " + column + ": " + message, hint)
        .asException();
  }

  private static ProblemException unreadable(String text, int at) {
    var from = at;
    while (Character.isWhitespace(text.charAt(from))) {
      from++;
    }
    var first = text.charAt(from);
    return first == '\'' || first == '"'
        ? problem(from + 1, "A text begins here and does not end.", "Close it with " + first + ".")
        : problem(
            from + 1,
            "'" + first + "' means nothing here.",
            "Write texts in quotes: name = 'card-spending'.");
  }

  private static String plain(Kind kind, String written) {
    if (kind != Kind.TEXT) {
      return written;
    }
    var inside = written.substring(1, written.length() - 1);
    return written.startsWith("'") ? inside.replace("''", "'") : inside;
  }
}
