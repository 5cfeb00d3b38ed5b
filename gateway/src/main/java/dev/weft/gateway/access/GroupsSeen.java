package dev.weft.gateway.access;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Remembers in which group a client was last seen, because it fetches on another connection than it
 * joins. Safe for any thread; holds the most recent ten thousand clients.
 */
public final class GroupsSeen {
  private static final int CLIENTS_MAX = 10_000;

  private record Client(String keyId, String clientId, String host) {}

  private final Map<Client, String> groups =
      new LinkedHashMap<>(64, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Client, String> eldest) {
          return size() > CLIENTS_MAX;
        }
      };

  public synchronized void seen(String keyId, String clientId, String host, String group) {
    groups.put(new Client(keyId, clientId, host), group);
  }

  /** The group; empty when none was seen. */
  public synchronized String group(String keyId, String clientId, String host) {
    return groups.getOrDefault(new Client(keyId, clientId, host), "");
  }
}
