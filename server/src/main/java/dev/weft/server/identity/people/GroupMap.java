package dev.weft.server.identity.people;

import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Which of Weft's groups stands for which group outside. Those that it does not name mean nothing
 * here: who makes a group outside gives nobody rights by its name.
 */
public record GroupMap(Map<String, String> ours) {
  public GroupMap {
    ours = Map.copyOf(ours);
  }

  /**
   * Reads {@code THEIRS=OURS, THEIRS=OURS}; the last {@code =} of each counts, as names outside may
   * have some.
   *
   * @throws IllegalArgumentException with what is wrong
   */
  public static GroupMap parse(String text) {
    var ours = new TreeMap<String, String>();
    for (var part : text.split("[,;]", -1)) {
      var pair = part.strip();
      if (pair.isEmpty()) {
        continue;
      }
      var equals = pair.lastIndexOf('=');
      if (equals < 1 || equals == pair.length() - 1) {
        throw new IllegalArgumentException("'" + pair + "' is not THEIRS=OURS");
      }
      ours.put(pair.substring(0, equals).strip(), pair.substring(equals + 1).strip());
    }
    return new GroupMap(ours);
  }

  /** Ours that stand for these. */
  public Set<String> of(Collection<String> theirs) {
    var all = new TreeSet<String>();
    theirs.stream().filter(ours::containsKey).map(ours::get).forEach(all::add);
    return all;
  }
}
