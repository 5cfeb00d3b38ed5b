package dev.weft.sql;

import dev.weft.sql.SqlToken.Kind;
import java.util.ArrayList;
import java.util.List;

/**
 * Cuts a query's text into pieces as Flink's parser does: texts in single quotes and identifiers in
 * backticks, each with itself doubled inside, and comments ({@code --} and {@code /* *}{@code /}),
 * which are left out.
 */
final class SqlLexer {
  private final String text;
  private final List<SqlToken> tokens = new ArrayList<>();
  private int at;

  private SqlLexer(String text) {
    this.text = text;
  }

  static List<SqlToken> tokens(String text) {
    var lexer = new SqlLexer(text);
    while (lexer.at < text.length()) {
      lexer.next();
    }
    return lexer.tokens;
  }

  private void next() {
    var c = text.charAt(at);
    if (Character.isWhitespace(c)) {
      at++;
    } else if (text.startsWith("--", at)) {
      at = lineEnd(at);
    } else if (text.startsWith("/*", at)) {
      comment();
    } else if (c == '\'') {
      quoted(c, Kind.STRING);
    } else if (c == '`') {
      quoted(c, Kind.QUOTED);
    } else if (isStart(c)) {
      add(Kind.WORD, wordEnd(at));
    } else if (Character.isDigit(c)) {
      add(Kind.NUMBER, numberEnd(at));
    } else if (c == ':' && isParameter()) {
      parameter();
    } else {
      add(Kind.SYMBOL, at + 1);
    }
  }

  private void add(Kind kind, int end) {
    tokens.add(new SqlToken(kind, text.substring(at, end), at, end));
    at = end;
  }

  private void comment() {
    var end = text.indexOf("*/", at + 2);
    if (end < 0) {
      add(Kind.OPEN, text.length());
    } else if (text.startsWith("/*+", at)) {
      add(Kind.HINT, end + 2);
    } else {
      at = end + 2;
    }
  }

  private void quoted(char quote, Kind kind) {
    var end = at + 1;
    while (true) {
      end = text.indexOf(quote, end);
      if (end < 0) {
        add(Kind.OPEN, text.length());
        return;
      }
      if (end + 1 < text.length() && text.charAt(end + 1) == quote) {
        end += 2;
      } else {
        add(kind, end + 1);
        return;
      }
    }
  }

  /** Behind a text the colon is that of {@code JSON_OBJECT('name': value)}. */
  private boolean isParameter() {
    var behindText =
        !tokens.isEmpty()
            && tokens.get(tokens.size() - 1).kind() == Kind.STRING
            && tokens.get(tokens.size() - 1).end() == at;
    return !behindText && at + 1 < text.length() && isStart(text.charAt(at + 1));
  }

  private void parameter() {
    var end = wordEnd(at + 1);
    tokens.add(new SqlToken(Kind.PARAMETER, text.substring(at + 1, end), at, end));
    at = end;
  }

  private int lineEnd(int from) {
    var end = from;
    while (end < text.length() && text.charAt(end) != '\n' && text.charAt(end) != '\r') {
      end++;
    }
    return end;
  }

  private int wordEnd(int from) {
    var end = from;
    while (end < text.length()
        && (isStart(text.charAt(end)) || Character.isDigit(text.charAt(end)))) {
      end++;
    }
    return end;
  }

  private int numberEnd(int from) {
    var end = from;
    while (end < text.length()
        && (Character.isLetterOrDigit(text.charAt(end)) || text.charAt(end) == '.')) {
      end++;
    }
    return end;
  }

  private static boolean isStart(char c) {
    return Character.isLetter(c) || c == '_' || c == '$';
  }
}
