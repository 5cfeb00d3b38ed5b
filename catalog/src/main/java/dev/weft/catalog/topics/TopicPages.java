package dev.weft.catalog.topics;

import dev.weft.model.KafkaAccess;
import dev.weft.model.Problem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;

/**
 * Looks up committed records of one partition by offset. Reads a page at a time and keeps the pages
 * last used, up to a number of bytes. Safe for any thread; one looks at a time.
 */
public final class TopicPages implements AutoCloseable {
  private static final int PAGE_OFFSETS = 512;
  private static final Duration READ_LIMIT = Duration.ofSeconds(20);
  private static final Duration POLL = Duration.ofMillis(200);

  /** What was committed up to {@code end} when it was read; that never changes. */
  private record Page(List<ConsumerRecord<byte[], byte[]>> entries, long bytes, long end) {}

  private final TopicPartition partition;
  private final KafkaConsumer<byte[], byte[]> consumer;
  private final long bytesMax;
  private final Map<Long, Page> pages = new LinkedHashMap<>(16, 0.75f, true);
  private long bytes;

  /** Keeps pages of up to {@code bytesMax} bytes together. */
  public TopicPages(KafkaAccess access, TopicPartition partition, long bytesMax) {
    this.partition = partition;
    this.bytesMax = bytesMax;
    this.consumer = TopicTail.consumer(access);
    consumer.assign(List.of(partition));
  }

  /** The record at this offset; empty when there is none, or when it is not committed. */
  public synchronized Optional<ConsumerRecord<byte[], byte[]>> at(long offset) {
    return page(offset).stream().filter(record -> record.offset() == offset).findFirst();
  }

  /** All records of the page that holds this offset, oldest first. */
  public synchronized List<ConsumerRecord<byte[], byte[]>> around(long offset) {
    return page(offset);
  }

  /** The last offset of the page before the one that holds this offset; negative: none. */
  public long lastBefore(long offset) {
    return offset / PAGE_OFFSETS * PAGE_OFFSETS - 1;
  }

  /** The first offset that there is and the one after the last committed. */
  public synchronized Range range() {
    var all = List.of(partition);
    return new Range(
        consumer.beginningOffsets(all).get(partition), consumer.endOffsets(all).get(partition));
  }

  /** Offsets from {@code first} up to {@code end}, exclusive. */
  public record Range(long first, long end) {}

  @Override
  public synchronized void close() {
    consumer.close();
  }

  private List<ConsumerRecord<byte[], byte[]>> page(long offset) {
    var number = offset / PAGE_OFFSETS;
    var known = pages.get(number);
    if (known != null && offset < known.end()) {
      return known.entries();
    }
    var first = number * PAGE_OFFSETS;
    var range = range();
    var end = Math.min(first + PAGE_OFFSETS, range.end());
    var read = read(Math.max(first, range.first()), end);
    keep(number, read);
    return read.entries();
  }

  private Page read(long first, long end) {
    var entries = new ArrayList<ConsumerRecord<byte[], byte[]>>();
    long size = 0;
    if (first >= end) {
      return new Page(entries, size, end);
    }
    consumer.seek(partition, first);
    var giveUp = System.nanoTime() + READ_LIMIT.toNanos();
    while (consumer.position(partition) < end) {
      for (var record : consumer.poll(POLL).records(partition)) {
        if (record.offset() < end && record.value() != null) {
          entries.add(record);
          size += record.value().length;
        }
      }
      if (System.nanoTime() > giveUp) {
        throw Problem.environment(
                "kafka-unreachable",
                partition + " could not be read within " + READ_LIMIT.toSeconds() + " s.",
                "Check that Kafka runs, and try again.")
            .asException();
      }
    }
    return new Page(List.copyOf(entries), size, end);
  }

  private void keep(long number, Page page) {
    var before = pages.put(number, page);
    bytes += page.bytes() - (before == null ? 0 : before.bytes());
    for (Iterator<Page> oldest = pages.values().iterator(); bytes > bytesMax; oldest.remove()) {
      bytes -= oldest.next().bytes();
    }
  }
}
