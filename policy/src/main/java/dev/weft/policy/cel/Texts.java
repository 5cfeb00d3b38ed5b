package dev.weft.policy.cel;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.Optional;
import java.util.function.BiPredicate;

/** A question about two texts. */
record Texts(Node left, Node right, BiPredicate<String, String> question) implements Node {
  @Override
  public Object value(Scope scope) {
    var one = left.value(scope);
    if (one instanceof Failure) {
      return one;
    }
    var other = right.value(scope);
    if (other instanceof Failure) {
      return other;
    }
    return one instanceof String text && other instanceof String text2
        ? (Object) question.test(text, text2)
        : Failure.TYPES;
  }

  /** Whether a part of the text matches; empty when the pattern is not one. */
  static Optional<Node> matches(Node text, String regex) {
    try {
      var pattern = Pattern.compile(regex);
      return Optional.of(
          new Texts(text, scope -> regex, (one, other) -> pattern.matcher(one).find()));
    } catch (PatternSyntaxException e) {
      return Optional.empty();
    }
  }
}
