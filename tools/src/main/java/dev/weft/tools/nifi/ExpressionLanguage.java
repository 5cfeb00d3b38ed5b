package dev.weft.tools.nifi;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * NiFi's expression language as CEL over {@code attributes}. Attributes are texts; numbers are
 * converted where NiFi would. What has no counterpart is thrown as {@link Unmapped}, never guessed.
 *
 * <p>An attribute that is not there is an empty text in NiFi, and makes a CEL condition untrue.
 */
final class ExpressionLanguage {
  private static final Set<String> SUBJECTLESS =
      Set.of(
          "now",
          "UUID",
          "uuid3",
          "uuid5",
          "hostname",
          "ip",
          "nextInt",
          "random",
          "thread",
          "getStateValue",
          "getUri",
          "literal",
          "anyAttribute",
          "allAttributes",
          "anyMatchingAttribute",
          "allMatchingAttributes",
          "anyDelineatedValue",
          "allDelineatedValues",
          "math",
          "evaluateELString");

  private final String text;
  private int at;

  /** What CEL has no words for; the message names it. */
  static final class Unmapped extends Exception {
    Unmapped(String message) {
      super(message);
    }
  }

  private enum Type {
    TEXT,
    NUMBER,
    BOOLEAN
  }

  private record Cel(String text, Type type) {
    String asText() {
      return type == Type.TEXT ? text : "string(" + text + ")";
    }

    String asNumber() {
      return type == Type.NUMBER ? text : "int(" + text + ")";
    }

    String asBoolean() {
      return type == Type.BOOLEAN ? text : "(" + asText() + " == 'true')";
    }
  }

  private ExpressionLanguage(String text) {
    this.text = text;
  }

  /** Whether there is anything of the language in a value. */
  static boolean isIn(String value) {
    return value.replace("$$", "").contains("${");
  }

  /** A value as a CEL expression that gives a text. */
  static String expression(String value) throws Unmapped {
    var parts = parts(value);
    var all = new ArrayList<String>();
    parts.forEach(part -> all.add(part.asText()));
    return all.isEmpty() ? "''" : String.join(" + ", all);
  }

  /** A value as a CEL condition. */
  static String condition(String value) throws Unmapped {
    var parts = parts(value.strip());
    if (parts.size() != 1) {
      throw new Unmapped("a condition of several parts");
    }
    return parts.get(0).asBoolean();
  }

  private static List<Cel> parts(String value) throws Unmapped {
    var parts = new ArrayList<Cel>();
    var literal = new StringBuilder();
    var i = 0;
    while (i < value.length()) {
      if (value.startsWith("$$", i)) {
        literal.append('$');
        i += 2;
      } else if (value.startsWith("${", i)) {
        if (literal.length() > 0) {
          parts.add(new Cel(quoted(literal.toString()), Type.TEXT));
          literal.setLength(0);
        }
        var reader = new ExpressionLanguage(value);
        reader.at = i;
        parts.add(reader.expression());
        i = reader.at;
      } else {
        literal.append(value.charAt(i++));
      }
    }
    if (literal.length() > 0) {
      parts.add(new Cel(quoted(literal.toString()), Type.TEXT));
    }
    return parts;
  }

  /** From <code>${</code> to its closing brace. */
  private Cel expression() throws Unmapped {
    expect("${");
    blank();
    var value = subject();
    blank();
    while (peek() == ':') {
      at++;
      blank();
      value = call(value, word(), arguments());
      blank();
    }
    expect("}");
    return value;
  }

  private Cel subject() throws Unmapped {
    if (peek() == '\'' || peek() == '"') {
      return attribute(string());
    }
    if (text.startsWith("${", at)) {
      throw new Unmapped("an attribute whose name is computed");
    }
    var name = word();
    blank();
    if (peek() != '(') {
      return attribute(name);
    }
    if (name.equals("literal")) {
      return arguments().get(0);
    }
    throw new Unmapped(
        SUBJECTLESS.contains(name) ? "the function " + name : "the function '" + name + "'");
  }

