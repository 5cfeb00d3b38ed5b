package dev.weft.flow;

import dev.weft.model.Json;
import dev.weft.model.KafkaAccess;
import dev.weft.spi.flow.FlowFile;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.zip.GZIPInputStream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The recorded events of one flow. The topic is small by its limits, so each question reads it
 * whole. Throws {@link KafkaException} when the log does not answer. For any thread.
 */
public final class RecordedEvents {
  private static final Logger log = LoggerFactory.getLogger(RecordedEvents.class);
  private static final Duration WITHIN = Duration.ofSeconds(20);

  /**
   * What has just been committed is readable a moment later; behind a transaction that stays open
   * nothing is, and the answer has what is before it.
   */
  private static final Duration NOTHING_COMES = Duration.ofSeconds(2);

  private static final int RELATIVES_MAX = 10_000;

  private final KafkaAccess broker;
  private final LongSupplier end;
  private final String flow;

  /** {@code end} says where the topic ends now, open transactions included. */
  RecordedEvents(KafkaAccess broker, LongSupplier end, String flow) {
    this.broker = broker;
    this.end = end;
    this.flow = flow;
  }

  /** The newest that pass, oldest first. */
  public List<FlowEvent> find(Predicate<FlowEvent> wanted, int limit) {
    Deque<FlowEvent> newest = new ArrayDeque<>();
    each(
        (event, record) -> {
          if (wanted.test(event)) {
            newest.addLast(event);
            if (newest.size() > limit) {
              newest.removeFirst();
            }
          }
        });
    return List.copyOf(newest);
  }

  /** All events of a FlowFile, of what it was made of and of what was made of it, oldest first. */
  public List<FlowEvent> family(String flowFile) {
    var all = find(event -> true, Integer.MAX_VALUE);
    var members = new HashSet<String>();
    members.add(flowFile);
    for (var before = 0; before < members.size() && members.size() < RELATIVES_MAX; ) {
      before = members.size();
      for (var event : all) {
        var its = new ArrayList<>(event.parents());
        its.addAll(event.children());
        its.add(event.flowFile());
        if (members.contains(event.flowFile())
            || event.parents().stream().anyMatch(members::contains)) {
          members.addAll(its);
        }
      }
    }
    return all.stream().filter(event -> members.contains(event.flowFile())).toList();
  }

  /** An event with the FlowFile as it came to the processor, if that is held. */
  public record Held(FlowEvent event, Optional<FlowFile> flowFile) {}

  /** The event with this id; empty when it is not kept any more. */
  public Optional<Held> one(String id) {
    var found = new ArrayList<Held>(1);
    each(
        (event, record) -> {
          if (event.id().equals(id)) {
            found.add(new Held(event, content(record)));
          }
        });
    return found.stream().findFirst();
  }

  private static Optional<FlowFile> content(ConsumerRecord<byte[], byte[]> record) {
    var content = record.headers().lastHeader(FlowEvents.CONTENT);
    if (content == null) {
      return Optional.empty();
    }
    try (var gzip = new GZIPInputStream(new ByteArrayInputStream(content.value()))) {
      return Optional.of(FlowFileCodec.decode(gzip.readAllBytes()).flowFile());
    } catch (IOException e) {
      log.warn("The content of an event cannot be read: {}", Faults.words(e));
      return Optional.empty();
    }
  }

  private void each(BiConsumer<FlowEvent, ConsumerRecord<byte[], byte[]>> then) {
    var properties = broker.clientProperties();
    properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
    properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, "false");
    var partition = new TopicPartition(SystemTopics.EVENTS, 0);
    try (var consumer =
        new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      var last = end.getAsLong();
      var deadline = System.nanoTime() + NOTHING_COMES.toNanos();
      for (var at = 0L; at < last && System.nanoTime() < deadline; ) {
        for (var record : consumer.poll(Duration.ofMillis(200))) {
          event(record).ifPresent(event -> then.accept(event, record));
        }
        if (consumer.position(partition, WITHIN) > at) {
          at = consumer.position(partition, WITHIN);
          deadline = System.nanoTime() + NOTHING_COMES.toNanos();
        }
      }
    }
  }

  private Optional<FlowEvent> event(ConsumerRecord<byte[], byte[]> record) {
    try {
      var event = Json.MAPPER.readValue(record.value(), FlowEvent.class);
      return event.flow().equals(flow) ? Optional.of(event) : Optional.empty();
    } catch (IOException e) {
      log.warn(
          "Event {} of {} cannot be read: {}", record.offset(), record.topic(), Faults.words(e));
      return Optional.empty();
    }
  }
}
