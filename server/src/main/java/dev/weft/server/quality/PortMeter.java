package dev.weft.server.quality;

import dev.weft.gateway.json.JsonRecords;
import dev.weft.model.DataRecord;
import dev.weft.model.PortName;
import dev.weft.model.json.BadJson;
import dev.weft.registry.quality.Figure;
import dev.weft.registry.quality.Meter;
import dev.weft.spi.RecordDecoder;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** One port that promises something: its meter, and where reading it stands. */
final class PortMeter {
  private final PortName port;
  private final long contractVersion;
  private final Meter meter;
  private final JsonRecords json = new JsonRecords();
  private List<TopicPartition> partitions = List.of();
  private List<TopicPartition> unread = List.of();
  private volatile boolean isCaughtUp;
  private volatile List<Figure> figures = List.of();

  PortMeter(PortName port, long contractVersion, Meter meter) {
    this.port = port;
    this.contractVersion = contractVersion;
    this.meter = meter;
  }

  PortName port() {
    return port;
  }

  long contractVersion() {
    return contractVersion;
  }

  Meter meter() {
    return meter;
  }

  /** Its partitions and that of its quarantine; empty while there is no topic. */
  List<TopicPartition> partitions() {
    return partitions;
  }

  void partitions(List<TopicPartition> found) {
    partitions = found;
    unread = found;
  }

  List<TopicPartition> unread() {
    return unread;
  }

  /** What was there at the beginning has been read, but for these. */
  void unread(List<TopicPartition> left) {
    unread = left;
    isCaughtUp = left.isEmpty() && !partitions.isEmpty();
  }

  boolean isCaughtUp() {
    return isCaughtUp;
  }

  /** The latest figures; empty before everything has been read. */
  List<Figure> figures() {
    return figures;
  }

  void judge(Instant now) {
    if (isCaughtUp) {
      figures = meter.figures(now);
    }
  }

  /**
   * @param readAt when it was read, if that is when it could be read first
   */
  void take(ConsumerRecord<byte[], byte[]> record, RecordDecoder decoder, OptionalLong readAt) {
    if (record.topic().equals(port.topic())) {
      var decoded =
          meter.objectives().needRecords() && record.value() != null
              ? decoded(record.value(), decoder)
              : Optional.<DataRecord>empty();
      meter.record(decoded, record.timestamp(), readAt);
    } else {
      meter.quarantined(record.timestamp());
    }
  }

  private Optional<DataRecord> decoded(byte[] value, RecordDecoder decoder) {
    try {
      return decoder.json(port, value).map(text -> json.read(text, 0, text.length));
    } catch (BadJson e) {
      return Optional.empty();
    }
  }
}
