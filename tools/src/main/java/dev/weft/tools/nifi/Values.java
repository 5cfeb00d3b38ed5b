package dev.weft.tools.nifi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.weft.tools.nifi.ExpressionLanguage.Unmapped;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Values of NiFi's properties as settings of Weft, by the form that a mapping names. */
record Values(ImportedParameters parameters) {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final Pattern REFERENCE = Pattern.compile("(#?)#\\{([^}]*)}");
  private static final Pattern AMOUNT = Pattern.compile("(\\d+)\\s*([A-Za-z]+)");
  private static final Map<String, String> DURATIONS =
      Map.of("m", "m", "s", "s", "h", "h", "d", "d", "ms", "ms");

  /** Throws when the value cannot be written so; the message completes "it has". */
  JsonNode of(String value, String form) throws Unmapped {
    var text = references(value);
    return switch (form) {
      case "expression" -> NODES.textNode(ExpressionLanguage.expression(text));
      case "condition" -> NODES.textNode(ExpressionLanguage.condition(text));
      default -> plain(text, form);
    };
  }

  private static JsonNode plain(String text, String form) throws Unmapped {
    if (ExpressionLanguage.isIn(text)) {
      throw new Unmapped("an expression, where this setting takes a fixed value");
    }
    var value = text.replace("$$", "$");
    if (value.startsWith("#{") && value.endsWith("}") && !form.equals("list")) {
      return NODES.textNode(value);
    }
    return switch (form) {
      case "", "secret" -> scalar(value);
      case "number" -> number(value);
      case "duration" -> NODES.textNode(duration(value));
      case "seconds" -> NODES.numberNode(Long.parseLong(duration(value).replaceAll("\\D", "")));
      case "secondsDuration" -> NODES.textNode(value + "s");
      case "bytes" -> NODES.numberNode(bytes(value));
      case "lower" -> NODES.textNode(value.toLowerCase(Locale.ROOT));
      case "after" ->
          NODES.textNode(
              value.equals("None") ? "keep" : value.toLowerCase(Locale.ROOT).replace(" file", ""));
      case "slash" -> NODES.textNode(value.startsWith("/") ? value : "/" + value);
      case "glob" -> NODES.textNode(glob(value));
      case "attribute" -> NODES.textNode("attributes[" + ExpressionLanguage.quoted(value) + "]");
      case "list" -> {
        var list = NODES.arrayNode();
        Arrays.stream(value.split(",")).map(String::strip).forEach(list::add);
        yield list;
      }
      default -> throw new IllegalStateException("mapping.json names a form '" + form + "'");
    };
  }

  private static JsonNode scalar(String value) {
    return value.equals("true") || value.equals("false")
        ? NODES.booleanNode(value.equals("true"))
        : NODES.textNode(value);
  }

  private static JsonNode number(String value) throws Unmapped {
    if (!value.matches("-?\\d{1,18}")) {
      throw new Unmapped("'" + value + "', which is no whole number");
    }
    return NODES.numberNode(Long.parseLong(value));
  }

  /** {@code 5 mins} as {@code 5m}. */
  static String duration(String value) throws Unmapped {
    var amount = AMOUNT.matcher(value.strip());
    if (amount.matches()) {
      var unit = amount.group(2).toLowerCase(Locale.ROOT);
      var ours =
          unit.startsWith("milli") || unit.equals("ms")
              ? "ms"
              : DURATIONS.get(unit.substring(0, 1));
      if (ours != null && !unit.startsWith("mo") && !unit.startsWith("nano")) {
        return amount.group(1) + ours;
      }
    }
    throw new Unmapped("'" + value + "', which is no duration of Weft (500ms, 5s, 2m, 1h, 1d)");
  }

  static long bytes(String value) throws Unmapped {
    var amount = AMOUNT.matcher(value.strip());
    var units = "BKMGT";
    if (amount.matches()) {
      var power = units.indexOf(Character.toUpperCase(amount.group(2).charAt(0)));
      if (power >= 0) {
        return Long.parseLong(amount.group(1)) << (10 * power);
      }
    }
    throw new Unmapped("'" + value + "', which is no size");
  }

  /** A regular expression over names, where a glob says the same. */
  static String glob(String regex) throws Unmapped {
    if (regex.equals("[^\\.].*") || regex.equals(".*")) {
      return "*";
    }
    var glob =
        regex.replaceAll("\\(\\.\\*\\)|\\.\\*|\\[\\^\\\\\\.]\\.\\*", "*").replace("\\.", ".");
    if (glob.matches("[A-Za-z0-9_.* -]+")
        && !regex.replace(".*", "").replace("\\.", "").contains(".")) {
      return glob;
    }
    throw new Unmapped("the pattern '" + regex + "', where Weft takes a glob such as *.csv");
  }

  /** {@code Minimum File Age} and {@code minimum-file-age} as {@code minimumFileAge}. */
  static String camel(String name) {
    var words = new ArrayList<>(Arrays.asList(name.split("[^A-Za-z0-9]+")));
    words.removeIf(String::isEmpty);
    return words.isEmpty()
        ? ""
        : words.get(0).toLowerCase(Locale.ROOT)
            + words.stream()
                .skip(1)
                .map(
                    word ->
                        word.substring(0, 1).toUpperCase(Locale.ROOT)
                            + word.substring(1).toLowerCase(Locale.ROOT))
                .collect(Collectors.joining());
  }

  /** References to parameters by the names that they have in the flow. */
  private String references(String value) {
    return REFERENCE
        .matcher(value)
        .replaceAll(
            match ->
                Matcher.quoteReplacement(
                    match.group(1).isEmpty()
                        ? "#{" + parameters.use(match.group(2)) + "}"
                        : match.group()));
  }
}
