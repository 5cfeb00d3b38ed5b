package dev.weft.gateway.wire;

import dev.weft.model.Priority;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.function.LongSupplier;
import org.apache.kafka.common.memory.MemoryPool;
import org.apache.kafka.common.memory.SimpleMemoryPool;

/**
 * The memory for answers of the brokers that are on their way to one event loop's clients. A fetch
 * may ask for an eighth of what is neither used nor promised to others, so that readers who do not
 * take their answers share what they hold, and leave room for those who do.
 *
 * <p>While more urgent readers are there, normal ones leave a quarter to them, and bulk ones a
 * half. Who finds no more than that waits, for a second at most, so that they go on however long it
 * lasts; and nobody waits for somebody who asks for nothing. For one thread.
 */
final class AnswerMemory {
  private static final int SHARE = 8;
  private static final int LEAST_BYTES = 64 * 1024;
  private static final Duration WAIT_MAX = Duration.ofSeconds(1);

  /** Who has asked for something in this time is there. */
  private static final Duration THERE = Duration.ofSeconds(1);

  private record Waiting(Runnable task, long since) {}

  private final long size;
  private final LongSupplier nanos;
  private final MemoryPool pool;
  private final Map<Priority, Long> asked = new EnumMap<>(Priority.class);
  private final Map<Priority, Queue<Waiting>> waiting = new EnumMap<>(Priority.class);
  private long promised;

  AnswerMemory(long size, LongSupplier nanos) {
    this.size = size;
    this.nanos = nanos;
    // Not strict: the last piece may be larger than what is left, or a large batch would never fit.
    this.pool = new SimpleMemoryPool(size, (int) Math.min(size, Integer.MAX_VALUE), false, null);
    for (var priority : Priority.values()) {
      waiting.put(priority, new ArrayDeque<>());
    }
  }

  MemoryPool pool() {
    return pool;
  }

  /** Runs the task now, or when there is room for somebody of this priority. */
  void whenThereIsRoom(Priority priority, Runnable task) {
    asked.put(priority, nanos.getAsLong());
    if (waiting.get(priority).isEmpty() && isRoomFor(priority)) {
      task.run();
    } else {
      waiting.get(priority).add(new Waiting(task, nanos.getAsLong()));
    }
  }

  /** Somebody who need not wait any more, the most urgent first. */
  Optional<Runnable> next() {
    for (var each : waiting.entrySet()) {
      var first = each.getValue().peek();
      if (first != null && (isRoomFor(each.getKey()) || isOver(first))) {
        return Optional.of(each.getValue().remove().task);
      }
    }
    return Optional.empty();
  }

  private boolean isOver(Waiting each) {
    return nanos.getAsLong() - each.since >= WAIT_MAX.toNanos();
  }

  private boolean isRoomFor(Priority priority) {
    return reserved(priority) == 0 || pool.availableMemory() > reserved(priority);
  }

  /** What is left to those who are more urgent. */
  private long reserved(Priority priority) {
    var others =
        asked.entrySet().stream()
            .anyMatch(
                each ->
                    each.getKey().compareTo(priority) < 0
                        && nanos.getAsLong() - each.getValue() < THERE.toNanos());
    return !others ? 0 : priority == Priority.BULK ? size / 2 : size / 4;
  }

  /** Promises as many of these bytes as there can be now. */
  int promise(int wanted, Priority priority) {
    var free = Math.max(0, pool.availableMemory() - promised - reserved(priority));
    var given = (int) Math.min(wanted, Math.max(Math.min(wanted, LEAST_BYTES), free / SHARE));
    promised += given;
    return given;
  }

  /** What was promised has come, and is counted by the pool, or will not come any more. */
  void keep(int given) {
    promised -= given;
  }

  /** Whether readers that take their time keep others from reading. */
  boolean isShort() {
    return pool.availableMemory() < size / 4;
  }
}
