package dev.weft.catalog.search.query;

import dev.weft.catalog.search.query.Condition.Operator;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Set;

/** Reads the values of a question and holds them to the type of what they are compared with. */
final class Values {
  /** Each costs as many steps as the index has names. */
  private static final int STARS_MAX = 4;

  private static final Set<Operator> OF_PROSE = Set.of(Operator.CONTAINS);
  private static final Set<Operator> OF_TEXT_ONLY = Set.of(Operator.LIKE, Operator.CONTAINS);

  private Values() {}

  static Literal read(Token token, Attribute attribute) {
    return switch (attribute.type()) {
      case NUMBER -> {
        if (token.kind() != Token.Kind.NUMBER) {
          throw wrong(token, attribute, "Write it without quotes: fields > 10.");
        }
        if (token.text().contains(".")) {
          throw wrong(token, attribute, "Write it without a fraction.");
        }
        yield new Literal(token.text(), Long.parseLong(token.text()), false);
      }
      case DECIMAL -> {
        if (token.kind() != Token.Kind.NUMBER) {
          throw wrong(token, attribute, "Write it without quotes: 0.5.");
        }
        yield new Literal(token.text(), sortable(Double.parseDouble(token.text())), false);
      }
      case TIME -> {
        if (token.kind() != Token.Kind.TEXT) {
          throw wrong(token, attribute, "Write it as '2026-11-28' or '2026-11-28T10:00:00Z'.");
        }
        yield new Literal(token.text(), time(token, attribute), true);
      }
      case TEXT, PROSE -> {
        if (token.kind() != Token.Kind.TEXT) {
          throw wrong(token, attribute, "Write it in quotes: '" + token.text() + "'.");
        }
        yield new Literal(token.text(), 0, true);
      }
    };
  }

  static void check(Token token, Attribute attribute, Operator operator, List<Literal> values) {
    if (attribute.type() == Attribute.Type.PROSE && !OF_PROSE.contains(operator)) {
      throw token.problem(
          attribute.name() + " is " + attribute.type().words() + ".",
          "Ask for words in it: " + attribute.name() + " contains 'card payments'.");
    }
    if (attribute.isNumber() && OF_TEXT_ONLY.contains(operator)) {
      throw token.problem(
          attribute.name() + " is " + attribute.type().words() + ".",
          "Compare it with =, !=, <, <=, > or >=.");
    }
    if (operator == Operator.LIKE
        && values.get(0).text().chars().filter(letter -> letter == '*').count() > STARS_MAX) {
      throw token.problem(
          "The pattern has too many stars.", "Use up to " + STARS_MAX + " of them.");
    }
  }

  /** As Lucene's {@code NumericUtils.doubleToSortableLong} has it. */
  private static long sortable(double number) {
    var bits = Double.doubleToLongBits(number);
    return bits ^ ((bits >> 63) & 0x7fffffffffffffffL);
  }

  private static long time(Token token, Attribute attribute) {
    try {
      return token.text().length() == 10
          ? LocalDate.parse(token.text()).atStartOfDay(ZoneOffset.UTC).toInstant().toEpochMilli()
          : Instant.parse(token.text()).toEpochMilli();
    } catch (DateTimeParseException | ArithmeticException e) {
      throw wrong(token, attribute, "Write it as '2026-11-28' or '2026-11-28T10:00:00Z'.");
    }
  }

  private static RuntimeException wrong(Token token, Attribute attribute, String hint) {
    return token.problem(
        attribute.name() + " is compared with " + attribute.type().words() + ", not " + token + ".",
        hint);
  }
}
