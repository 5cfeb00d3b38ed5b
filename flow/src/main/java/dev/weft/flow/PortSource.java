package dev.weft.flow;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weft.model.DataRecord;
import dev.weft.model.Json;
import dev.weft.model.KafkaAccess;
import dev.weft.model.PortName;
import dev.weft.model.json.JsonFields;
import dev.weft.model.json.JsonFieldsReader;
import dev.weft.spi.RecordDecoder;
import dev.weft.spi.flow.Content;
import dev.weft.spi.flow.Content.Origin;
import dev.weft.spi.flow.Content.Traced;
import dev.weft.spi.flow.FlowFile;
import dev.weft.spi.flow.RetryableException;
import dev.weft.spi.flow.SourceProcessor;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads a port through the gateway, with the credentials of the flow's product. Its position is the
 * next offset of each partition. It joins no group: between polls it has no thread.
 */
final class PortSource implements SourceProcessor {
  private static final Logger log = LoggerFactory.getLogger(PortSource.class);
  private static final Duration POLL = Duration.ofMillis(50);
  private static final Duration ASK_WITHIN = Duration.ofSeconds(10);
  private static final long NEW_PARTITIONS_NANOS = Duration.ofSeconds(30).toNanos();

  /**
   * Of one poll, which is one FlowFile: it can wait, or be kept with an event. While there is more
   * a unit of work has several; larger ones would live longer in memory and cost more to collect.
   */
  private static final int RECORDS_MAX = 5_000;

  private static final int FETCH_BYTES = 8 * 1024 * 1024;

  private final PortName port;
  private final ConsumePort.From from;
  private final Supplier<KafkaAccess> gateway;
  private final RecordDecoder decoder;
  private final String client;
  private final JsonFieldsReader fields = new JsonFieldsReader();
  private KafkaConsumer<byte[], byte[]> consumer;
  private Map<TopicPartition, Long> next = Map.of();
  private long partitionsAt;

  PortSource(
      ConsumePort.Settings settings,
      Supplier<KafkaAccess> gateway,
      RecordDecoder decoder,
      String client) {
    this.port = settings.portName();
    this.from = settings.from();
    this.gateway = gateway;
    this.decoder = decoder;
    this.client = client;
  }

  @Override
  public Batch poll(Optional<JsonNode> position) throws RetryableException, InterruptedException {
    try {
      return read(position);
    } catch (InterruptException e) {
      // The flag is set again by the exception; closing would give up at once because of it.
      Thread.interrupted();
      close();
      throw new InterruptedException();
    } catch (OffsetOutOfRangeException e) {
      return skip(e);
    } catch (AuthorizationException e) {
      close();
      throw new RetryableException(
          "The flow's product may not read " + port + "; ask for a subscription.", e);
    } catch (AuthenticationException e) {
      close();
      throw new RetryableException("The gateway does not know the flow's product.", e);
    } catch (KafkaException e) {
      close();
      throw new RetryableException("Port " + port + " cannot be read: " + Faults.words(e), e);
    }
  }

  private Batch read(Optional<JsonNode> position) throws RetryableException {
    var begins = position.isEmpty();
    assign(position);
    if (begins) {
      // Where it begins is committed before anything is read: "latest" must not move.
      return new Batch(List.of(), Optional.of(position()), true);
    }
    var records = consumer.poll(POLL);
    var items = new ArrayList<Traced>(records.count());
    var files = new ArrayList<FlowFile>();
    var isJson = decoder.isJson(port);
    for (var partition : records.partitions()) {
      var source = partition.topic() + "/" + partition.partition();
      for (var record : records.records(partition)) {
        add(record, source, isJson, items, files);
      }
    }
    next.replaceAll((partition, offset) -> consumer.position(partition));
    if (!items.isEmpty()) {
      files.add(new FlowFile(Map.of("port", port.topic()), new Content.Records(items)));
    }
    var moved = !isAt(position);
    return moved ? new Batch(files, Optional.of(position()), !files.isEmpty()) : Batch.EMPTY;
  }

