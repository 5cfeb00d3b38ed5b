package dev.weft.flow;

import dev.weft.spi.flow.ProcessorState;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What one processor remembers, and what its entries were before the open unit of work changed
 * them. It is written with that unit, or goes back with it. For one thread at a time.
 */
final class ProcessorMemory implements ProcessorState {
  private final Map<String, String> entries = new LinkedHashMap<>();
  private final Map<String, Optional<String>> before = new LinkedHashMap<>();

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
    before.putIfAbsent(key, get(key));
    entries.remove(key);
    if (entries.size() >= ENTRIES_MAX) {
      throw new IllegalStateException(
          "a processor may remember " + ENTRIES_MAX + " entries at most");
    }
    entries.put(key, value);
  }

  @Override
  public void remove(String key) {
    if (entries.containsKey(key)) {
      before.putIfAbsent(key, get(key));
      entries.remove(key);
    }
  }

  @Override
  public Map<String, String> all() {
    var all = new LinkedHashMap<>(entries);
    all.remove(Gathered.LAST);
    return all;
  }

  /** What the log says. */
  void restore(Map<String, String> committed) {
    entries.clear();
    entries.putAll(committed);
    before.clear();
  }

  /** The entries that the unit has changed as they are now, empty for those removed. */
  Map<String, Optional<String>> changes() {
    var changes = new LinkedHashMap<String, Optional<String>>();
    before.forEach(
        (key, was) -> {
          if (!was.equals(get(key))) {
            changes.put(key, get(key));
          }
        });
    return changes;
  }

  /** The changes are committed. */
  void committed() {
    before.clear();
  }

  /** The changes have not happened; the order of the entries may differ from what it was. */
  void rollBack() {
    before.forEach(
        (key, was) -> {
          entries.remove(key);
          was.ifPresent(value -> entries.put(key, value));
        });
    before.clear();
  }
}
