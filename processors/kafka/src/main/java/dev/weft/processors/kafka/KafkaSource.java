package dev.weft.processors.kafka;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weft.model.Json;
import dev.weft.spi.flow.Content.Origin;
import dev.weft.spi.flow.Content.Records;
import dev.weft.spi.flow.Content.Traced;
import dev.weft.spi.flow.FlowFile;
import dev.weft.spi.flow.RetryableException;
import dev.weft.spi.flow.SourceProcessor;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads on from the offsets of the position, in all partitions there are. */
final class KafkaSource implements SourceProcessor {
  private static final Duration LONGEST_WAIT = Duration.ofMillis(200);
  private static final Duration LOOK_FOR_PARTITIONS = Duration.ofMinutes(1);

  private final ConsumeKafka.Settings settings;
  private final KafkaAddress address;
  private final Clock clock;
  private Optional<Consumer<byte[], byte[]>> consumer = Optional.empty();
  private Instant looked = Instant.MIN;

  /** Where the consumer stands; a position that says something else makes it go back. */
  private Map<TopicPartition, Long> at = Map.of();

  KafkaSource(ConsumeKafka.Settings settings, KafkaAddress address, Clock clock) {
    this.settings = settings;
    this.address = address;
    this.clock = clock;
  }

  @Override
  public Batch poll(Optional<JsonNode> position) throws RetryableException, InterruptedException {
    try {
      return read(position);
    } catch (InterruptException e) {
      close();
      throw new InterruptedException("asked to stop while reading " + address.title());
    } catch (KafkaException e) {
      close();
      throw new RetryableException(address.title() + ": " + e.getMessage(), e);
    }
  }

  private Batch read(Optional<JsonNode> position) throws RetryableException {
    var reading = consumer.orElseGet(this::open);
    consumer = Optional.of(reading);
    var before = offsets(position);
    if (!before.equals(at) || looked.plus(LOOK_FOR_PARTITIONS).isBefore(clock.instant())) {
      assign(reading, before, position.isPresent());
    }
    var messages = reading.poll(LONGEST_WAIT);
    var files = new ArrayList<FlowFile>();
    var items = new ArrayList<Traced>();
    for (var message : messages) {
      add(message, files, items);
    }
    if (!items.isEmpty()) {
      files.add(new FlowFile(Map.of("kafka.cluster", address.title()), new Records(items)));
    }
    var after = new TreeMap<String, Long>();
    var next = new LinkedHashMap<TopicPartition, Long>();
    for (var partition : reading.assignment()) {
      var offset = reading.position(partition);
      next.put(partition, offset);
      after.put(partition.topic() + "/" + partition.partition(), offset);
    }
    var moved = !next.equals(before);
    at = next;
    return moved
        ? new Batch(files, Optional.of(Json.tree(Map.of("offsets", after))), true)
        : new Batch(List.of(), Optional.empty(), true);
  }

  private void add(
      ConsumerRecord<byte[], byte[]> message, List<FlowFile> files, List<Traced> items) {
    var source = address.title() + "/" + message.topic() + "/" + message.partition();
    var origin = new Origin(source, "offset", message.offset());
    if (settings.output() == ConsumeKafka.Output.RECORDS) {
      items.add(new Traced(Messages.record(message), origin));
    } else {
      files.add(Messages.flowFile(message, origin));
    }
  }

  private static Map<TopicPartition, Long> offsets(Optional<JsonNode> position) {
    var offsets = new LinkedHashMap<TopicPartition, Long>();
    position.ifPresent(
        kept ->
            kept.path("offsets")
                .forEachEntry(
                    (name, offset) -> {
                      var slash = name.lastIndexOf('/');
                      var number = Integer.parseInt(name.substring(slash + 1));
                      offsets.put(
                          new TopicPartition(name.substring(0, slash), number), offset.asLong());
                    }));
    return offsets;
  }

  /** A partition that comes later is read from its beginning: nobody has seen its messages. */
  private void assign(
      Consumer<byte[], byte[]> reading, Map<TopicPartition, Long> before, boolean begun)
      throws RetryableException {
    var partitions = new ArrayList<TopicPartition>();
    for (var topic : settings.topics()) {
      var found = reading.partitionsFor(topic);
      if (found.isEmpty()) {
        throw new RetryableException(
            address.title() + " has no topic " + topic + ", or does not show it.", null);
      }
      found.forEach(each -> partitions.add(new TopicPartition(topic, each.partition())));
    }
    reading.assign(partitions);
    for (var partition : partitions) {
      var known = before.get(partition);
      if (known != null) {
        reading.seek(partition, known);
      } else if (begun || settings.from() == ConsumeKafka.From.EARLIEST) {
        reading.seekToBeginning(List.of(partition));
      } else {
        reading.seekToEnd(List.of(partition));
      }
    }
    looked = clock.instant();
  }

  private Consumer<byte[], byte[]> open() {
    var properties = address.properties();
    properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    properties.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, settings.batch());
    properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    properties.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 10_000);
    properties.put(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, 10_000);
    return new KafkaConsumer<>(
        properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  @Override
  public void close() {
    var open = consumer;
    consumer = Optional.empty();
    at = Map.of();
    looked = Instant.MIN;
    try {
      open.ifPresent(Consumer::close);
    } catch (InterruptException e) {
      // Asked to stop, which whoever asked knows; the connection is gone either way.
      Thread.currentThread().interrupt();
    }
  }
}
