package dev.weft.processors.standard;

import com.google.re2j.Pattern;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A pattern made of named ones: {@code %{IP:client} %{WORD:method} %{INT:status:int}}. What has a
 * field name is captured; a third part says its type. Runs on RE2, so no line can make it slow.
 */
final class GrokPattern {
  private static final Pattern REFERENCE =
      Pattern.compile("%\\{([A-Z][A-Z0-9_]*)(?::([A-Za-z_][A-Za-z0-9_.]*))?(?::(int|float))?\\}");

  private static final int DEPTH_MAX = 10;
  private static final int LENGTH_MAX = 100_000;

  private final Pattern pattern;
  private final List<Capture> captures;

  private record Capture(String field, String type) {}

  private GrokPattern(Pattern pattern, List<Capture> captures) {
    this.pattern = pattern;
    this.captures = captures;
  }

  /**
   * Throws IllegalArgumentException when a name is unknown or the whole is no pattern.
   *
   * @param own further patterns by name
   */
  static GrokPattern compile(String text, Map<String, String> own) {
    var captures = new ArrayList<Capture>();
    var regex = expand(text, own, captures, 0);
    var compiled = Patterns.compile("pattern", regex.length() > LENGTH_MAX ? "" : "(?s)" + regex);
    if (captures.isEmpty()) {
      throw new IllegalArgumentException("pattern must name a field, such as %{WORD:verb}");
    }
    return new GrokPattern(compiled, captures);
  }

  private static String expand(
      String text, Map<String, String> own, List<Capture> captures, int depth) {
    if (depth > DEPTH_MAX) {
      throw new IllegalArgumentException("pattern is nested too deeply, or names itself");
    }
    var out = new StringBuilder();
    var matcher = REFERENCE.matcher(text);
    var from = 0;
    while (matcher.find()) {
      out.append(text, from, matcher.start());
      var inner = named(matcher.group(1), own);
      if (matcher.group(2) == null) {
        out.append("(?:").append(expand(inner, own, captures, depth + 1)).append(')');
      } else {
        captures.add(new Capture(matcher.group(2), matcher.group(3)));
        out.append("(?P<f").append(captures.size()).append('>');
        out.append(expand(inner, own, captures, depth + 1)).append(')');
      }
      from = matcher.end();
    }
    return out.append(text.substring(from)).toString();
  }

  private static String named(String name, Map<String, String> own) {
    var pattern = own.getOrDefault(name, GrokNames.ALL.get(name));
    if (pattern == null) {
      throw new IllegalArgumentException("pattern names %{" + name + "}, which is not known");
    }
    return pattern;
  }

  /** The captured fields, in the order of the pattern; empty when the text does not match. */
  Optional<Map<String, Object>> match(String text) {
    var matcher = pattern.matcher(text);
    if (!matcher.find()) {
      return Optional.empty();
    }
    var fields = new LinkedHashMap<String, Object>();
    for (var i = 0; i < captures.size(); i++) {
      var value = matcher.group("f" + (i + 1));
      if (value != null) {
        fields.put(captures.get(i).field(), typed(value, captures.get(i).type()));
      }
    }
    return Optional.of(fields);
  }

  /** What is no such number stays text. */
  private static Object typed(String value, String type) {
    try {
      if ("int".equals(type)) {
        return Long.parseLong(value);
      }
      return "float".equals(type) ? (Object) Double.parseDouble(value) : value;
    } catch (NumberFormatException e) {
      return value;
    }
  }
}
