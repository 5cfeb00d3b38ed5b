package dev.weft.model.format;

import dev.weft.model.MomentText;
import dev.weft.model.WrittenTag;

/** A tag as text, which may say when it holds: {@code pii.email; until=2026-12-31}. */
final class TagShape {
  private TagShape() {}

  /**
   * @param text what its text must be besides
   */
  static Shape tag(Shape text) {
    return (node, at) -> {
      text.check(node, at);
      if (node.isTextual()) {
        period(WrittenTag.of(node.textValue()), node.textValue(), at);
      }
    };
  }

  /** An end that was understood is no attribute any more. */
  private static void period(WrittenTag tag, String written, At at) {
    var isRight = true;
    for (var end : new String[] {WrittenTag.FROM, WrittenTag.UNTIL}) {
      var left = tag.attributes().get(end);
      if (left != null) {
        isRight = false;
        at.value("bad-period", "'" + end + "=" + left + "' is not a moment.", MomentText.HINT);
      }
    }
    if (isRight && tag.validity().isAlways() && isLimited(written)) {
      at.value(
          "bad-period",
          "The tag '" + tag.name() + "' would end before it begins.",
          "Write 'from' before 'until'.");
    }
  }

  private static boolean isLimited(String written) {
    for (var part : written.split(";", -1)) {
      var end = part.strip();
      if (end.startsWith(WrittenTag.FROM + "=") || end.startsWith(WrittenTag.UNTIL + "=")) {
        return true;
      }
    }
    return false;
  }
}