  /** What is no record is passed on as bytes: the next processor's failure takes it. */
  private void add(
      ConsumerRecord<byte[], byte[]> record,
      String source,
      boolean isJson,
      List<Traced> items,
      List<FlowFile> files) {
    if (record.value() == null) {
      return;
    }
    var origin = new Origin(source, "offset", record.offset());
    var asItIs = isJson ? fields.read(record.value()) : Optional.<JsonFields>empty();
    if (asItIs.isPresent()) {
      items.add(new Traced(new DataRecord(asItIs.get()), origin));
      return;
    }
    var text = decoder.json(port, record.value()).orElse(record.value());
    try (JsonParser json = Json.MAPPER.createParser(text)) {
      var decoded = JsonRecords.read(json);
      items.add(new Traced(decoded, origin));
    } catch (IOException e) {
      var value = record.value();
      files.add(
          new FlowFile(
              Map.of("error.message", "A record of " + source + " is no record."),
              new Content.Bytes(() -> new ByteArrayInputStream(value), value.length, origin)));
    }
  }

  private void assign(Optional<JsonNode> position) throws RetryableException {
    var due = System.nanoTime() - partitionsAt > NEW_PARTITIONS_NANOS;
    if (consumer == null) {
      consumer =
          new KafkaConsumer<>(
              properties(), new ByteArrayDeserializer(), new ByteArrayDeserializer());
      due = true;
    }
    if (due || !isAt(position)) {
      seek(position.map(wanted -> (ObjectNode) wanted).orElse(null));
      partitionsAt = System.nanoTime();
    }
  }

  /**
   * Takes the partitions as they are now; those that a position does not know are new: all of it.
   */
  private void seek(ObjectNode position) throws RetryableException {
    var partitions =
        consumer.partitionsFor(port.topic(), ASK_WITHIN).stream()
            .map(info -> new TopicPartition(info.topic(), info.partition()))
            .toList();
    if (partitions.isEmpty()) {
      throw new RetryableException("Port " + port + " does not exist yet.", null);
    }
    consumer.assign(partitions);
    var fresh = partitions.stream().filter(each -> !has(position, each)).toList();
    var latest = position == null && from == ConsumePort.From.LATEST;
    var starts =
        latest
            ? consumer.endOffsets(fresh, ASK_WITHIN)
            : consumer.beginningOffsets(fresh, ASK_WITHIN);
    next = new HashMap<>(starts);
    for (var partition : partitions) {
      if (has(position, partition)) {
        next.put(partition, position.get("" + partition.partition()).asLong());
      }
    }
    next.forEach(consumer::seek);
  }

  /** The next offset of each partition, as of the last poll. */
  Map<Integer, Long> next() {
    return next.entrySet().stream()
        .collect(Collectors.toMap(each -> each.getKey().partition(), Map.Entry::getValue));
  }

  private static boolean has(ObjectNode position, TopicPartition partition) {
    return position != null && position.has("" + partition.partition());
  }

  /** Whether the position is what comes next; numbers read back may have another width. */
  boolean isAt(Optional<JsonNode> position) {
    return position.isPresent()
        && position.get().size() == next.size()
        && next.entrySet().stream()
            .allMatch(
                each ->
                    position.get().path("" + each.getKey().partition()).asLong(-1)
                        == each.getValue());
  }

  /** What a position says: the next offset of each partition. */
  static Map<Integer, Long> offsets(JsonNode position) {
    var all = new TreeMap<Integer, Long>();
    position
        .properties()
        .forEach(each -> all.put(Integer.valueOf(each.getKey()), each.getValue().asLong()));
    return all;
  }

  private ObjectNode position() {
    var position = Json.object();
    next.entrySet().stream()
        .sorted((a, b) -> Integer.compare(a.getKey().partition(), b.getKey().partition()))
        .forEach(each -> position.put("" + each.getKey().partition(), each.getValue()));
    return position;
  }

  /** The port no longer keeps what was to come next: goes on with the oldest that it has. */
  private Batch skip(OffsetOutOfRangeException e) {
    var lost = e.offsetOutOfRangePartitions();
    log.warn("{} no longer has {}; the flow goes on with the oldest records there are", port, lost);
    next.putAll(consumer.beginningOffsets(lost.keySet(), ASK_WITHIN));
    next.forEach(consumer::seek);
    return new Batch(List.of(), Optional.of(position()), true);
  }

  private Properties properties() {
    var properties = gateway.get().clientProperties();
    properties.put(ConsumerConfig.CLIENT_ID_CONFIG, client);
    properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
    properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
    // The answer comes with the first record all the same; an idle flow asks seldom.
    properties.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 5_000);
    properties.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, RECORDS_MAX);
    properties.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, FETCH_BYTES / 2);
    properties.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, FETCH_BYTES);
    properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, "false");
    return properties;
  }

  @Override
  public void close() {
    if (consumer != null) {
      consumer.close(CloseOptions.timeout(Duration.ofSeconds(1)));
      consumer = null;
    }
  }
}
