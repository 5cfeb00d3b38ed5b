package dev.weft.spi.flow;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;

/**
 * Takes data in from outside.
 *
 * <p>The runner calls a source from one thread at a time. It calls {@link #poll} when its schedule
 * is due, or at once again while a batch says {@code more}; it passes the position of the last
 * batch whose output is committed, also after a restart. A source therefore keeps nothing that it
 * could not rebuild from the position.
 */
public interface SourceProcessor extends AutoCloseable {
  /**
   * The next batch after the position; empty when there is nothing now. Must return within some
   * seconds and obey interruption.
   */
  Batch poll(Optional<JsonNode> position) throws RetryableException, InterruptedException;

  /**
   * The batch's output is committed: tell the outside, such as answer an HTTP request. It may be
   * told never, or about a batch that was polled twice.
   */
  default void committed(JsonNode position) {}

  @Override
  default void close() {}

  /**
   * A batch, all of it committed or nothing.
   *
   * @param flowFiles are emitted on the relationship {@code success}
   * @param position where to go on after this batch, in the source's own terms; small
   * @param more whether to poll again without waiting for the schedule
   */
  record Batch(List<FlowFile> flowFiles, Optional<JsonNode> position, boolean more) {
    public Batch {
      flowFiles = List.copyOf(flowFiles);
    }

    public static final Batch EMPTY = new Batch(List.of(), Optional.empty(), false);
  }
}
