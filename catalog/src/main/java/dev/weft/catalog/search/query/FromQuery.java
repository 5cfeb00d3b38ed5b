package dev.weft.catalog.search.query;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * An exact question. Printed in the language, with what it means when it does not say.
 *
 * @param kinds of what to look for, at least one
 * @param order the first counts most; by name when none is given
 */
public record FromQuery(
    Set<String> kinds, Optional<Condition> where, List<Order> order, int limit, int offset) {
  public static final int LIMIT_MAX = 1000;
  public static final int LIMIT_DEFAULT = 100;
  public static final int OFFSET_MAX = 10_000;

  /** What to sort by; things without it come last. */
  public record Order(Attribute attribute, boolean descending) {
    @Override
    public String toString() {
      return attribute.name() + (descending ? " desc" : "");
    }
  }

  /** Whether a text that somebody typed into a search box is such a question. */
  public static boolean isOne(String text) {
    return text.stripLeading().regionMatches(true, 0, "from ", 0, 5)
        && QueryParser.beginsWithKind(text);
  }

  @Override
  public String toString() {
    return "from "
        + (kinds.equals(Attribute.KINDS) ? "anything" : String.join(", ", new TreeSet<>(kinds)))
        + where.map(it -> " where " + it).orElse("")
        + order.stream()
            .map(Order::toString)
            .collect(Collectors.collectingAndThen(Collectors.joining(", "), FromQuery::ordered))
        + " limit "
        + limit
        + (offset > 0 ? " offset " + offset : "");
  }

  private static String ordered(String by) {
    return by.isEmpty() ? "" : " order by " + by;
  }
}
