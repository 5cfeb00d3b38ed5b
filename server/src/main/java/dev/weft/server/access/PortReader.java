package dev.weft.server.access;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.weft.model.Json;
import dev.weft.model.Place;
import dev.weft.model.PortName;
import dev.weft.model.PrincipalId;
import dev.weft.model.Problem;
import dev.weft.model.ProblemException;
import dev.weft.server.identity.SessionKeys;
import dev.weft.spi.AccessContext;
import dev.weft.spi.RecordDecoder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Reads a port as somebody: an ordinary consumer of the gateway that carries the reader's identity,
 * so that grant, mask, filter and audit are the same as for any other client.
 */
public final class PortReader {
  private static final Duration POLL = Duration.ofMillis(200);
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /** 99.90 stays 99.90: people compare what they see here with what other clients print. */
  private static final ObjectReader VALUES =
      Json.MAPPER.reader().without(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES);

  private final SessionKeys sessions;
  private final RecordDecoder decoder;

  /**
   * @param decoder shows records that are not JSON as JSON
   */
  public PortReader(SessionKeys sessions, RecordDecoder decoder) {
    this.sessions = sessions;
    this.decoder = decoder;
  }

  /** One record as the reader sees it. */
  public record Seen(int partition, long offset, Instant timestamp, String key, JsonNode value) {}

  /** Takes records one by one. */
  @FunctionalInterface
  public interface Sink {
    /** Whether it wants more. */
    boolean take(Seen seen);

    /** Whether it still wants any; asked while there are none. */
    default boolean isWanted() {
      return true;
    }

    /** Told once to who follows: all has been given that was there when it began. */
    default void reachedEnd() {}
  }

  /** Where to begin. */
  public sealed interface From {
    From EARLIEST = new Earliest();

    record Earliest() implements From {}

    record Latest() implements From {}

    record Offset(long offset) implements From {}

    record Time(Instant time) implements From {}

    /** Reads {@code earliest}, {@code latest}, a number, or a time. */
    static From parse(String text) {
      if (text.equals("earliest")) {
        return EARLIEST;
      }
      if (text.equals("latest")) {
        return new Latest();
      }
      try {
        return text.matches("\\d{1,18}")
            ? new Offset(Long.parseLong(text))
            : new Time(Instant.parse(text));
      } catch (DateTimeParseException e) {
        throw Problem.input(
                "bad-from",
                Place.field("from"),
                "'" + text + "' is not a place to begin.",
                "Use earliest, latest, an offset, or a time such as 2026-05-01T00:00:00Z.")
            .asException();
      }
    }
  }

  /** The last records of a port, over all partitions, at most {@code max}, newest last. */
  public List<Seen> sample(PrincipalId reader, AccessContext context, PortName port, int max) {
    try (var session = sessions.open(reader, context);
        var consumer = consumer(session, port)) {
      var partitions = partitions(consumer, port);
      consumer.assign(partitions);
      var ends = consumer.endOffsets(partitions, PATIENCE);
      var begins = consumer.beginningOffsets(partitions, PATIENCE);
      for (var partition : partitions) {
        // A row filter may leave most records out, so look further back than max.
        consumer.seek(partition, Math.max(begins.get(partition), ends.get(partition) - 50L * max));
      }
      var seen = new ArrayList<Seen>();
      drain(port, consumer, ends, seen::add);
      seen.sort(Comparator.comparing(Seen::timestamp));
      return seen.size() <= max ? seen : List.copyOf(seen.subList(seen.size() - max, seen.size()));
    } catch (AuthorizationException e) {
      throw refused(port);
    } catch (TimeoutException e) {
      throw slow(e);
    }
  }

  /**
   * Gives records one by one until {@code sink} says no; without {@code follow} it ends at what was
   * the end when it began.
   */
  public void read(
      PrincipalId reader,
      AccessContext context,
      PortName port,
      From from,
      boolean follow,
      Sink sink) {
    try (var session = sessions.open(reader, context);
        var consumer = consumer(session, port)) {
      var partitions = partitions(consumer, port);
      consumer.assign(partitions);
      var ends = consumer.endOffsets(partitions, PATIENCE);
      seek(consumer, partitions, from);
      if (!follow) {
        drain(port, consumer, ends, sink);
        return;
      }
      follow(port, consumer, ends, sink);
    } catch (AuthorizationException e) {
      throw refused(port);
    } catch (TimeoutException e) {
      throw slow(e);
    }
  }

