package dev.weft.spi;

import java.util.Set;

/** Says which records one reader gets. Safe for any thread. */
public interface RowFilter {
  /** The dotted paths of the fields that it looks at, so that a door need decode no others. */
  Set<String> fields();

  /**
   * Whether the record passes.
   *
   * @param values gives the value of each of {@link #fields()}. Anything but a clear yes is no:
   *     missing field, null, wrong type, error.
   */
  boolean passes(Values values);

  /**
   * Looks a field up by dotted path: null, String, Boolean, Long, Double, BigDecimal, List, Map.
   */
  interface Values {
    /** Returns null when the field is JSON null, {@link #MISSING} when it is not there. */
    Object get(String path);

    Object MISSING = new Object();
  }

  /** The expression as its author wrote it. */
  String text();
}
