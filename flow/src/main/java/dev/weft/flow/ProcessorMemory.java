package dev.weft.flow;

import dev.weft.spi.flow.ProcessorState;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What one processor remembers, with the keys that the open unit of work has changed. It is written
 * with that unit, and read again when the unit is given up. For one thread at a time.
 */
final class ProcessorMemory implements ProcessorState {
  private final Map<String, String> entries = new LinkedHashMap<>();
  private final Set<String> changed = new LinkedHashSet<>();

  @Override
  public Optional<String> get(String key) {
    return Optional.ofNullable(entries.get(key));
  }

  @Override
  public void put(String key, String value) {
    if (key.length() + value.length() > CHARACTERS_MAX) {
      throw new IllegalStateException(
          "a processor may remember entries of " + CHARACTERS_MAX + " characters at most");
    }
    entries.remove(key);
    if (entries.size() >= ENTRIES_MAX) {
      throw new IllegalStateException(
          "a processor may remember " + ENTRIES_MAX + " entries at most");
    }
    entries.put(key, value);
    changed.add(key);
  }

  @Override
  public void remove(String key) {
    if (entries.remove(key) != null) {
      changed.add(key);
    }
  }

  @Override
  public Map<String, String> all() {
    return new LinkedHashMap<>(entries);
  }

  /** What the log says; changes that were not committed are forgotten. */
  void restore(Map<String, String> committed) {
    entries.clear();
    entries.putAll(committed);
    changed.clear();
  }

  /** The changed entries, empty for those removed; from now on nothing counts as changed. */
  Map<String, Optional<String>> takeChanges() {
    var changes = new LinkedHashMap<String, Optional<String>>();
    changed.forEach(key -> changes.put(key, get(key)));
    changed.clear();
    return changes;
  }
}
