package dev.weft.policy.rules;

import java.util.Optional;
import java.util.function.Function;

/**
 * How a policy's value names something of the request, by default as <code>{USER}</code>.
 *
 * @param escape before a delimiter takes its meaning away
 * @param prefix what a name in delimiters must begin with to be one
 */
public record TokenStyle(char start, char end, char escape, String prefix) {
  public TokenStyle {
    var clash =
        escape == start
            || escape == end
            || prefix.indexOf(escape) >= 0
            || prefix.indexOf(start) >= 0
            || prefix.indexOf(end) >= 0;
    if (clash) {
      throw new IllegalArgumentException("the delimiters of tokens must differ from each other");
    }
  }

  /** Whether the text may hold a token, or an escaped delimiter. */
  public boolean isIn(String text) {
    return text.indexOf(escape) >= 0 || (text.indexOf(start) >= 0 && text.indexOf(end) >= 0);
  }

  /**
   * The text with its tokens replaced; a token that nothing is known of stays as it is.
   *
   * @param values what a name stands for, if anything
   */
  public String replace(String text, Function<String, Optional<String>> values) {
    return isIn(text) ? new Reading(text, values).replaced() : text;
  }

  /** One pass over a text. */
  private final class Reading {
    private final String text;
    private final Function<String, Optional<String>> values;
    private final StringBuilder done = new StringBuilder();
    private StringBuilder token;

    Reading(String text, Function<String, Optional<String>> values) {
      this.text = text;
      this.values = values;
    }

    String replaced() {
      for (var i = 0; i < text.length(); i++) {
        var c = text.charAt(i);
        if (c == escape) {
          i++;
          escaped(i);
        } else if (token == null && c == start) {
          token = new StringBuilder();
        } else if (token != null && c == end) {
          done.append(valueOf(token.toString()));
          token = null;
        } else {
          current().append(c);
        }
      }
      return token == null ? done.toString() : done.append(start).append(token).toString();
    }

    private StringBuilder current() {
      return token == null ? done : token;
    }

    /** An escape before anything but the delimiter that could follow here stays in the text. */
    private void escaped(int i) {
      if (i >= text.length()) {
        current().append(escape);
        return;
      }
      var c = text.charAt(i);
      if (c != escape && c != (token == null ? start : end)) {
        current().append(escape);
      }
      current().append(c);
    }

    private String valueOf(String raw) {
      return Optional.of(raw)
          .filter(text -> text.startsWith(prefix))
          .flatMap(text -> values.apply(text.substring(prefix.length())))
          .orElse(start + raw + end);
    }
  }
}
