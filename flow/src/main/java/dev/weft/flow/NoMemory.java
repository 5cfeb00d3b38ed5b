package dev.weft.flow;

import dev.weft.spi.flow.ProcessorState;
import java.util.Map;
import java.util.Optional;

/**
 * The memory of a processor that may have none. Whoever uses it has a fault, and its flow stops.
 */
record NoMemory(String processor) implements ProcessorState {
  @Override
  public Optional<String> get(String key) {
    throw refused();
  }

  @Override
  public void put(String key, String value) {
    throw refused();
  }

  @Override
  public void remove(String key) {
    throw refused();
  }

  @Override
  public Map<String, String> all() {
    throw refused();
  }

  private IllegalStateException refused() {
    return new IllegalStateException(
        "'" + processor + "' remembers something: it cannot have concurrent tasks");
  }
}
