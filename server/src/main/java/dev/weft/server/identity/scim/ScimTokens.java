package dev.weft.server.identity.scim;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.regex.Pattern;

/** The words of a filter or path, one after the other (RFC 7644, figure 1). */
final class ScimTokens {
  private static final int LENGTH_MAX = 2_000;

  /** Texts as JSON has them, numbers and names; brackets stand alone. */
  private static final Pattern TOKEN =
      Pattern.compile(
          "\\s*+(\"(?:[^\"\\\\]|\\\\.)*+\"|[()\\[\\]]|\\.(?=[A-Za-z$])|[^\\s\"()\\[\\]]++)");

  private final Deque<String> left = new ArrayDeque<>();

  ScimTokens(String text) {
    if (text.length() > LENGTH_MAX) {
      throw Scim.wrong("invalidFilter", "It has more than " + LENGTH_MAX + " characters.");
    }
    var matcher = TOKEN.matcher(text);
    var at = 0;
    while (at < text.length() && !text.substring(at).isBlank()) {
      matcher.region(at, text.length());
      if (!matcher.lookingAt()) {
        throw Scim.wrong("invalidFilter", "It cannot be read from character " + (at + 1) + " on.");
      }
      left.add(matcher.group(1));
      at = matcher.end();
    }
  }

  Optional<String> peek() {
    return Optional.ofNullable(left.peek());
  }

  boolean next(String word) {
    if (peek().filter(word::equalsIgnoreCase).isPresent()) {
      left.remove();
      return true;
    }
    return false;
  }

  String take(String what) {
    if (left.isEmpty()) {
      throw Scim.wrong("invalidFilter", "It ends where " + what + " is expected.");
    }
    return left.remove();
  }

  void require(String word) {
    if (!next(word)) {
      throw Scim.wrong(
          "invalidFilter",
          "'" + word + "' is expected" + peek().map(it -> " before '" + it + "'.").orElse("."));
    }
  }

  void requireEnd() {
    peek()
        .ifPresent(
            word -> {
              throw Scim.wrong("invalidFilter", "'" + word + "' is not expected.");
            });
  }
}
