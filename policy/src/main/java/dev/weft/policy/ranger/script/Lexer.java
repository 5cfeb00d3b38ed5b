package dev.weft.policy.ranger.script;

import dev.weft.policy.ranger.script.Token.Kind;
import java.util.ArrayList;
import java.util.List;

/** Takes a script apart. */
final class Lexer {
  private static final List<String> SIGNS =
      List.of(
          "===", "!==", "==", "!=", "<=", ">=", "&&", "||", "+=", "=", "<", ">", "!", "+", "-", "*",
          "/", "%", "?", ":", "(", ")", "[", "]", "{", "}", ".", ",", ";");

  private final String script;
  private final List<Token> tokens = new ArrayList<>();
  private int at;

  private Lexer(String script) {
    this.script = script;
  }

  static List<Token> read(String script) throws UnreadableScript {
    var lexer = new Lexer(script);
    while (lexer.skipBlank()) {
      lexer.next();
    }
    lexer.tokens.add(new Token(Kind.END, ""));
    return lexer.tokens;
  }

  private boolean skipBlank() {
    while (at < script.length()) {
      if (Character.isWhitespace(script.charAt(at))) {
        at++;
      } else if (script.startsWith("//", at)) {
        var end = script.indexOf('\n', at);
        at = end < 0 ? script.length() : end;
      } else if (script.startsWith("/*", at)) {
        var end = script.indexOf("*/", at + 2);
        at = end < 0 ? script.length() : end + 2;
      } else {
        return true;
      }
    }
    return false;
  }

  private void next() throws UnreadableScript {
    var c = script.charAt(at);
    if (Character.isJavaIdentifierStart(c)) {
      tokens.add(new Token(Kind.NAME, take(Character::isJavaIdentifierPart)));
    } else if (Character.isDigit(c)) {
      tokens.add(new Token(Kind.NUMBER, take(part -> Character.isDigit(part) || part == '.')));
    } else if (c == '\'' || c == '"') {
      tokens.add(new Token(Kind.TEXT, text(c)));
    } else {
      tokens.add(new Token(Kind.SIGN, sign()));
    }
  }

  private String take(java.util.function.IntPredicate part) {
    var start = at;
    while (at < script.length() && part.test(script.charAt(at))) {
      at++;
    }
    return script.substring(start, at);
  }

  private String text(char quote) throws UnreadableScript {
    var text = new StringBuilder();
    for (at++; at < script.length(); at++) {
      var c = script.charAt(at);
      if (c == quote) {
        at++;
        return text.toString();
      }
      if (c == '\\' && at + 1 < script.length()) {
        at++;
        text.append(escaped(script.charAt(at)));
      } else {
        text.append(c);
      }
    }
    throw new UnreadableScript("a text in it does not end");
  }

  private static char escaped(char c) {
    return switch (c) {
      case 'n' -> '\n';
      case 't' -> '\t';
      case 'r' -> '\r';
      default -> c;
    };
  }

  private String sign() throws UnreadableScript {
    for (var sign : SIGNS) {
      if (script.startsWith(sign, at)) {
        at += sign.length();
        return sign;
      }
    }
    throw new UnreadableScript("'" + script.charAt(at) + "' is not understood");
  }
}
