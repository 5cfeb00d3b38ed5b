package dev.weft.flow;

import dev.weft.spi.FlowTopics;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.errors.TopicExistsException;

/** The topics that belong to the runner. */
final class SystemTopics {
  /** Compacted: the position of each source, and which runner has each flow. */
  static final String STATE = FlowTopics.STATE;

  /** Compacted: what waits in connections when a unit of work is committed. */
  static final String QUEUE = FlowTopics.QUEUE;

  /** Append-only: a hop per output partition and unit of work. */
  static final String TRACE = FlowTopics.TRACE;

  /** Kept for a day: what happened to FlowFiles while somebody recorded it. */
  static final String EVENTS = "_weft.flow.events";

  private static final int STATE_PARTITIONS = 8;
  private static final int TRACE_PARTITIONS = 4;

  private SystemTopics() {}

  /** Creates those that are missing, with the cluster's own replication. */
  static void ensure(Admin admin) throws ExecutionException, InterruptedException {
    var state = compacted(STATE);
    var queue = compacted(QUEUE);
    var trace =
        new NewTopic(TRACE, Optional.of(TRACE_PARTITIONS), Optional.empty())
            .configs(Map.of("retention.ms", "-1", "max.message.bytes", "1048588"));
    var events =
        new NewTopic(EVENTS, Optional.of(1), Optional.empty())
            .configs(
                Map.of(
                    "retention.ms", "86400000",
                    "retention.bytes", "134217728",
                    "segment.bytes", "16777216",
                    "max.message.bytes", "1048588"));
    for (var created : admin.createTopics(List.of(state, queue, trace, events)).values().values()) {
      try {
        created.get();
      } catch (ExecutionException e) {
        if (!(e.getCause() instanceof TopicExistsException)) {
          throw e;
        }
      }
    }
  }

  private static NewTopic compacted(String name) {
    return new NewTopic(name, Optional.of(STATE_PARTITIONS), Optional.empty())
        .configs(
            Map.of(
                "cleanup.policy", "compact",
                // Read as a whole when a flow starts, so keep what is not compacted small.
                "segment.bytes", "4194304",
                "segment.ms", "600000",
                "min.cleanable.dirty.ratio", "0.1",
                "max.message.bytes", "1048588"));
  }
}
