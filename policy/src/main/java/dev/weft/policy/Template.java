package dev.weft.policy;

import dev.weft.model.NamePattern;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A name or pattern in which {@code {user.team}} stands for what is known of the reader. A value is
 * taken letter by letter: a star in it is a star. A list stands for each of its values.
 */
final class Template {
  private static final Pattern PLACE = Pattern.compile("\\{user\\.([A-Za-z0-9_.-]+)}");
  private static final int PATTERNS_MAX = 1_000;

  private Template() {}

  static boolean isOne(String text) {
    return PLACE.matcher(text).find();
  }

  /** The pattern for whatever any reader makes of it. */
  static String wild(String text) {
    return PLACE.matcher(text).replaceAll("*");
  }

  /** The patterns for this reader; empty when something is not known of them. */
  static Optional<List<NamePattern>> patterns(String text, Map<String, Object> user) {
    var all = List.of("");
    var matcher = PLACE.matcher(text);
    var at = 0;
    while (matcher.find()) {
      var values = values(matcher.group(1), user);
      if (values.isEmpty()) {
        return Optional.empty();
      }
      all = times(all, regex(text.substring(at, matcher.start())), values);
      at = matcher.end();
    }
    var rest = regex(text.substring(at));
    return Optional.of(
        all.stream()
            .limit(PATTERNS_MAX)
            .map(one -> new NamePattern(wild(text), Pattern.compile(one + rest, Pattern.DOTALL)))
            .toList());
  }

  private static List<String> times(List<String> before, String literal, List<String> values) {
    var all = new ArrayList<String>();
    for (var one : before) {
      values.forEach(value -> all.add(one + literal + Pattern.quote(value)));
      if (all.size() > PATTERNS_MAX) {
        break;
      }
    }
    return all;
  }

  private static String regex(String text) {
    return NamePattern.of(text).regex().pattern();
  }

  private static List<String> values(String path, Map<String, Object> user) {
    Object value = user;
    for (var name : path.split("\\.")) {
      value = value instanceof Map<?, ?> map ? map.get(name) : null;
    }
    var many =
        value instanceof Collection<?> list
            ? List.copyOf(list)
            : value == null ? List.of() : List.of(value);
    return many.stream()
        .filter(one -> one instanceof String || one instanceof Number || one instanceof Boolean)
        .map(String::valueOf)
        .toList();
  }
}
