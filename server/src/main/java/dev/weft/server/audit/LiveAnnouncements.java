package dev.weft.server.audit;

import dev.weft.spi.AuditLog.Stored;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Which announcements of reads stand without the report that follows: of connections that are open,
 * or whose gateway was killed. What was announced there may have been read.
 *
 * <p>A connection has one range open per partition, and a report closes it; so after a report only
 * the newest announcement before it, and those after it, can be used. For one thread; takes the
 * events of one port in order.
 */
public final class LiveAnnouncements {
  /** The actions that this needs. */
  public static final List<String> ACTIONS = List.of("read.opened", "read", "read.ended");

  private final Map<String, Map<Integer, List<Stored>>> sessions = new LinkedHashMap<>();

  public void see(Stored event) {
    var session = event.details().path("session").asText();
    var partition = event.details().path("partition").asInt();
    switch (event.action()) {
      case "read.opened" ->
          sessions
              .computeIfAbsent(session, any -> new HashMap<>())
              .computeIfAbsent(partition, any -> new ArrayList<>())
              .add(event);
      case "read" -> {
        var opened = sessions.getOrDefault(session, Map.of()).getOrDefault(partition, List.of());
        if (opened.size() > 1) {
          opened.subList(0, opened.size() - 1).clear();
        }
      }
      case "read.ended" -> sessions.remove(session);
      default -> {}
    }
  }

  /** Whether the session has not ended. */
  boolean isLive(String session) {
    return sessions.containsKey(session);
  }

  /** The announcements that still count, oldest first within a session. */
  public List<Stored> list() {
    return sessions.values().stream()
        .flatMap(partitions -> partitions.values().stream())
        .flatMap(List::stream)
        .toList();
  }
}
