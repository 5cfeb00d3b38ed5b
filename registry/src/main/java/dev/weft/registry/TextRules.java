package dev.weft.registry;

import dev.weft.registry.quality.BoundedText;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** The limits on texts. Bytes, which are texts in JSON, have none of them. */
final class TextRules {
  private TextRules() {}

  static List<ValueRule> of(Options options) {
    var rules = new ArrayList<ValueRule>();
    options
        .count("minLength")
        .ifPresent(
            least ->
                rules.add(
                    rule(
                        "minLength",
                        "have at least " + least + " characters",
                        text -> length(text) >= least)));
    options
        .count("maxLength")
        .ifPresent(
            most ->
                rules.add(
                    rule(
                        "maxLength",
                        "have at most " + most + " characters",
                        text -> length(text) <= most)));
    options.text("pattern").ifPresent(pattern -> rules.add(pattern(pattern, options)));
    options
        .text("format")
        .flatMap(TextFormat::named)
        .ifPresent(format -> rules.add(rule("format", "be " + format.article(), format::matches)));
    return rules;
  }

  private static ValueRule pattern(String text, Options options) {
    try {
      var pattern = Pattern.compile(text);
      return rule(
          "pattern", "match the pattern " + text, value -> BoundedText.find(pattern, value));
    } catch (PatternSyntaxException e) {
      throw options.wrong("pattern", "is not a regular expression: " + e.getDescription());
    }
  }

  /** Characters as people count them, not halves of surrogate pairs. */
  private static int length(String text) {
    return text.codePointCount(0, text.length());
  }

  private static ValueRule rule(String name, String promise, Predicate<String> test) {
    return new ValueRule(
        name, promise, value -> !(value instanceof String text) || test.test(text));
  }
}
