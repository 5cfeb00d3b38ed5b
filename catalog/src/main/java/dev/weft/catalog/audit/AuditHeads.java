package dev.weft.catalog.audit;

import dev.weft.catalog.audit.AuditChain.Head;
import dev.weft.spi.AuditLog.Stored;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The heads of all chains that no link has named yet. Those a link has named are forgotten: the
 * link's own chain vouches for them. So the list stays short however often Weft is started. Safe
 * for any thread.
 */
final class AuditHeads {
  private final Map<String, Head> unnamed = new TreeMap<>();

  synchronized void saw(Stored event) {
    if (CanonicalEvent.isLink(event)) {
      CanonicalEvent.heads(event).forEach(named -> unnamed.remove(named.writer(), named));
    }
    unnamed.put(event.writer(), new Head(event.writer(), event.sequence(), event.hash()));
  }

  synchronized List<Head> list() {
    return List.copyOf(unnamed.values());
  }
}
