package dev.weft.catalog.search.query;

import java.util.List;
import java.util.stream.Collectors;

/** What things must be like. Printed as it is written in the language. */
public sealed interface Condition {

  /** Turns a condition into something else; a new kind of condition breaks those who do so. */
  interface Cases<T> {
    T all(List<Condition> conditions);

    T any(List<Condition> conditions);

    T not(Condition condition);

    T comparison(Attribute attribute, Operator operator, List<Literal> values);

    T present(Attribute attribute);
  }

  <T> T match(Cases<T> cases);

  /** How an attribute is compared with a value; of several values of the attribute one suffices. */
  enum Operator {
    EQUAL("="),
    /** No value is equal. */
    UNEQUAL("!="),
    LESS("<"),
    AT_MOST("<="),
    GREATER(">"),
    AT_LEAST(">="),
    IN("in"),
    /** {@code *} stands for any letters, {@code ?} for one. */
    LIKE("like"),
    /** Has these words, whatever their endings, one after another. */
    CONTAINS("contains");

    private final String word;

    Operator(String word) {
      this.word = word;
    }

    public String word() {
      return word;
    }
  }

  /** Each of them. */
  record All(List<Condition> conditions) implements Condition {
    @Override
    public <T> T match(Cases<T> cases) {
      return cases.all(conditions);
    }

    @Override
    public String toString() {
      return joined(conditions, " and ");
    }
  }

  /** At least one of them. */
  record Any(List<Condition> conditions) implements Condition {
    @Override
    public <T> T match(Cases<T> cases) {
      return cases.any(conditions);
    }

    @Override
    public String toString() {
      return joined(conditions, " or ");
    }
  }

  /** Not this one. */
  record Not(Condition condition) implements Condition {
    @Override
    public <T> T match(Cases<T> cases) {
      return cases.not(condition);
    }

    @Override
    public String toString() {
      return "not (" + condition + ")";
    }
  }

  /** An attribute compared with values: several only for {@code in}. */
  record Comparison(Attribute attribute, Operator operator, List<Literal> values)
      implements Condition {
    @Override
    public <T> T match(Cases<T> cases) {
      return cases.comparison(attribute, operator, values);
    }

    @Override
    public String toString() {
      var list = values.stream().map(Literal::toString).collect(Collectors.joining(", "));
      return attribute.name()
          + " "
          + operator.word()
          + " "
          + (operator == Operator.IN ? "(" + list + ")" : list);
    }
  }

  /** An attribute that has a value. */
  record Present(Attribute attribute) implements Condition {
    @Override
    public <T> T match(Cases<T> cases) {
      return cases.present(attribute);
    }

    @Override
    public String toString() {
      return attribute.name() + " is not null";
    }
  }

  private static String joined(List<Condition> conditions, String word) {
    return conditions.stream()
        .map(each -> each instanceof All || each instanceof Any ? "(" + each + ")" : "" + each)
        .collect(Collectors.joining(word));
  }
}
