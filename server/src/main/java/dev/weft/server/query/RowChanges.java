package dev.weft.server.query;

import dev.weft.model.PortName;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** What has to be written to a port so that it holds other rows than before. */
final class RowChanges {
  private final PortName port;
  private final TopicRows after;
  private final Set<ByteBuffer> changed = new HashSet<>();
  private final Set<ByteBuffer> removed = new HashSet<>();

  RowChanges(PortName port, TopicRows before, TopicRows after) {
    this.port = port;
    this.after = after;
    removed.addAll(before.byKey().keySet());
    removed.removeAll(after.byKey().keySet());
    after
        .byKey()
        .forEach(
            (key, row) -> {
              var old = before.byKey().get(key);
              if (old == null || !old.hash().equals(row.hash())) {
                changed.add(key);
              }
            });
  }

  PortName port() {
    return port;
  }

  boolean isNone() {
    return changed.isEmpty() && removed.isEmpty();
  }

  long changed() {
    return changed.size();
  }

  Set<ByteBuffer> removed() {
    return removed;
  }

  /** Whether a record of the topic beside is a row that is new, or other than before. */
  boolean isWritten(ConsumerRecord<byte[], byte[]> record) {
    if (record.key() == null || record.value() == null) {
      return false;
    }
    var key = ByteBuffer.wrap(record.key());
    return changed.contains(key) && after.byKey().get(key).isAt(record);
  }
}
