package dev.weft.catalog.search.query;

import dev.weft.catalog.search.query.Condition.Operator;
import dev.weft.model.Nearest;
import dev.weft.model.ProblemException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Reads an exact question by recursive descent:
 *
 * <pre>
 * question   = "from" kinds ["where" any] ["order" "by" order {"," order}] ["limit" n] ["offset" n]
 * kinds      = kind {"," kind} | "anything"
 * any        = all {"or" all}
 * all        = one {"and" one}
 * one        = "not" one | "(" any ")" | attribute comparison
 * order      = attribute ["asc" | "desc"]
 * </pre>
 *
 * What an attribute is compared with is checked against its type, so a question that is read can be
 * answered. Its size is limited: characters, conditions and depth.
 */
public final class QueryParser {
  private static final int DEPTH_MAX = 20;
  private static final int CONDITIONS_MAX = 100;
  private static final int ORDERS_MAX = 5;

  private static final Set<String> CLAUSES = Set.of("where", "order", "limit", "offset");

  private final List<Token> tokens;
  private final Attribute.Own own;
  private int at;
  private int conditions;
  private Set<String> kinds = Set.of();

  private QueryParser(List<Token> tokens, Attribute.Own own) {
    this.tokens = tokens;
    this.own = own;
  }

  /**
   * Reads a question.
   *
   * @throws ProblemException code {@code bad-query}, with the column and a way out
   */
  public static FromQuery parse(String question) {
    return parse(question, Attribute.Own.NONE);
  }

  /** The same, with attributes that the organisation has of its own. */
  public static FromQuery parse(String question, Attribute.Own own) {
    return new QueryParser(Token.of(question), own).question();
  }

  /** Whether "from" is followed by a kind: a sentence may begin with that word too. */
  static boolean beginsWithKind(String text) {
    var words = text.strip().split("[\\s,]+", 3);
    return words.length > 1
        && (words[1].equals("*")
            || words[1].equalsIgnoreCase("anything")
            || kind(words[1]).isPresent());
  }

  private FromQuery question() {
    expect("from");
    kinds = kinds();
    var where = accept("where") ? Optional.of(any(0)) : Optional.<Condition>empty();
    var order = accept("order") ? orders() : List.<FromQuery.Order>of();
    var limit = FromQuery.LIMIT_DEFAULT;
    if (accept("limit")) {
      limit = number(1, FromQuery.LIMIT_MAX);
    }
    var offset = accept("offset") ? number(0, FromQuery.OFFSET_MAX) : 0;
    if (now().kind() != Token.Kind.END) {
      throw unexpected();
    }
    return new FromQuery(kinds, where, order, limit, offset);
  }

  private Set<String> kinds() {
    if (accept("anything") || accept("*")) {
      return Attribute.KINDS;
    }
    var found = new TreeSet<String>();
    do {
      var token = next();
      found.add(
          kind(token.text())
              .orElseThrow(
                  () ->
                      token.problem(
                          token + " is not a kind of thing.",
                          Nearest.hint(token.text(), new TreeSet<>(Attribute.KINDS), "kinds"))));
    } while (accept(","));
    return Set.copyOf(found);
  }

  private static Optional<String> kind(String word) {
    var plain = word.toLowerCase(Locale.ROOT);
    var one =
        plain.endsWith("ies")
            ? plain.substring(0, plain.length() - 3) + "y"
            : plain.endsWith("s") ? plain.substring(0, plain.length() - 1) : plain;
    return Attribute.KINDS.contains(one) ? Optional.of(one) : Optional.empty();
  }

  private Condition any(int depth) {
    var all = new ArrayList<Condition>();
    do {
      all.add(all(depth));
    } while (accept("or"));
    return all.size() == 1 ? all.get(0) : new Condition.Any(List.copyOf(all));
  }

  private Condition all(int depth) {
    var all = new ArrayList<Condition>();
    do {
      all.add(one(depth));
    } while (accept("and"));
    return all.size() == 1 ? all.get(0) : new Condition.All(List.copyOf(all));
  }

