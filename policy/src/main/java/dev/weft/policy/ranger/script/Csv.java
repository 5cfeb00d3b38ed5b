package dev.weft.policy.ranger.script;

import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Lists as text: {@code (default, separator, quote, closing quote)}, each of which may be left out,
 * and a null for a separator or a quote means none.
 */
final class Csv {
  private Csv() {}

  static String plain(Collection<String> values, List<Object> with) {
    var joined = String.join(option(with, 1, ","), values);
    return joined.isEmpty() ? option(with, 0, "") : joined;
  }

  static String quoted(Collection<String> values, List<Object> with) {
    var open = option(with, 2, "'");
    var close = with.size() > 3 && !Values.isNothing(with.get(3)) ? Values.text(with.get(3)) : open;
    var joined =
        values.stream()
            .map(value -> open + value + close)
            .collect(Collectors.joining(option(with, 1, ",")));
    var fallback = joined.isEmpty() && !with.isEmpty() && !Values.isNothing(with.get(0));
    return fallback ? open + Values.text(with.get(0)) + close : joined;
  }

  private static String option(List<Object> with, int index, String unsaid) {
    if (with.size() <= index) {
      return unsaid;
    }
    return Values.isNothing(with.get(index)) ? "" : Values.text(with.get(index));
  }
}
