package dev.weft.model;

/**
 * Where a problem is: a file with line and column (both from 1; 0 when not known) and the path of
 * the field, such as {@code processors[1].settings.table}. Each part may be empty, never null.
 */
public record Place(String file, int line, int column, String path) {
  public static final Place NOWHERE = new Place("", 0, 0, "");

  public Place {
    file = file == null ? "" : file;
    path = path == null ? "" : path;
  }

  /** A place named by a field only, as in a REST request. */
  public static Place field(String path) {
    return new Place("", 0, 0, path);
  }

  /**
   * {@code file:line:column}, as compilers print it; with the path in place of the file when there
   * is none.
   */
  @Override
  public String toString() {
    if (file.isEmpty()) {
      return line == 0 || path.isEmpty() ? path : path + ":" + line + ":" + column;
    }
    return line == 0 ? file : file + ":" + line + ":" + column;
  }
}
