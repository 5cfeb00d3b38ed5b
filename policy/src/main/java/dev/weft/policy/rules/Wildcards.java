package dev.weft.policy.rules;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/**
 * Comparison with {@code *} for any characters and {@code ?} for exactly one. A {@code ?} right
 * after a {@code *} takes the star's freedom away, as users of the usual file-name matchers know.
 */
final class Wildcards {
  private final List<String> parts;
  private final boolean ignoreCase;

  Wildcards(String pattern, boolean ignoreCase) {
    this.parts = split(pattern);
    this.ignoreCase = ignoreCase;
  }

  boolean matches(String text) {
    return run(text, false);
  }

  /** Whether some text that begins with this one would match. */
  boolean mayBegin(String text) {
    return run(text, true);
  }

  private boolean run(String text, boolean prefixSuffices) {
    var retries = new ArrayDeque<int[]>();
    var free = false;
    var part = 0;
    var at = 0;
    do {
      if (!retries.isEmpty()) {
        var retry = retries.pop();
        part = retry[0];
        at = retry[1];
        free = true;
      }
      for (; part < parts.size(); part++) {
        var token = parts.get(part);
        if (token.equals("?")) {
          at++;
          if (at > text.length()) {
            break;
          }
          free = false;
        } else if (token.equals("*")) {
          free = true;
          if (part == parts.size() - 1) {
            at = text.length();
          }
        } else {
          if (prefixSuffices && token.length() > text.length() - at) {
            token = token.substring(0, text.length() - at);
          }
          if (free) {
            at = indexOf(text, at, token);
            if (at < 0) {
              break;
            }
            var again = indexOf(text, at + 1, token);
            if (again >= 0) {
              retries.push(new int[] {part, again});
            }
          } else if (!text.regionMatches(ignoreCase, at, token, 0, token.length())) {
            break;
          }
          at += token.length();
          free = false;
        }
      }
      var allParts = part == parts.size();
      var allText = at == text.length();
      if (prefixSuffices ? allParts || allText : allParts && allText) {
        return true;
      }
    } while (!retries.isEmpty());
    return prefixSuffices && free;
  }

  private int indexOf(String text, int from, String token) {
    for (var i = from; i <= text.length() - token.length(); i++) {
      if (text.regionMatches(ignoreCase, i, token, 0, token.length())) {
        return i;
      }
    }
    return -1;
  }

  private static List<String> split(String pattern) {
    var parts = new ArrayList<String>();
    var literal = new StringBuilder();
    for (var i = 0; i < pattern.length(); i++) {
      var c = pattern.charAt(i);
      if (c != '*' && c != '?') {
        literal.append(c);
        continue;
      }
      if (literal.length() > 0) {
        parts.add(literal.toString());
        literal.setLength(0);
      }
      if (c == '?' || i == 0 || pattern.charAt(i - 1) != '*') {
        parts.add(String.valueOf(c));
      }
    }
    if (literal.length() > 0 || parts.isEmpty()) {
      parts.add(literal.toString());
    }
    return parts;
  }
}