  private static Cel attribute(String name) {
    var simple = name.matches("[A-Za-z_][A-Za-z0-9_]*");
    return new Cel(simple ? "attributes." + name : "attributes[" + quoted(name) + "]", Type.TEXT);
  }

  private Cel call(Cel on, String function, List<Cel> arguments) throws Unmapped {
    var one = arguments.isEmpty() ? new Cel("''", Type.TEXT) : arguments.get(0);
    return switch (function) {
      case "equals" -> yes(compare(on, "==", one));
      case "equalsIgnoreCase" ->
          yes(on.asText() + ".matches(" + regex("(?i)^\\Q", one, "\\E$") + ")");
      case "contains", "startsWith", "endsWith" ->
          yes(on.asText() + "." + function + "(" + one.asText() + ")");
      case "matches" -> yes(on.asText() + ".matches(" + regex("^(?:", one, ")$") + ")");
      case "find" -> yes(on.asText() + ".matches(" + one.asText() + ")");
      case "isEmpty" -> yes("!" + there(on) + " || " + on.text() + ".matches('^\\\\s*$')");
      case "isNull" -> yes("!" + there(on));
      case "notNull" -> yes(there(on));
      case "replaceNull" -> text("(" + there(on) + " ? " + on.text() + " : " + one.asText() + ")");
      case "replaceEmpty" ->
          text(
              "("
                  + there(on)
                  + " && !"
                  + on.text()
                  + ".matches('^\\\\s*$') ? "
                  + on.text()
                  + " : "
                  + one.asText()
                  + ")");
      case "not" -> yes("!" + on.asBoolean());
      case "and" -> yes("(" + on.asBoolean() + " && " + one.asBoolean() + ")");
      case "or" -> yes("(" + on.asBoolean() + " || " + one.asBoolean() + ")");
      case "gt" -> yes(compareNumbers(on, ">", one));
      case "ge" -> yes(compareNumbers(on, ">=", one));
      case "lt" -> yes(compareNumbers(on, "<", one));
      case "le" -> yes(compareNumbers(on, "<=", one));
      case "plus" -> number(calculate(on, "+", one));
      case "minus" -> number(calculate(on, "-", one));
      case "multiply" -> number(calculate(on, "*", one));
      case "divide" -> number(calculate(on, "/", one));
      case "mod" -> number(calculate(on, "%", one));
      case "toNumber" -> number(on.asNumber());
      case "toDecimal" -> number("double(" + on.asText() + ")");
      case "toString" -> text(on.asText());
      case "length" -> number("size(" + on.asText() + ")");
      case "append" -> text("(" + on.asText() + " + " + one.asText() + ")");
      case "prepend" -> text("(" + one.asText() + " + " + on.asText() + ")");
      case "substring" -> text(on.asText() + ".substring(" + numbers(arguments) + ")");
      case "in" -> yes("(" + on.asText() + " in [" + texts(arguments) + "])");
      case "ifElse" -> {
        var other = arguments.size() > 1 ? arguments.get(1) : new Cel("''", Type.TEXT);
        yield text("(" + on.asBoolean() + " ? " + one.asText() + " : " + other.asText() + ")");
      }
      default -> throw new Unmapped("the function '" + function + "'");
    };
  }

  /** Whether the attribute is there; only an attribute itself can be asked. */
  private static String there(Cel on) throws Unmapped {
    if (on.text().startsWith("attributes.") && on.text().matches("attributes\\.\\w+")) {
      return "(" + quoted(on.text().substring("attributes.".length())) + " in attributes)";
    }
    if (on.text().matches("attributes\\['(?:[^'\\\\]|\\\\.)*'\\]")) {
      return "("
          + on.text().substring("attributes[".length(), on.text().length() - 1)
          + " in attributes)";
    }
    throw new Unmapped("whether a computed value is there");
  }

  private static String compare(Cel one, String operator, Cel other) {
    return one.type() == Type.NUMBER && other.type() == Type.NUMBER
        ? "(" + one.text() + " " + operator + " " + other.text() + ")"
        : "(" + one.asText() + " " + operator + " " + other.asText() + ")";
  }

