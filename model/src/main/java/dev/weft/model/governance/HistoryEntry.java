package dev.weft.model.governance;

import dev.weft.model.PrincipalId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What somebody did to something that is governed.
 *
 * @param act such as {@code verify}
 * @param stage where it stood afterwards
 */
public record HistoryEntry(String act, PrincipalId by, Instant at, String stage, String comment) {
  /** What is older stands in the audit only. */
  private static final int KEPT_MAX = 500;

  public HistoryEntry {
    comment = comment == null ? "" : comment;
  }

  static List<HistoryEntry> added(List<HistoryEntry> before, HistoryEntry entry) {
    var all = new ArrayList<>(before);
    all.add(entry);
    return List.copyOf(all.subList(Math.max(0, all.size() - KEPT_MAX), all.size()));
  }
}
