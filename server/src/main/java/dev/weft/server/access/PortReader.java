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
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
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
  private final Clock clock;
  private final String client;

  /**
   * @param decoder shows records that are not JSON as JSON
   */
  public PortReader(SessionKeys sessions, RecordDecoder decoder, Clock clock) {
    this(sessions, decoder, clock, "weft-reader");
  }

  private PortReader(SessionKeys sessions, RecordDecoder decoder, Clock clock, String client) {
    this.client = client;
    this.sessions = sessions;
    this.decoder = decoder;
    this.clock = clock;
  }

  /** The same under another name, which the audit has of each read. */
  public PortReader as(String otherClient) {
    return new PortReader(sessions, decoder, clock, otherClient);
  }

  /** One record as the reader sees it. */
  public record Seen(int partition, long offset, Instant timestamp, String key, JsonNode value) {}

  /** Takes records one by one. */
  @FunctionalInterface
  public interface Sink {
    /** Told once, before the first record: how far it goes, unless it follows. */
    default void begins(ReadExtent extent) {}

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

    /** An offset for each partition; those that are not named begin where they begin. */
    record Offsets(Map<Integer, Long> offsets) implements From {
      private static final Pattern TEXT =
          Pattern.compile("\\d{1,9}/\\d{1,18}(,\\d{1,9}/\\d{1,18})*+");

      private static Offsets parse(String text) {
        var offsets = new HashMap<Integer, Long>();
        for (var part : text.split(",", -1)) {
          var slash = part.indexOf('/');
          offsets.put(
              Integer.valueOf(part.substring(0, slash)), Long.valueOf(part.substring(slash + 1)));
        }
        return new Offsets(offsets);
      }
    }

    record Time(Instant time) implements From {}

    /** Reads {@code earliest}, {@code latest}, a number, {@code 0/17,1/4}, or a time. */
    static From parse(String text) {
      if (text.equals("earliest")) {
        return EARLIEST;
      }
      if (text.equals("latest")) {
        return new Latest();
      }
      if (Offsets.TEXT.matcher(text).matches()) {
        return Offsets.parse(text);
      }
      try {
        return text.matches("\\d{1,18}")
            ? new Offset(Long.parseLong(text))
            : new Time(moment(text));
      } catch (DateTimeParseException e) {
        throw Problem.input(
                "bad-from",
                Place.field("from"),
                "'" + text + "' is not a place to begin.",
                "Use earliest, latest, an offset, 0/17,1/4 for an offset of each partition, or a"
                    + " time such as 2026-05-01T00:00:00Z.")
            .asException();
      }
    }

    /** A date is its first moment in UTC. */
    private static Instant moment(String text) {
      return text.length() == 10
          ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
          : Instant.parse(text);
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
      var asOf = clock.instant();
      var ends = consumer.endOffsets(partitions, PATIENCE);
      seek(consumer, partitions, from);
      sink.begins(extent(asOf, consumer, ends));
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

  private static ReadExtent extent(
      Instant asOf, Consumer<byte[], byte[]> consumer, Map<TopicPartition, Long> ends) {
    var parts = new ArrayList<ReadExtent.Part>();
    ends.forEach(
        (partition, end) -> {
          var from = consumer.position(partition, PATIENCE);
          parts.add(new ReadExtent.Part(partition.partition(), from, Math.max(from, end)));
        });
    parts.sort(Comparator.comparingInt(ReadExtent.Part::partition));
    return new ReadExtent(asOf, parts);
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
    while (!left.isEmpty() && sink.isWanted()) {
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
    } else if (from instanceof From.Offsets at) {
      consumer.seekToBeginning(partitions);
      partitions.stream()
          .filter(partition -> at.offsets().containsKey(partition.partition()))
          .forEach(partition -> consumer.seek(partition, at.offsets().get(partition.partition())));
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
    properties.put("client.id", client + "-" + port);
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
