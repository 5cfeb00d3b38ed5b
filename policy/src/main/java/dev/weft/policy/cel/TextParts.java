package dev.weft.policy.cel;

import com.google.common.collect.ImmutableList;
import dev.cel.common.CelFunctionDecl;
import dev.cel.common.CelOverloadDecl;
import dev.cel.common.types.SimpleType;
import dev.cel.runtime.CelFunctionBinding;

/** {@code text.substring(from)} and {@code text.substring(from, to)}, counted in code points. */
final class TextParts {
  private TextParts() {}

  static CelFunctionDecl declaration() {
    return CelFunctionDecl.newFunctionDeclaration(
        "substring",
        CelOverloadDecl.newMemberOverload(
            "text_substring_from", SimpleType.STRING, SimpleType.STRING, SimpleType.INT),
        CelOverloadDecl.newMemberOverload(
            "text_substring_from_to",
            SimpleType.STRING,
            SimpleType.STRING,
            SimpleType.INT,
            SimpleType.INT));
  }

  static Iterable<CelFunctionBinding> bindings() {
    return ImmutableList.of(
        CelFunctionBinding.from(
            "text_substring_from",
            String.class,
            Long.class,
            (text, from) -> part(text, from, length(text))),
        CelFunctionBinding.from(
            "text_substring_from_to",
            ImmutableList.of(String.class, Long.class, Long.class),
            args -> part((String) args[0], (long) args[1], (long) args[2])));
  }

  /**
   * The part of the text.
   *
   * @throws IllegalArgumentException when the text has no such part
   */
  static String part(String text, long from, long to) {
    if (from < 0 || to < from || to > length(text)) {
      throw new IllegalArgumentException("the text has no characters " + from + " to " + to);
    }
    return text.substring(
        text.offsetByCodePoints(0, (int) from), text.offsetByCodePoints(0, (int) to));
  }

  private static long length(String text) {
    return text.codePointCount(0, text.length());
  }
}
