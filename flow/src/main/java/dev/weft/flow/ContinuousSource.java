package dev.weft.flow;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weft.spi.flow.SourceProcessor;
import java.time.Duration;
import java.util.Optional;

/** A source that can say what follows a batch before that batch is committed. */
interface ContinuousSource extends SourceProcessor {
  /**
   * The batch after this position, when there is something to be had of it within that time. What
   * is in the way of reading is said by the next {@link #poll}. Obeys interruption.
   */
  Optional<Batch> following(Optional<JsonNode> position, Duration within);
}
