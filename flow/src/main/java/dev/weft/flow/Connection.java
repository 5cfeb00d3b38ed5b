package dev.weft.flow;

import dev.weft.spi.flow.FlowFile;
import java.util.ArrayDeque;
import java.util.List;

/**
 * A bounded queue from one relationship to what follows. When it is full, whoever adds to it waits
 * until the other end has taken everything: a large file passes in pieces. For one thread; its
 * length may be read by any.
 */
final class Connection {
  private final String from;
  private final String relationship;
  private final String to;
  private final Target target;
  private final int recordsMax;
  private final ArrayDeque<FlowFile> queue = new ArrayDeque<>();
  private volatile int queued;

  Connection(String from, String relationship, String to, Target target, int recordsMax) {
    this.from = from;
    this.relationship = relationship;
    this.to = to;
    this.target = target;
    this.recordsMax = recordsMax;
  }

  /** Whether there is room; an empty queue takes a FlowFile of any size. */
  boolean hasRoomFor(FlowFile flowFile) {
    return queue.isEmpty() || queued + Target.records(flowFile) <= recordsMax;
  }

  void add(FlowFile flowFile) {
    queue.add(flowFile);
    grow(Target.records(flowFile));
  }

  /** Hands everything on, in order. */
  void deliver(List<String> path) {
    for (var next = queue.peek(); next != null; next = queue.peek()) {
      target.accept(next, path);
      queue.remove();
      grow(-Target.records(next));
    }
  }

  void clear() {
    queue.clear();
    queued = 0;
  }

  // One thread writes, so this is no race; volatile is for those who read.
  private void grow(int records) {
    var now = queued;
    queued = now + records;
  }

  FlowStatus.ConnectionStatus status() {
    return new FlowStatus.ConnectionStatus(from, relationship, to, queued);
  }
}
