package dev.weft.gateway.wire;

import org.apache.kafka.common.memory.MemoryPool;
import org.apache.kafka.common.memory.SimpleMemoryPool;

/**
 * The memory for answers of the brokers that are on their way to one event loop's clients. A fetch
 * may ask for an eighth of what is neither used nor promised to others, so that readers who do not
 * take their answers share what they hold, and leave room for those who do. For one thread.
 */
final class AnswerMemory {
  private static final int SHARE = 8;
  private static final int LEAST_BYTES = 64 * 1024;

  private final long size;
  private final MemoryPool pool;
  private long promised;

  AnswerMemory(long size) {
    this.size = size;
    // Not strict: the last piece may be larger than what is left, or a large batch would never fit.
    this.pool = new SimpleMemoryPool(size, (int) Math.min(size, Integer.MAX_VALUE), false, null);
  }

  MemoryPool pool() {
    return pool;
  }

  /** Promises as many of these bytes as there can be now. */
  int promise(int wanted) {
    var free = Math.max(0, pool.availableMemory() - promised);
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
