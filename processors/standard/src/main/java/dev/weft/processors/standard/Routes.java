package dev.weft.processors.standard;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Relationships that a flow's author names. */
final class Routes {
  static final String UNMATCHED = "unmatched";
  private static final int MOST = 100;

  private Routes() {}

  /** For a settings constructor whose component is called {@code routes}. */
  static Map<String, String> checked(Map<String, String> routes) {
    if (routes == null || routes.isEmpty() || routes.size() > MOST) {
      throw new IllegalArgumentException("routes must name 1 to " + MOST + " relationships");
    }
    if (routes.containsKey(UNMATCHED)
        || routes.containsKey("failure")
        || routes.containsKey("original")) {
      throw new IllegalArgumentException("routes cannot redefine unmatched, original or failure");
    }
    return Bounds.texts(routes);
  }

  static List<String> with(Map<String, String> routes, String... further) {
    var all = new ArrayList<>(routes.keySet());
    all.addAll(List.of(further));
    return all;
  }
}