  private Condition one(int depth) {
    if (depth > DEPTH_MAX || ++conditions > CONDITIONS_MAX) {
      throw now()
          .problem(
              "The question is too large.",
              "Use up to %d conditions, %d deep.".formatted(CONDITIONS_MAX, DEPTH_MAX));
    }
    if (accept("not")) {
      return new Condition.Not(one(depth + 1));
    }
    if (accept("(")) {
      var inside = any(depth + 1);
      expect(")");
      return inside;
    }
    return comparison();
  }

  private Condition comparison() {
    var token = now();
    var attribute = attribute();
    if (accept("is")) {
      var not = accept("not");
      expect("null");
      var present = new Condition.Present(attribute);
      return not ? present : new Condition.Not(present);
    }
    if (accept("not")) { // "not in", "not like"
      return new Condition.Not(compared(token, attribute));
    }
    return compared(token, attribute);
  }

  private Condition compared(Token token, Attribute attribute) {
    var operator = operator(attribute);
    var values = new ArrayList<Literal>();
    if (operator == Operator.IN) {
      expect("(");
      do {
        values.add(Values.read(next(), attribute));
      } while (accept(","));
      expect(")");
    } else {
      values.add(Values.read(next(), attribute));
    }
    Values.check(token, attribute, operator, values);
    return new Condition.Comparison(attribute, operator, List.copyOf(values));
  }

  private Operator operator(Attribute attribute) {
    var token = next();
    if (token.is("<>")) {
      return Operator.UNEQUAL;
    }
    for (var operator : Operator.values()) {
      if (token.is(operator.word())) {
        return operator;
      }
    }
    throw token.problem(
        "After " + attribute.name() + " a comparison is expected, not " + token + ".",
        "Compare with =, !=, <, <=, >, >=, in (...), like, contains, is null or is not null.");
  }

  private List<FromQuery.Order> orders() {
    expect("by");
    var orders = new ArrayList<FromQuery.Order>();
    do {
      var attribute = attribute();
      var descending = accept("desc");
      if (!descending) {
        accept("asc");
      }
      orders.add(new FromQuery.Order(attribute, descending));
    } while (accept(",") && orders.size() < ORDERS_MAX);
    return List.copyOf(orders);
  }

  private Attribute attribute() {
    var token = next();
    if (token.kind() != Token.Kind.WORD) {
      throw token.problem(
          "An attribute is expected, not " + token + ".", Nearest.hint("", names(), "attributes"));
    }
    var name = token.text().toLowerCase(Locale.ROOT);
    return Attribute.find(kinds, name)
        .or(() -> own.find(kinds, name))
        .orElseThrow(
            () ->
                token.problem(
                    token
                        + " is not an attribute of "
                        + String.join(", ", new TreeSet<>(kinds))
                        + ".",
                    Nearest.hint(token.text(), names(), "attributes")));
  }

  private Set<String> names() {
    var names = Attribute.names(kinds);
    names.addAll(own.names(kinds));
    return names;
  }

  private int number(int min, int max) {
    var token = next();
    if (token.kind() == Token.Kind.NUMBER && !token.text().contains(".")) {
      var number = Long.parseLong(token.text());
      if (number >= min && number <= max) {
        return (int) number;
      }
    }
    throw token.problem(
        token + " cannot be used here.", "Give a number from " + min + " to " + max + ".");
  }

  private void expect(String word) {
    if (!accept(word)) {
      throw now()
          .problem(
              "'" + word + "' is expected, not " + now() + ".",
              "Such as: from Field where tag = 'pii.email' order by name limit 20.");
    }
  }

  private ProblemException unexpected() {
    return now()
        .problem(
            now() + " is not expected here.",
            now().kind() == Token.Kind.WORD
                ? Nearest.hint(now().text(), new TreeSet<>(CLAUSES), "clauses")
                : "Join conditions with 'and' or 'or'.");
  }

  private boolean accept(String word) {
    if (now().is(word)) {
      at++;
      return true;
    }
    return false;
  }

  private Token now() {
    return tokens.get(at);
  }

  private Token next() {
    var token = now();
    at = Math.min(at + 1, tokens.size() - 1);
    return token;
  }
}
