package dev.weft.bench;

import dev.weft.model.Json;
import dev.weft.model.KafkaAccess;
import dev.weft.model.PortName;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Properties;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.Grouped;
import org.apache.kafka.streams.kstream.JoinWindows;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Materialized;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.kstream.StreamJoined;
import org.apache.kafka.streams.kstream.Suppressed;
import org.apache.kafka.streams.kstream.Suppressed.BufferConfig;
import org.apache.kafka.streams.kstream.TimeWindows;

/**
 * A query of {@link QueryProgram} as a Kafka Streams application with the broker itself: one
 * thread, exactly once, a commit as often as the others make checkpoints.
 */
final class StreamsQuery {
  private static final Duration WINDOW = Duration.ofSeconds(1);
  private static final Duration LATE = Duration.ofSeconds(5);
  private static final Duration LOOK = Duration.ofMillis(100);
  private static final Serde<byte[]> KEY = Serdes.ByteArray();
  private static final Serde<Paid> PAID = json(Paid.class);
  private static final Serde<Row> ROW = json(Row.class);
  private static final Serde<Sum> SUM = json(Sum.class);

  /** What the queries read of a payment. */
  record Paid(long id, String region, String holder, BigDecimal amount) {}

  /** A row of a result that is not keyed. */
  record Row(long id, String holder, BigDecimal amount) {}

  /** A group of a result. */
  record Sum(String region, long id, BigDecimal amount) {
    static final Sum NOTHING = new Sum("", 0, BigDecimal.ZERO);

    Sum and(Paid paid) {
      return new Sum(paid.region(), id + 1, amount.add(paid.amount()));
    }
  }

  /** Counted where the last step that sees each payment gets it. */
  private final AtomicLong seen = new AtomicLong();

  private final PortName into;

  StreamsQuery(PortName into) {
    this.into = into;
  }

  /** Returns when all payments have come through. */
  long run(KafkaAccess access, Path folder, long records) throws InterruptedException {
    var failure = new AtomicReference<Throwable>();
    try (var streams = new KafkaStreams(topology(), settings(access, folder))) {
      streams.setUncaughtExceptionHandler(
          thrown -> {
            failure.set(thrown);
            return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
          });
      streams.start();
      while (seen.get() < records) {
        if (failure.get() != null) {
          throw new IllegalStateException(into.topic(), failure.get());
        }
        Thread.sleep(LOOK.toMillis());
      }
    }
    return records;
  }

  private Topology topology() {
    var builder = new StreamsBuilder();
    var payments = builder.stream("payments.payments", Consumed.with(KEY, PAID));
    switch (into.port()) {
      case "filter" -> filter(payments);
      case "aggregate" -> aggregate(payments);
      case "window" -> window(payments);
      case "join" -> join(payments);
      default -> throw new IllegalArgumentException(into.port());
    }
    return builder.build();
  }

  private void filter(KStream<byte[], Paid> payments) {
    payments
        .peek((key, paid) -> seen.incrementAndGet())
        .filter((key, paid) -> "north".equals(paid.region()))
        .mapValues(paid -> new Row(paid.id(), upper(paid.holder()), paid.amount()))
        .to(into.topic(), Produced.with(KEY, ROW));
  }

  private void aggregate(KStream<byte[], Paid> payments) {
    payments
        .groupBy((key, paid) -> paid.region(), Grouped.with(Serdes.String(), PAID))
        .aggregate(
            () -> Sum.NOTHING,
            (region, paid, sum) -> counted(sum.and(paid)),
            Materialized.with(Serdes.String(), SUM))
        .toStream()
        .to(into.topic(), Produced.with(Serdes.String(), SUM));
  }

  private void window(KStream<byte[], Paid> payments) {
    payments
        .groupBy((key, paid) -> paid.region(), Grouped.with(Serdes.String(), PAID))
        .windowedBy(TimeWindows.ofSizeAndGrace(WINDOW, LATE))
        .aggregate(
            () -> Sum.NOTHING,
            (region, paid, sum) -> counted(sum.and(paid)),
            Materialized.with(Serdes.String(), SUM))
        .suppress(Suppressed.untilWindowCloses(BufferConfig.unbounded()))
        .toStream()
        .map((window, sum) -> rekeyed(new Row(sum.id(), sum.region(), sum.amount())))
        .to(into.topic(), Produced.with(KEY, ROW));
  }

  private void join(KStream<byte[], Paid> payments) {
    var counting = payments.peek((key, paid) -> seen.incrementAndGet());
    counting
        .join(
            counting,
            (one, other) -> new Row(one.id(), other.holder(), one.amount()),
            JoinWindows.ofTimeDifferenceWithNoGrace(WINDOW).after(Duration.ZERO),
            StreamJoined.with(KEY, PAID, PAID))
        .to(into.topic(), Produced.with(KEY, ROW));
  }

  private Sum counted(Sum sum) {
    seen.incrementAndGet();
    return sum;
  }

  private static KeyValue<byte[], Row> rekeyed(Row row) {
    return KeyValue.pair(null, row);
  }

  private static String upper(String text) {
    return text == null ? null : text.toUpperCase(Locale.ROOT);
  }

  private static Properties settings(KafkaAccess access, Path folder) {
    var all = new Properties();
    all.putAll(access.clientProperties());
    all.put(StreamsConfig.APPLICATION_ID_CONFIG, "bench-streams-" + UUID.randomUUID());
    all.put(StreamsConfig.STATE_DIR_CONFIG, folder.resolve("streams").toString());
    all.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, 1);
    all.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
    all.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, 2000);
    all.put(StreamsConfig.REPLICATION_FACTOR_CONFIG, 1);
    all.put(StreamsConfig.consumerPrefix("auto.offset.reset"), "earliest");
    return all;
  }

  private static <T> Serde<T> json(Class<T> type) {
    return Serdes.serdeFrom(
        (topic, value) -> value == null ? null : Json.bytes(value),
        (topic, bytes) -> {
          try {
            return bytes == null ? null : Json.MAPPER.readValue(bytes, type);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }
}
