package dev.weft.policy.ranger.script;

import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** The properties and methods that values have in scripts. */
final class Members {
  /** Methods of texts, lists and maps; anything else makes a script unreadable. */
  static final Set<String> METHODS =
      Set.of(
          "indexOf",
          "lastIndexOf",
          "includes",
          "intersects",
          "contains",
          "containsKey",
          "containsAll",
          "startsWith",
          "endsWith",
          "toLowerCase",
          "toUpperCase",
          "trim",
          "split",
          "substring",
          "equals",
          "equalsIgnoreCase",
          "isEmpty",
          "size",
          "get",
          "join",
          "concat",
          "keySet",
          "toString",
          "getTime",
          "getType",
          "getAttributes",
          "getMatchType",
          "before",
          "after");

  private Members() {}

  static Object property(Object of, Object name) {
    if (Values.isNothing(of)) {
      throw new ScriptFailure("nothing has no '" + Values.text(name) + "'");
    }
    if (of instanceof Map<?, ?> map) {
      return map.containsKey(Values.text(name))
          ? Values.of(map.get(Values.text(name)))
          : Nothing.UNDEFINED;
    }
    if (name.equals("length")) {
      return length(of);
    }
    if (of instanceof List<?> list && name instanceof Double index) {
      var i = index.intValue();
      return i >= 0 && i < list.size() ? Values.of(list.get(i)) : Nothing.UNDEFINED;
    }
    return of instanceof TagView tag ? tag.property(Values.text(name)) : Nothing.UNDEFINED;
  }

  private static Object length(Object of) {
    if (of instanceof String text) {
      return (double) text.length();
    }
    return of instanceof List<?> all ? (Object) (double) all.size() : Nothing.UNDEFINED;
  }

  static Object call(Object of, String method, List<Object> with) {
    if (of instanceof String text) {
      return ofText(text, method, with);
    }
    if (of instanceof Collection<?> all) {
      return ofMany(all, method, with);
    }
    if (of instanceof Map<?, ?> map) {
      return ofMap(map, method, with);
    }
    if (of instanceof Instant moment) {
      return ofMoment(moment, method, with);
    }
    if (of instanceof TagView tag) {
      return tag.call(method);
    }
    throw noSuch(method);
  }

  private static Object ofText(String text, String method, List<Object> with) {
    var first = with.isEmpty() ? "undefined" : Values.text(with.get(0));
    return switch (method) {
      case "indexOf" -> (double) text.indexOf(first);
      case "lastIndexOf" -> (double) text.lastIndexOf(first);
      case "includes", "contains" -> text.contains(first);
      case "startsWith" -> text.startsWith(first);
      case "endsWith" -> text.endsWith(first);
      case "equals" -> !with.isEmpty() && text.equals(with.get(0));
      case "equalsIgnoreCase" -> text.equalsIgnoreCase(first);
      case "toLowerCase" -> text.toLowerCase(Locale.ROOT);
      case "toUpperCase" -> text.toUpperCase(Locale.ROOT);
      case "trim" -> text.strip();
      case "isEmpty" -> text.isEmpty();
      case "toString" -> text;
      case "concat" -> text + first;
      case "split" -> split(text, with);
      case "substring" -> substring(text, with);
      default -> throw noSuch(method);
    };
  }

  private static Object split(String text, List<Object> with) {
    if (with.isEmpty()) {
      return List.of(text);
    }
    var separator = Values.text(with.get(0));
    return Arrays.asList(text.split(Pattern.quote(separator), -1));
  }

  private static Object substring(String text, List<Object> with) {
    var from = bounded(with.isEmpty() ? 0 : Values.number(with.get(0)), text);
    var to = with.size() < 2 ? text.length() : bounded(Values.number(with.get(1)), text);
    return text.substring(Math.min(from, to), Math.max(from, to));
  }

  private static int bounded(double index, String text) {
    return (int) Math.max(0, Math.min(Double.isNaN(index) ? 0 : index, text.length()));
  }

  private static Object ofMany(Collection<?> all, String method, List<Object> with) {
    var first = with.isEmpty() ? Nothing.UNDEFINED : with.get(0);
    var values = all.stream().map(Values::of).toList();
    return switch (method) {
      case "includes", "contains" -> has(values, first);
      case "indexOf" -> (double) indexOf(values, first);
      case "intersects" ->
          first instanceof Collection<?> others
              && others.stream().anyMatch(one -> has(values, Values.of(one)));
      case "containsAll" ->
          first instanceof Collection<?> others
              && others.stream().allMatch(one -> has(values, Values.of(one)));
      case "isEmpty" -> all.isEmpty();
      case "size" -> (double) all.size();
      case "get" -> Members.property(values, first);
      case "join" ->
          String.join(
              with.isEmpty() ? "," : Values.text(first),
              values.stream().map(Values::text).toList());
      case "toString" -> Values.text(values);
      default -> throw noSuch(method);
    };
  }

  private static boolean has(List<Object> values, Object one) {
    return indexOf(values, one) >= 0;
  }

  private static int indexOf(List<Object> values, Object one) {
    for (var i = 0; i < values.size(); i++) {
      if (Values.same(values.get(i), one)) {
        return i;
      }
    }
    return -1;
  }

  private static Object ofMap(Map<?, ?> map, String method, List<Object> with) {
    var first = with.isEmpty() ? "" : Values.text(with.get(0));
    return switch (method) {
      case "get" -> Values.of(map.get(first));
      case "containsKey" -> map.containsKey(first);
      case "isEmpty" -> map.isEmpty();
      case "size" -> (double) map.size();
      case "keySet" -> List.copyOf(map.keySet());
      default -> throw noSuch(method);
    };
  }

  private static Object ofMoment(Instant moment, String method, List<Object> with) {
    var other = !with.isEmpty() && with.get(0) instanceof Instant its ? its : Instant.MIN;
    return switch (method) {
      case "getTime" -> (double) moment.toEpochMilli();
      case "before" -> moment.isBefore(other);
      case "after" -> moment.isAfter(other);
      default -> throw noSuch(method);
    };
  }

  private static ScriptFailure noSuch(String method) {
    return new ScriptFailure("there is no '" + method + "' here");
  }
}
