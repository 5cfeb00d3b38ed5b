package dev.weft.model.format;

import dev.weft.model.Place;
import java.util.HashMap;
import java.util.Map;

/**
 * Line and column of every key and value of a document, by path. A path names keys and list items
 * as in {@code processors[1].settings.table}; the whole document is the empty path.
 */
public final class Places {
  private final String file;
  private final Map<String, Spot> keys = new HashMap<>();
  private final Map<String, Spot> values = new HashMap<>();
  private final PathBudget budget;

  private record Spot(int line, int column) {}

  /** For a document that nobody has sent. */
  Places(String file) {
    this(file, new PathBudget(Limits.DEFAULT));
  }

  /**
   * @param budget of the whole file
   */
  Places(String file, PathBudget budget) {
    this.file = file;
    this.budget = budget;
  }

  /** Throws a ProblemException when the key is too long. */
  void putKey(String path, String key, int line, int column) {
    budget.key(key, new Place(file, line, column, ""));
    keys.put(path, new Spot(line, column));
  }

  /** Throws a ProblemException when all paths together are too long to be kept. */
  void putValue(String path, int line, int column) {
    budget.path(path, new Place(file, line, column, ""));
    values.put(path, new Spot(line, column));
  }

  /** Where the value at this path begins; for a path that is not there, its nearest parent. */
  public Place value(String path) {
    return place(path, values.get(path));
  }

  /** Where the key at this path stands; for a list item, the item. */
  public Place key(String path) {
    return place(path, keys.getOrDefault(path, values.get(path)));
  }

  private Place place(String path, Spot exact) {
    var spot = exact;
    var parent = path;
    while (spot == null && !parent.isEmpty()) {
      parent = parent(parent);
      spot = keys.getOrDefault(parent, values.get(parent));
    }
    return spot == null
        ? new Place(file, 0, 0, path)
        : new Place(file, spot.line, spot.column, path);
  }

  private static String parent(String path) {
    return path.substring(0, Math.max(0, Math.max(path.lastIndexOf('.'), path.lastIndexOf('['))));
  }

  static String key(String parent, String key) {
    return parent.isEmpty() ? key : parent + "." + key;
  }

  static String item(String parent, int index) {
    return parent + "[" + index + "]";
  }
}
