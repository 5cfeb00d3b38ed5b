package dev.weft.gateway.wire;

import java.nio.ByteBuffer;
import org.apache.kafka.common.memory.MemoryPool;
import org.apache.kafka.common.memory.SimpleMemoryPool;

/**
 * The memory for large requests of clients. What is announced takes its room before it comes, so
 * announcing a lot on many connections must not take the whole heap. Small requests always have
 * room: one on each connection is no danger, and without them nothing would go on.
 */
final class RequestMemory implements MemoryPool {
  private static final int SMALL_BYTES = 64 * 1024;

  private final MemoryPool large;

  RequestMemory(long size) {
    this.large = new SimpleMemoryPool(size, (int) Math.min(size, Integer.MAX_VALUE), false, null);
  }

  @Override
  public ByteBuffer tryAllocate(int bytes) {
    return bytes <= SMALL_BYTES ? ByteBuffer.allocate(bytes) : large.tryAllocate(bytes);
  }

  @Override
  public void release(ByteBuffer buffer) {
    if (buffer.capacity() > SMALL_BYTES) {
      large.release(buffer);
    }
  }

  @Override
  public long size() {
    return large.size();
  }

  @Override
  public long availableMemory() {
    return large.availableMemory();
  }

  @Override
  public boolean isOutOfMemory() {
    return large.isOutOfMemory();
  }
}
