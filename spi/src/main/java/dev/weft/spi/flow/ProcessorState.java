package dev.weft.spi.flow;

import java.util.Map;
import java.util.Optional;

/**
 * What a processor must remember across restarts: small texts by key. What is put is committed
 * together with the output of the same unit of work, or not at all; a processor sees its own
 * changes at once. For the thread that calls the processor.
 *
 * <p>At most {@value #ENTRIES_MAX} entries, of {@value #CHARACTERS_MAX} characters with their key
 * each; more throw an IllegalStateException, so a processor limits itself by its settings.
 */
public interface ProcessorState {
  /** The most entries of one processor. */
  int ENTRIES_MAX = 100_000;

  /** The longest entry, in characters of key and value. */
  int CHARACTERS_MAX = 10_000;

  Optional<String> get(String key);

  void put(String key, String value);

  void remove(String key);

  /** All entries, oldest change first; a copy. */
  Map<String, String> all();
}
