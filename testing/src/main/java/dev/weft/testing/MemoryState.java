package dev.weft.testing;

import dev.weft.spi.flow.ProcessorState;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** What a processor remembers, in memory: hand the same one to a second processor to restart it. */
public final class MemoryState implements ProcessorState {
  private final Map<String, String> entries = new LinkedHashMap<>();

  @Override
  public Optional<String> get(String key) {
    return Optional.ofNullable(entries.get(key));
  }

  @Override
  public void put(String key, String value) {
    entries.remove(key);
    entries.put(key, value);
    if (entries.size() > ENTRIES_MAX || key.length() + value.length() > CHARACTERS_MAX) {
      throw new IllegalStateException("more than a processor may remember");
    }
  }

  @Override
  public void remove(String key) {
    entries.remove(key);
  }

  @Override
  public Map<String, String> all() {
    return new LinkedHashMap<>(entries);
  }
}
