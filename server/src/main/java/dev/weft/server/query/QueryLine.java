package dev.weft.server.query;

/**
 * A query's own job, or the one beside it that may take its place: each has a plan and a run in the
 * log and a folder for its state, by the line's name.
 *
 * @param upcoming whether it is the one beside, which writes where nobody reads yet
 */
record QueryLine(String query, boolean upcoming) {
  /** In no name that people may give. */
  private static final String NEXT = "~next";

  static QueryLine current(String query) {
    return new QueryLine(query, false);
  }

  static QueryLine next(String query) {
    return new QueryLine(query, true);
  }

  String name() {
    return upcoming ? query + NEXT : query;
  }

  /** The query to which a resource of this name belongs. */
  static String queryOf(String name) {
    return name.endsWith(NEXT) ? name.substring(0, name.length() - NEXT.length()) : name;
  }
}
