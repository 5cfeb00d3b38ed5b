package dev.weft.server.query;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** How large the state of each job was at its last checkpoint, by the name of its line. */
final class StateSizes {
  private final Map<String, Long> bytes = new ConcurrentHashMap<>();

  void put(String line, long size) {
    bytes.put(line, size);
  }

  void remove(String line) {
    bytes.remove(line);
  }

  long of(String line) {
    return bytes.getOrDefault(line, 0L);
  }
}
