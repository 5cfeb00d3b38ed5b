package dev.weft.catalog.trace;

import dev.weft.catalog.topics.TopicPages;
import dev.weft.catalog.topics.TopicTail;
import dev.weft.catalog.trace.RangeIndex.Stretch;
import dev.weft.model.KafkaAccess;
import dev.weft.model.Problem;
import dev.weft.spi.HopCodec;
import dev.weft.spi.TraceLog.Hop;
import dev.weft.spi.TraceLog.Run;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One partition of the trace: its index, and the hops themselves on demand. */
final class TracePartition implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(TracePartition.class);
  private static final int STRETCHES_MAX = 500_000;
  private static final int STRETCHES_OF_A_NAME_MAX = 16_384;
  private static final long CACHE_BYTES_MAX = 16L * 1024 * 1024;
  private static final int DECODED_MAX = 3;
  private static final Duration CATCH_UP_LIMIT = Duration.ofSeconds(30);

  private final TopicPartition partition;
  private final TopicPages pages;
  private final TopicTail tail;
  private final Map<Long, Hop> decoded =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Hop> eldest) {
          return size() > DECODED_MAX;
        }
      };
  private final RangeIndex byOutput = new RangeIndex(STRETCHES_MAX, STRETCHES_OF_A_NAME_MAX);
  private final RangeIndex bySource = new RangeIndex(STRETCHES_MAX, STRETCHES_OF_A_NAME_MAX);

  TracePartition(KafkaAccess access, TopicPartition partition, Consumer<Throwable> onBroken) {
    this.partition = partition;
    this.pages = new TopicPages(access, partition, CACHE_BYTES_MAX);
    this.tail = new TopicTail(access, partition, OptionalLong.empty(), this::read, onBroken);
  }

  void start() {
    tail.start();
  }

  /** Every hop that may have written this offset; the caller looks closer. */
  void writersOf(String topic, int outputPartition, long offset, Consumer<Hop> each) {
    visit(find(byOutput, output(topic, outputPartition), offset, offset), each);
  }

  /** Every hop that may have read this place; the caller looks closer. */
  void readersOf(Place place, Consumer<Hop> each) {
    visit(find(bySource, place.source(), place.low(), place.high()), each);
  }

  @Override
  public void close() {
    tail.close();
    pages.close();
  }

  private List<Stretch> find(RangeIndex index, String name, long low, long high) {
    awaitAll();
    synchronized (this) {
      return index.find(name, low, high);
    }
  }

  private void visit(List<Stretch> stretches, Consumer<Hop> each) {
    for (var stretch : stretches) {
      for (var offset = stretch.first(); offset <= stretch.last(); offset++) {
        hop(offset).ifPresent(each);
      }
    }
  }

  /** Questions come in rows about neighbours, and to decode a hop costs more than to ask it. */
  private Optional<Hop> hop(long offset) {
    synchronized (decoded) {
      var known = decoded.get(offset);
      if (known != null) {
        return Optional.of(known);
      }
    }
    var hop = pages.at(offset).flatMap(this::decode);
    synchronized (decoded) {
      hop.ifPresent(found -> decoded.put(offset, found));
    }
    return hop;
  }

  /** An answer covers all that is committed when it is asked for. */
  private void awaitAll() {
    var end = pages.range().end();
    try {
      if (!tail.awaitRead(end - 1, CATCH_UP_LIMIT)) {
        throw Problem.environment(
                "trace-behind",
                "The trace could not be read to its end within "
                    + CATCH_UP_LIMIT.toSeconds()
                    + " s.",
                "Check that Kafka runs; after a start it may take a little longer.")
            .asException();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Problem.environment("interrupted", "The trace was not read.", "Try again.")
          .asException();
    }
  }

  private void read(ConsumerRecord<byte[], byte[]> record) {
    decode(record).ifPresent(hop -> index(hop, record.offset()));
  }

  private synchronized void index(Hop hop, long traceOffset) {
    if (hop.runs().isEmpty()) {
      return;
    }
    var last = hop.runs().get(hop.runs().size() - 1);
    byOutput.add(
        output(hop.topic(), hop.partition()),
        hop.runs().get(0).offset(),
        hop.gathers() ? last.offset() : last.offset() + last.count() - 1,
        traceOffset);
    ranges(hop).forEach((source, run) -> bySource.add(source, run.low, run.high, traceOffset));
  }

  private record Range(long low, long high) {
    static Range of(Run run) {
      return new Range(Hops.lowest(run), Hops.highest(run));
    }

    Range with(Range other) {
      return new Range(Math.min(low, other.low), Math.max(high, other.high));
    }
  }

  private static Map<String, Range> ranges(Hop hop) {
    var ranges = new HashMap<String, Range>();
    hop.runs().forEach(run -> ranges.merge(run.source(), Range.of(run), Range::with));
    return ranges;
  }

  private Optional<Hop> decode(ConsumerRecord<byte[], byte[]> record) {
    try {
      return Optional.of(HopCodec.decode(record.value()));
    } catch (IllegalArgumentException e) {
      log.error("{}@{} is not a hop: {}", partition, record.offset(), e.getMessage());
      return Optional.empty();
    }
  }

  private static String output(String topic, int partition) {
    return topic + "/" + partition;
  }
}
