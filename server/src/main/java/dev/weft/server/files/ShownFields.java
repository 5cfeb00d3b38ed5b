package dev.weft.server.files;

import java.util.LinkedHashSet;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;

/** Which of the known fields a reader sees, masked or not; by dotted path. */
record ShownFields(NavigableMap<String, Boolean> paths) {
  ShownFields(Map<String, Boolean> paths) {
    this((NavigableMap<String, Boolean>) new TreeMap<>(paths));
  }

  /** The names of what is known below a prefix: empty, or a path with its dot. */
  Set<String> names(String prefix) {
    var names = new LinkedHashSet<String>();
    for (var path : below(prefix).keySet()) {
      var rest = path.substring(prefix.length());
      var dot = rest.indexOf('.');
      names.add(dot < 0 ? rest : rest.substring(0, dot));
    }
    return names;
  }

  /** Whether the reader sees any of it: itself, or something known within it. */
  boolean any(String path) {
    return isShown(path) || below(path + ".").containsValue(true);
  }

  /** A field without a rule of its own has that of what it is in. */
  private boolean isShown(String path) {
    var rule = paths.get(path);
    var dot = path.lastIndexOf('.');
    return rule != null ? rule : dot > 0 && isShown(path.substring(0, dot));
  }

  private Map<String, Boolean> below(String prefix) {
    return prefix.isEmpty() ? paths : paths.subMap(prefix, prefix + Character.MAX_VALUE);
  }
}
