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
  private static final long IDLE_USUAL_MILLIS = 500;

  /** Of a source that has been idle for a minute. */
  private static final long IDLE_LONGEST_MILLIS = 1_000;

  private static final int BUSY_RECORDS = 1_000;

  /** What a commit costs is more than to wait so long for what it can be shared with. */
  private static final Duration FOLLOWS_WITHIN = Duration.ofMillis(20);

  private final Gate gate;
  private final SourceProcessor source;
  private final Outlets outlets;
  private final Timing timing;
  private final Optional<Long> yieldMillis;
  private List<Connection> reach = List.of();

  /** Others look at it, too. */
  private volatile Optional<JsonNode> position = Optional.empty();

  private boolean polled;
  private long dueMillis;
  private long idleMillis = IDLE_FIRST_MILLIS;

  Lane(Gate gate, SourceProcessor source, Outlets outlets, Timing timing, RunOptions options) {
    this.gate = gate;
    this.source = source;
    this.outlets = outlets;
    this.timing = timing;
    this.yieldMillis = options.yieldFor().map(Duration::toMillis);
  }

  String name() {
    return gate.processor();
  }

  /** The connections in which what it emits may have to wait. */
  void leadsTo(List<Connection> connections) {
    reach = List.copyOf(connections);
  }

  /** Whether it may be asked: it is not stopped, and nothing that it leads to is full. */
  boolean isOpen() {
    return gate.isOpen() && reach.stream().noneMatch(Connection::isFull);
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

  /** It begins; nothing is known of an earlier life. */
  void begin(long nowMillis) {
    dueMillis = timing.first(nowMillis);
  }

  /** It goes on where the lane of the same source was, whose flow has been changed. */
  void follow(Lane before) {
    position = before.position;
    polled = before.polled;
    dueMillis = before.dueMillis;
    idleMillis = before.idleMillis;
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
    outlets.begin(List.of(name()));
    outlets.emit("success", flowFile);
    outlets.deliver();
  }

  /** Whether the source had so much at once that more is to be expected. */
  static boolean isBusy(Batch batch) {
    return batch.position().isPresent()
        && batch.flowFiles().stream().mapToInt(Target::records).sum() >= BUSY_RECORDS;
  }

  /** What follows a batch that is not committed yet, if the source may be asked and has it. */
  Optional<Batch> following(Batch batch) {
    return isOpen() && source instanceof ContinuousSource continuous
        ? continuous.following(batch.position(), FOLLOWS_WITHIN)
        : Optional.empty();
  }

  /**
   * It does not answer for now. When its author has said how long it yields it is asked no sooner,
   * and the rest of the flow goes on.
   *
   * @return false when its author has not
   */
  boolean yields(long nowMillis) {
    yieldMillis.ifPresent(pause -> dueMillis = nowMillis + pause);
    return yieldMillis.isPresent();
  }

  /** The batch is done: its position is committed, and the next poll is planned. */
  void advance(Batch batch, long polledAtMillis, long nowMillis) {
    polled = true;
    var idle = batch.flowFiles().isEmpty() && batch.position().isEmpty();
    idleMillis = idle ? longer(idleMillis) : IDLE_FIRST_MILLIS;
    dueMillis =
        batch.more()
            ? nowMillis
            : timing.next(polledAtMillis, nowMillis, idle ? yieldMillis.orElse(idleMillis) : 0);
    batch
        .position()
        .ifPresent(
            committed -> {
              position = Optional.of(committed);
              source.committed(committed);
            });
  }

  private static long longer(long idleMillis) {
    return idleMillis < IDLE_USUAL_MILLIS
        ? Math.min(idleMillis * 2, IDLE_USUAL_MILLIS)
        : Math.min(idleMillis + idleMillis / 100, IDLE_LONGEST_MILLIS);
  }
}
