package dev.weft.processors.standard.window;

import dev.weft.spi.Expressions.EvaluationException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What can be computed of the values of a group. */
enum Aggregate {
  COUNT {
    @Override
    Cell add(Cell cell, Object value) throws EvaluationException {
      if (!(value instanceof Boolean counts)) {
        throw new EvaluationException("the condition of a count gives neither true nor false");
      }
      return counts ? new Cell(null, cell.count() + 1) : cell;
    }

    @Override
    Object result(Cell cell) {
      return cell.count();
    }
  },
  SUM {
    @Override
    Cell add(Cell cell, Object value) throws EvaluationException {
      return new Cell(plus(cell.value(), value), cell.count() + 1);
    }
  },
  AVG {
    @Override
    Cell add(Cell cell, Object value) throws EvaluationException {
      return SUM.add(cell, value);
    }

    @Override
    Object result(Cell cell) {
      return cell.count() == 0
          ? null
          : decimal(cell.value()).divide(BigDecimal.valueOf(cell.count()), MathContext.DECIMAL64);
    }
  },
  MIN {
    @Override
    Cell add(Cell cell, Object value) throws EvaluationException {
      return cell.count() == 0 || compare(value, cell.value()) < 0 ? new Cell(value, 1) : cell;
    }
  },
  MAX {
    @Override
    Cell add(Cell cell, Object value) throws EvaluationException {
      return cell.count() == 0 || compare(value, cell.value()) > 0 ? new Cell(value, 1) : cell;
    }
  },
  FIRST {
    @Override
    Cell add(Cell cell, Object value) {
      return cell.count() == 0 ? new Cell(value, 1) : cell;
    }
  },
  LAST {
    @Override
    Cell add(Cell cell, Object value) {
      return new Cell(value, 1);
    }
  };

  private static final Pattern CALL = Pattern.compile("\\s*(\\w+)\\s*(?:\\((.*)\\))?\\s*", 32);

  /** The expression whose values are taken together; empty when nothing is asked of records. */
  static Optional<String> expression(String text) {
    var call = CALL.matcher(text);
    return call.matches()
        ? Optional.ofNullable(call.group(2)).filter(x -> !x.isBlank())
        : Optional.of(text);
  }

  /**
   * What a group has come to so far.
   *
   * @param count of values; 0: {@code value} says nothing
   */
  record Cell(Object value, long count) {
    static final Cell EMPTY = new Cell(null, 0);
  }

  /** Takes one value more, which is not null. */
  abstract Cell add(Cell cell, Object value) throws EvaluationException;

  /** What comes out; null when there was no value. */
  Object result(Cell cell) {
    return cell.value();
  }

  /** A setting such as {@code sum(record.amount)}, taken apart. */
  record Call(Aggregate aggregate, Optional<String> argument) {
    static Call of(String field, String text) {
      var call = CALL.matcher(text == null ? "" : text);
      var known =
          Arrays.stream(values())
              .filter(each -> call.matches() && each.word().equals(call.group(1)))
              .findFirst();
      var argument = known.map(found -> call.group(2)).filter(given -> !given.isBlank());
      if (known.isEmpty() || (argument.isEmpty() && known.get() != COUNT)) {
        var words = Arrays.stream(values()).map(Aggregate::word).collect(Collectors.joining(", "));
        throw new IllegalArgumentException(
            "compute." + field + " must be count or, with something in brackets, one of " + words);
      }
      return new Call(known.get(), argument);
    }
  }

  static void check(String field, String text) {
    Call.of(field, text);
  }

  private String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  private static Object plus(Object sum, Object value) throws EvaluationException {
    var number = number(value);
    if (sum == null) {
      return number;
    }
    if (sum instanceof Long one && number instanceof Long other) {
      var both = one + other;
      // As Math.addExact finds an overflow; a decimal has room for it.
      return ((one ^ both) & (other ^ both)) < 0 ? decimal(one).add(decimal(other)) : (Object) both;
    }
    return decimal(sum).add(decimal(number));
  }

  private static Object number(Object value) throws EvaluationException {
    if (value instanceof Long || value instanceof BigDecimal) {
      return value;
    }
    if (value instanceof Double number && Double.isFinite(number)) {
      return BigDecimal.valueOf(number);
    }
    throw new EvaluationException("a value to sum is not a number");
  }

  private static BigDecimal decimal(Object number) {
    return number instanceof Long whole ? BigDecimal.valueOf(whole) : (BigDecimal) number;
  }

  private static int compare(Object one, Object other) throws EvaluationException {
    if (one instanceof Number && other instanceof Number) {
      return decimal(number(one)).compareTo(decimal(number(other)));
    }
    if (one instanceof String text && other instanceof String than) {
      return text.compareTo(than);
    }
    if (one instanceof Instant time && other instanceof Instant than) {
      return time.compareTo(than);
    }
    if (one instanceof LocalDate date && other instanceof LocalDate than) {
      return date.compareTo(than);
    }
    throw new EvaluationException("values to compare are not of one kind");
  }
}
