package dev.weft.flow;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weft.spi.flow.FlowFile;
import dev.weft.spi.flow.SourceProcessor;
import dev.weft.spi.flow.SourceProcessor.Batch;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** One source of a flow: its position, and when it is due. For one thread at a time. */
final class Lane {
  private static final long IDLE_FIRST_MILLIS = 20;
  private static final long IDLE_LONGEST_MILLIS = 500;

  private final String name;
  private final SourceProcessor source;
  private final Outlets outlets;
  private final Optional<Duration> every;
  private Optional<JsonNode> position = Optional.empty();
  private boolean polled;
  private long dueMillis;
  private long idleMillis = IDLE_FIRST_MILLIS;

  Lane(String name, SourceProcessor source, Outlets outlets, Optional<Duration> every) {
    this.name = name;
    this.source = source;
    this.outlets = outlets;
    this.every = every;
  }

  String name() {
    return name;
  }

  SourceProcessor source() {
    return source;
  }

  Optional<JsonNode> position() {
    return position;
  }

  long dueMillis() {
    return dueMillis;
  }

  /** The log says that this is the position; it may know of a commit whose answer got lost. */
  void resume(Optional<JsonNode> committed) {
    var news = polled && committed.isPresent() && !committed.equals(position);
    position = committed;
    if (news) {
      source.committed(committed.get());
    }
  }

  void emit(FlowFile flowFile) {
    outlets.begin(List.of(name));
    outlets.emit("success", flowFile);
    outlets.deliver();
  }

  /** The batch is done: its position is committed, and the next poll is planned. */
  void advance(Batch batch, long polledAtMillis, long nowMillis) {
    polled = true;
    var idle = batch.flowFiles().isEmpty() && batch.position().isEmpty();
    idleMillis = idle ? Math.min(idleMillis * 2, IDLE_LONGEST_MILLIS) : IDLE_FIRST_MILLIS;
    if (batch.more()) {
      dueMillis = nowMillis;
    } else if (every.isPresent()) {
      dueMillis = Math.max(nowMillis, polledAtMillis + every.get().toMillis());
    } else {
      dueMillis = idle ? nowMillis + idleMillis : nowMillis;
    }
    batch
        .position()
        .ifPresent(
            committed -> {
              position = Optional.of(committed);
              source.committed(committed);
            });
  }

  void clear() {
    outlets.clear();
  }
}
