package dev.weft.policy.rules;

import dev.weft.policy.rules.ValuePattern.Shape;
import java.util.Optional;

/** Sees from a value as written in a policy what shape it has. */
final class ValuePatterns {
  private final Level.Matching how;
  private final boolean recursive;
  private final Templates templates;

  ValuePatterns(Level.Matching how, boolean recursive, Templates templates) {
    this.how = how;
    this.recursive = recursive && how.form() != Level.Form.NAME;
    this.templates = templates;
  }

  ValuePattern of(String written) {
    return recursive ? recursive(written) : plain(written);
  }

  private ValuePattern recursive(String written) {
    var value = written;
    if (how.wildcards() && value.charAt(value.length() - 1) == how.separator()) {
      value += "*";
    }
    if (how.wildcards() && value.equals("*")) {
      return pattern(Shape.EXACT, "");
    }
    var wild = how.wildcards() && (value.indexOf('*') >= 0 || value.indexOf('?') >= 0);
    return pattern(wild ? Shape.UNDER_WILD : Shape.UNDER, value);
  }

  private ValuePattern plain(String written) {
    var first = written.indexOf('*');
    if (!how.wildcards() || (first < 0 && written.indexOf('?') < 0)) {
      return pattern(Shape.EXACT, written);
    }
    var last = written.lastIndexOf('*');
    var oneRun = first >= 0 && written.substring(first, last + 1).chars().allMatch(c -> c == '*');
    if (!oneRun || written.indexOf('?') >= 0) {
      return pattern(Shape.WILD, written);
    }
    if (first == 0) {
      return pattern(Shape.END, written.substring(last + 1));
    }
    return last == written.length() - 1
        ? pattern(Shape.BEGINNING, written.substring(0, first))
        : pattern(Shape.WILD, written);
  }

  private ValuePattern pattern(Shape shape, String text) {
    var template = text.isEmpty() ? Optional.<Template>empty() : templates.of(text, how);
    return new ValuePattern(shape, text, how, template);
  }
}
