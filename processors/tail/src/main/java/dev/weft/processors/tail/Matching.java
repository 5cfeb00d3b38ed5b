package dev.weft.processors.tail;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Which file is which: the files that are there, and what is known of files.
 *
 * @param known files that have been read before, and how far
 * @param fresh files that have not
 * @param gone what is known of files that are not there
 */
record Matching(Map<Found, Tailed> known, List<Found> fresh, List<Tailed> gone) {

  static Matching of(List<Tailed> tailed, List<Found> files) {
    var known = new LinkedHashMap<Found, Tailed>();
    var rest = new ArrayList<Tailed>();
    for (var one : tailed) {
      if (!claim(one, true, files, known)) {
        rest.add(one);
      }
    }
    // Its file is not there, or holds something else now: what it held may have been copied.
    var gone = new ArrayList<Tailed>();
    for (var one : rest) {
      if (!claim(one, false, files, known)) {
        gone.add(one);
      }
    }
    return new Matching(known, fresh(files, known), gone);
  }

  /** The shortest name first: a file that is copied before it can be read has a shorter one. */
  private static List<Found> fresh(List<Found> files, Map<Found, Tailed> known) {
    var original = new ArrayList<>(known.keySet());
    var fresh = new ArrayList<Found>();
    var unknown = new ArrayList<>(files);
    unknown.removeAll(known.keySet());
    unknown.sort(Comparator.comparing((Found file) -> file.name().length()));
    for (var file : unknown) {
      if (!isCopy(file, original)) {
        fresh.add(file);
        original.add(file);
      }
    }
    return fresh;
  }

  private static boolean claim(
      Tailed one, boolean sameKey, List<Found> files, Map<Found, Tailed> known) {
    for (var file : files) {
      if (file.key().equals(one.key()) == sameKey
          && !known.containsKey(file)
          && one.isBegunBy(file)) {
        known.put(file, one);
        return true;
      }
    }
    return false;
  }

  /**
   * Whether a file is being copied here before it is emptied. It is left alone until then: its
   * lines are read where they were written, and the rest of them here once that has gone.
   */
  private static boolean isCopy(Found file, List<Found> original) {
    return original.stream().anyMatch(other -> file.prefix().begins(other.prefix()));
  }
}
