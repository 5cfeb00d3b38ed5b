package dev.weft.server.notices;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What somebody has been told already.
 *
 * @param told by the way: {@code mail}, {@code webhook}
 */
record NoticeMarks(String who, Map<String, Told> told) {
  /**
   * What was told by one way.
   *
   * @param ids of items, only of those that are still there
   */
  record Told(List<String> ids, Instant at) {}

  NoticeMarks {
    told = told == null ? Map.of() : Map.copyOf(told);
  }

  Optional<Told> by(String way) {
    return Optional.ofNullable(told.get(way));
  }

  NoticeMarks with(String way, Told next) {
    var all = new TreeMap<>(told);
    all.put(way, next);
    return new NoticeMarks(who, all);
  }
}
