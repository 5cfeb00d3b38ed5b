package dev.weft.flow;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * What a runner asks of the log besides writing: its flows' own records, and where they end. In the
 * server that is Kafka; a host outside asks the server, since only Weft reads those topics. Methods
 * throw a RuntimeException when the log does not answer. Safe for any thread.
 */
public interface FlowLogReader extends AutoCloseable {
  /** One of the topics in which all of a flow is in one partition. */
  enum Kept {
    STATE(SystemTopics.STATE),
    QUEUE(SystemTopics.QUEUE);

    private final String topic;

    Kept(String topic) {
      this.topic = topic;
    }

    /** Its name on the broker. */
    public String topic() {
      return topic;
    }
  }

  /** How far is read. */
  enum Until {
    /** To the end as it is now, open transactions included, for whose ends it waits. */
    ALL_HAVE_ENDED,
    /** To what is committed now, without waiting: one of the open transactions may be our own. */
    COMMITTED
  }

  /** One record of a flow; its value is null for a tombstone. */
  final class Logged {
    private final long offset;
    private final String key;
    private final byte[] value;

    public Logged(long offset, String key, byte[] value) {
      this.offset = offset;
      this.key = key;
      this.value = value;
    }

    public long offset() {
      return offset;
    }

    public String key() {
      return key;
    }

    /** Not to be changed. */
    public byte[] value() {
      return value;
    }
  }

  /** The partition that holds all of a flow, in either topic. */
  int partition(String flow);

  /** Where the flow's partition of the state topic ends now, open transactions included. */
  long end(String flow);

  /** Gives every committed record of the flow, in order; others' may be among them. */
  void read(Kept kept, String flow, Until until, Consumer<Logged> each);

  /**
   * Whether a port may have committed records beyond these offsets, or other partitions. In doubt
   * it has: who asks then reads, through the gateway.
   *
   * @param next the next offset of each partition
   */
  default boolean hasNews(String topic, Map<Integer, Long> next) {
    return true;
  }

  /** Whether these topics exist. */
  boolean hasTopics(List<String> topics);

  @Override
  void close();
}