  private void follow(
      PortName port, Consumer<byte[], byte[]> consumer, Map<TopicPartition, Long> ends, Sink sink) {
    var left = new HashMap<>(ends);
    var wanted = true;
    while (wanted && sink.isWanted() && !Thread.currentThread().isInterrupted()) {
      if (!left.isEmpty()) {
        left.entrySet()
            .removeIf(end -> consumer.position(end.getKey(), PATIENCE) >= end.getValue());
        if (left.isEmpty()) {
          sink.reachedEnd();
        }
      }
      for (var record : consumer.poll(POLL)) {
        wanted = wanted && sink.take(seen(port, record));
      }
    }
  }

  private void drain(
      PortName port, Consumer<byte[], byte[]> consumer, Map<TopicPartition, Long> ends, Sink sink) {
    var left = new HashMap<>(ends);
    var deadline = System.nanoTime() + PATIENCE.toNanos();
    left.entrySet().removeIf(end -> consumer.position(end.getKey(), PATIENCE) >= end.getValue());
    while (!left.isEmpty()) {
      var records = consumer.poll(POLL);
      for (var record : records) {
        var end = ends.get(new TopicPartition(record.topic(), record.partition()));
        if (record.offset() < end && !sink.take(seen(port, record))) {
          return;
        }
      }
      if (left.entrySet()
              .removeIf(end -> consumer.position(end.getKey(), PATIENCE) >= end.getValue())
          || !records.isEmpty()) {
        deadline = System.nanoTime() + PATIENCE.toNanos();
      } else if (System.nanoTime() > deadline) {
        throw new TimeoutException(
            "the gateway gave no records for " + PATIENCE.toSeconds() + " s");
      }
    }
  }

  private static void seek(
      Consumer<byte[], byte[]> consumer, Collection<TopicPartition> partitions, From from) {
    if (from instanceof From.Latest) {
      consumer.seekToEnd(partitions);
    } else if (from instanceof From.Offset at) {
      partitions.forEach(partition -> consumer.seek(partition, at.offset()));
    } else if (from instanceof From.Time at) {
      var times = new HashMap<TopicPartition, Long>();
      partitions.forEach(partition -> times.put(partition, at.time().toEpochMilli()));
      var offsets = consumer.offsetsForTimes(times, PATIENCE);
      var ends = consumer.endOffsets(partitions, PATIENCE);
      for (var partition : partitions) {
        var found = offsets.get(partition);
        consumer.seek(partition, found == null ? ends.get(partition) : found.offset());
      }
    } else {
      consumer.seekToBeginning(partitions);
    }
  }

  private Consumer<byte[], byte[]> consumer(SessionKeys.Session session, PortName port) {
    var properties = session.access().clientProperties();
    properties.put("client.id", "weft-reader-" + port);
    properties.put("enable.auto.commit", "false");
    properties.put("auto.offset.reset", "earliest");
    properties.put("isolation.level", "read_committed");
    properties.put("max.partition.fetch.bytes", "262144");
    return new KafkaConsumer<>(
        properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  private static List<TopicPartition> partitions(Consumer<byte[], byte[]> consumer, PortName port) {
    return consumer.partitionsFor(port.topic(), PATIENCE).stream()
        .map(info -> new TopicPartition(info.topic(), info.partition()))
        .toList();
  }

  private Seen seen(PortName port, ConsumerRecord<byte[], byte[]> record) {
    return new Seen(
        record.partition(),
        record.offset(),
        Instant.ofEpochMilli(record.timestamp()),
        record.key() == null ? "" : new String(record.key(), StandardCharsets.UTF_8),
        value(
            Optional.ofNullable(record.value())
                .flatMap(value -> decoder.json(port, value))
                .orElse(record.value())));
  }

  /** The record's value with the digits that it has; as text where it is not JSON. */
  static JsonNode value(byte[] value) {
    if (value == null) {
      return Json.MAPPER.nullNode();
    }
    try {
      return VALUES.readTree(value);
    } catch (IOException e) {
      return TextNode.valueOf(new String(value, StandardCharsets.UTF_8));
    }
  }

  private static RuntimeException refused(PortName port) {
    return Problem.refused(
            "not-authorized",
            "You may not read " + port + ".",
            "'weft subscribe " + port + " --purpose TEXT' asks for it, 'weft explain' says why.")
        .asException();
  }

  private static RuntimeException slow(TimeoutException e) {
    return new ProblemException(
        List.of(
            Problem.environment(
                "gateway-timeout",
                "The gateway did not answer in time.",
                "Try again; /health/ready says how the engines are.")),
        e);
  }
}
