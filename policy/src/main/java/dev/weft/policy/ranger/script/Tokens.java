package dev.weft.policy.ranger.script;

import dev.weft.policy.ranger.script.Token.Kind;
import java.util.List;

/** The pieces of a script, one after the other. */
final class Tokens {
  private final List<Token> all;
  private int at;

  Tokens(List<Token> all) {
    this.all = all;
  }

  Token peek() {
    return all.get(at);
  }

  Token next() {
    return all.get(at < all.size() - 1 ? at++ : at);
  }

  void skip(int count) {
    at += count;
  }

  boolean take(String sign) {
    var is = peek().is(sign);
    if (is) {
      at++;
    }
    return is;
  }

  void need(String sign) throws UnreadableScript {
    if (!take(sign)) {
      throw new UnreadableScript(
          "'"
              + sign
              + "' is missing"
              + (peek().text().isEmpty() ? "" : " before " + peek().text()));
    }
  }

  String needName() throws UnreadableScript {
    if (peek().kind() != Kind.NAME) {
      throw new UnreadableScript("a name is missing before '" + peek().text() + "'");
    }
    return next().text();
  }

  boolean looksLike(String... signs) {
    for (var i = 0; i < signs.length; i++) {
      if (at + i >= all.size() || !all.get(at + i).is(signs[i])) {
        return false;
      }
    }
    return true;
  }
}