  private static String compareNumbers(Cel one, String operator, Cel other) {
    return "(double(" + one.text() + ") " + operator + " double(" + other.text() + "))";
  }

  private static String calculate(Cel one, String operator, Cel other) {
    return "(" + one.asNumber() + " " + operator + " " + other.asNumber() + ")";
  }

  private static String numbers(List<Cel> all) {
    return String.join(", ", all.stream().map(Cel::asNumber).toList());
  }

  private static String texts(List<Cel> all) {
    return String.join(", ", all.stream().map(Cel::asText).toList());
  }

  private static String regex(String before, Cel literal, String after) throws Unmapped {
    if (!literal.text().startsWith("'")) {
      throw new Unmapped("a pattern that is computed");
    }
    var inside = literal.text().substring(1, literal.text().length() - 1);
    return "'" + before.replace("\\", "\\\\") + inside + after.replace("\\", "\\\\") + "'";
  }

  private static Cel yes(String text) {
    return new Cel(
        text.contains(" || ") && !text.startsWith("(") ? "(" + text + ")" : text, Type.BOOLEAN);
  }

  private static Cel number(String text) {
    return new Cel(text, Type.NUMBER);
  }

  private static Cel text(String text) {
    return new Cel(text, Type.TEXT);
  }

  private List<Cel> arguments() throws Unmapped {
    var all = new ArrayList<Cel>();
    blank();
    expect("(");
    blank();
    while (peek() != ')') {
      all.add(argument());
      blank();
      if (peek() == ',') {
        at++;
        blank();
      }
    }
    at++;
    return all;
  }

  private Cel argument() throws Unmapped {
    if (text.startsWith("${", at)) {
      return expression();
    }
    if (text.startsWith("#{", at)) {
      var end = text.indexOf('}', at);
      if (end < 0) {
        throw new Unmapped("what does not end");
      }
      var reference = text.substring(at, end + 1);
      at = end + 1;
      return new Cel("'" + reference + "'", Type.TEXT);
    }
    if (peek() == '\'' || peek() == '"') {
      return new Cel(quoted(string()), Type.TEXT);
    }
    var word = word();
    if (word.matches("-?\\d+(\\.\\d+)?")) {
      return new Cel(word, Type.NUMBER);
    }
    if (word.equals("true") || word.equals("false")) {
      return new Cel(word, Type.BOOLEAN);
    }
    throw new Unmapped("'" + word + "'");
  }

  private String string() throws Unmapped {
    var quote = text.charAt(at++);
    var value = new StringBuilder();
    while (peek() != quote) {
      if (peek() == '\\' && at + 1 < text.length()) {
        at++;
        value.append(
            switch (text.charAt(at)) {
              case 'n' -> '\n';
              case 't' -> '\t';
              case 'r' -> '\r';
              default -> text.charAt(at);
            });
        if ("ntr\\'\"".indexOf(text.charAt(at)) < 0) {
          value.insert(value.length() - 1, '\\'); // NiFi keeps other escapes, such as \d.
        }
      } else {
        value.append(peek());
      }
      at++;
    }
    at++;
    return value.toString();
  }

  private String word() throws Unmapped {
    var start = at;
    while (at < text.length() && "${}():,'\" \t\n".indexOf(text.charAt(at)) < 0) {
      at++;
    }
    if (at == start) {
      throw new Unmapped("what stands at character " + (at + 1));
    }
    return text.substring(start, at);
  }

  private char peek() throws Unmapped {
    if (at >= text.length()) {
      throw new Unmapped("what does not end");
    }
    return text.charAt(at);
  }

  private void expect(String wanted) throws Unmapped {
    if (!text.startsWith(wanted, at)) {
      throw new Unmapped("what stands at character " + (at + 1));
    }
    at += wanted.length();
  }

  private void blank() {
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
  }

  static String quoted(String text) {
    return "'"
        + text.replace("\\", "\\\\")
            .replace("'", "\\'")
            .replace("\n", "\\n")
            .replace("\t", "\\t")
            .replace("\r", "\\r")
        + "'";
  }
}
