package dev.weft.spi.flow;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weft.spi.flow.SourceProcessor.Batch;
import java.util.List;
import java.util.Optional;

/**
 * The batch of a source to which the outside gives everything once, such as messages or requests.
 * It is handed out again until it is committed, so that nothing is lost when a unit of work is
 * given up and tried again. For one thread.
 *
 * @param <T> what is told of the commit, such as a message to acknowledge
 */
public final class HeldBatch<T> {
  private record Held<T>(List<T> taken, Batch batch, JsonNode position) {}

  private Optional<Held<T>> held = Optional.empty();

  /** The batch that is not known to be committed. */
  public Optional<Batch> batch() {
    return held.map(Held::batch);
  }

  /** Holds a batch, which must have a position that no other batch has. */
  public Batch hold(List<T> taken, Batch batch) {
    held = Optional.of(new Held<>(List.copyOf(taken), batch, batch.position().orElseThrow()));
    return batch;
  }

  /** What the batch with this position was made of; it is held no longer. Empty if it is not. */
  public List<T> committed(JsonNode position) {
    var known = held.filter(one -> one.position().equals(position));
    if (known.isEmpty()) {
      return List.of();
    }
    held = Optional.empty();
    return known.get().taken();
  }
}
