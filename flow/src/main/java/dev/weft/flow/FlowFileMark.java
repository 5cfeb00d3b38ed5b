package dev.weft.flow;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The identity of a FlowFile that is being recorded. It travels as the first step of the path: so
 * it is there again when what waits is read from the log, and no processor ever sees it.
 */
final class FlowFileMark {
  private static final String SIGN = "\0";

  private FlowFileMark() {}

  static Optional<String> of(List<String> path) {
    return path.isEmpty() || !path.get(0).startsWith(SIGN)
        ? Optional.empty()
        : Optional.of(path.get(0).substring(SIGN.length()));
  }

  static List<String> with(List<String> path, String id) {
    var marked = new ArrayList<String>(path.size() + 1);
    marked.add(SIGN + id);
    marked.addAll(plain(path));
    return marked;
  }

  /** The processors alone. */
  static List<String> plain(List<String> path) {
    return of(path).isEmpty() ? path : path.subList(1, path.size());
  }
}
