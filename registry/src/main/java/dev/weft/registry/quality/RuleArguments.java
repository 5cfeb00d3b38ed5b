package dev.weft.registry.quality;

import dev.weft.model.Contract.QualityRule;
import dev.weft.model.Place;
import dev.weft.model.Problem;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** What the rules of the standard's library say beyond their metric. */
public final class RuleArguments {
  private RuleArguments() {}

  /** The texts of a list such as {@code validValues}; {@code null} in it is the text "null". */
  public static Set<String> texts(QualityRule rule, String argument) {
    var texts = new HashSet<String>();
    var list = rule.arguments() == null ? null : rule.arguments().get(argument);
    if (list != null) {
      list.forEach(each -> texts.add(each.isNull() ? "null" : each.asText()));
    }
    return texts;
  }

  /**
   * The pattern of valid values, if there is one.
   *
   * @throws dev.weft.model.ProblemException that names the field when it is no regular expression
   */
  public static Optional<Pattern> pattern(QualityRule rule, String field) {
    var text = rule.arguments() == null ? null : rule.arguments().get("pattern");
    if (text == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(Pattern.compile(text.asText()));
    } catch (PatternSyntaxException e) {
      throw Problem.input(
              "bad-rule",
              Place.field(field + ".quality.arguments.pattern"),
              "The pattern of a rule of '"
                  + field
                  + "' is no regular expression: "
                  + e.getDescription()
                  + ".",
              "Correct the contract.")
          .asException();
    }
  }
}
