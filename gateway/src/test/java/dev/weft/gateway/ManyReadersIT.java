package dev.weft.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.gateway.json.Stars;
import dev.weft.model.PortName;
import dev.weft.model.PrincipalId;
import dev.weft.spi.FieldRule;
import dev.weft.spi.ReadView;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.message.FetchRequestData;
import org.apache.kafka.common.message.FetchRequestData.FetchPartition;
import org.apache.kafka.common.message.FetchRequestData.FetchTopic;
import org.apache.kafka.common.message.FetchResponseData;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.requests.FetchRequest;
import org.apache.kafka.common.requests.RequestHeader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A thousand open readers while policies change a hundred times a second: whatever a reader gets
 * must obey a policy that held for it at most a second ago. Runs six seconds, or as many as {@code
 * -Dweft.readers.seconds} says; prints what it measured.
 */
class ManyReadersIT {
  private static final int READERS = 1_000;
  private static final int THREADS = 8;
  private static final int CHANGES_A_SECOND = 100;
  private static final Duration WRITE_PAUSE = Duration.ofMillis(500);
  private static final long GRACE = Duration.ofSeconds(1).toNanos();
  private static final Duration LASTS =
      Duration.ofSeconds(Integer.getInteger("weft.readers.seconds", 6));

  private enum Seen {
    RAW,
    MASKED,
    NOTHING
  }

  private record Change(long atNanos, Seen seen) {}

  /** What held for one reader, and since when. */
  private static final class History {
    private final List<Change> changes = new ArrayList<>();

    synchronized void add(Seen seen) {
      changes.add(new Change(System.nanoTime(), seen));
    }

    /** Whether it held at any moment of this time. */
    synchronized boolean held(Seen seen, long from, long to) {
      for (int i = 0; i < changes.size(); i++) {
        var end = i + 1 < changes.size() ? changes.get(i + 1).atNanos : Long.MAX_VALUE;
        var change = changes.get(i);
        if (change.seen == seen && change.atNanos <= to && end >= from) {
          return true;
        }
      }
      return false;
    }
  }

  private static final class Reader {
    final PrincipalId principal;
    final String key;
    RawClient client;
    final History history = new History();
    long offset;
    long askedAt;
    boolean upToDate;
    RequestHeader asked;

    Reader(PrincipalId principal, String key) {
      this.principal = principal;
      this.key = key;
    }

    void connect(Rig rig) throws IOException {
      client = new RawClient(rig.gateway.address(), key, Rig.SECRET);
      upToDate = false;
    }
  }

  private final AtomicBoolean stop = new AtomicBoolean();
  private final AtomicLong delivered = new AtomicLong();
  private final AtomicLong changed = new AtomicLong();
  private final AtomicLong cut = new AtomicLong();
  private final ConcurrentLinkedQueue<Long> latencies = new ConcurrentLinkedQueue<>();
  private final ConcurrentLinkedQueue<String> wrong = new ConcurrentLinkedQueue<>();
  private final ConcurrentLinkedQueue<Throwable> failures = new ConcurrentLinkedQueue<>();

  @Test
  void nobodyGetsWhatTheyMayNotAnyMore(@TempDir Path folder) throws Exception {
    try (var rig = Rig.start(folder)) {
      var port = rig.port(1);
      var readers = connect(rig, port);
      var before = usedBytes();
      var threads =
          IntStream.range(0, THREADS)
              .mapToObj(i -> new Thread(() -> read(rig, port, slice(readers, i))))
              .toList();
      var changer = new Thread(() -> change(rig, port, readers));
      threads.forEach(Thread::start);
      changer.start();

      var end = System.nanoTime() + LASTS.toNanos();
      while (System.nanoTime() < end) {
        rig.write(port, "{\"at\":" + System.nanoTime() + ",\"email\":\"ada@example.org\"}");
        LockSupport.parkNanos(WRITE_PAUSE.toNanos());
      }
      stop.set(true);
      changer.join();
      for (var thread : threads) {
        thread.join();
      }
      var grown = usedBytes() - before;

      print(grown);
      assertThat(failures).isEmpty();
      assertThat(wrong).isEmpty();
      assertThat(delivered.get()).isGreaterThan(READERS);
      assertThat(grown).isLessThan(200L * 1024 * 1024);
      for (var reader : readers) {
        reader.client.close();
      }
    }
  }

  private static List<Reader> connect(Rig rig, PortName port) throws IOException {
    var readers = new ArrayList<Reader>();
    for (int i = 0; i < READERS; i++) {
      var principal = PrincipalId.user("reader" + i);
      rig.keys.addQuick("key" + i, principal, Rig.SECRET);
      var reader = new Reader(principal, "key" + i);
      reader.connect(rig);
      readers.add(reader);
      rule(rig, port, reader, Seen.values()[i % 3]);
    }
    return readers;
  }

  private static List<Reader> slice(List<Reader> readers, int number) {
    return IntStream.range(0, readers.size())
        .filter(i -> i % THREADS == number)
        .mapToObj(readers::get)
        .toList();
  }

  private void change(Rig rig, PortName port, List<Reader> readers) {
    var random = new Random(7);
    var next = System.nanoTime();
    while (!stop.get()) {
      var reader = readers.get(random.nextInt(readers.size()));
      rule(rig, port, reader, Seen.values()[random.nextInt(3)]);
      changed.incrementAndGet();
      next += Duration.ofSeconds(1).toNanos() / CHANGES_A_SECOND;
      LockSupport.parkNanos(next - System.nanoTime());
    }
  }

  private static void rule(Rig rig, PortName port, Reader reader, Seen seen) {
    switch (seen) {
      case NOTHING -> rig.rulings.revoke(reader.principal, port);
      case RAW -> rig.rulings.grantAll(reader.principal, port);
      case MASKED ->
          rig.rulings.rule(
              reader.principal,
              new ReadView(
                  port,
                  true,
                  "Granted.",
                  Map.of("email", new FieldRule.Masked(new Stars(), "p", "pii.email")),
                  FieldRule.SHOW,
                  FieldRule.SHOW,
                  Optional.empty(),
                  Optional.empty(),
                  List.of("p")));
    }
    reader.history.add(seen);
  }

  private void read(Rig rig, PortName port, List<Reader> readers) {
    try {
      while (!stop.get()) {
        for (var reader : readers) {
          ask(rig, port, reader);
        }
        for (var reader : readers) {
          takeOrConnect(rig, reader);
        }
      }
    } catch (IOException | RuntimeException e) {
      failures.add(e);
    }
  }

  private void ask(Rig rig, PortName port, Reader reader) throws IOException {
    reader.askedAt = System.nanoTime();
    try {
      reader.asked = reader.client.begin(fetch(port, reader.offset));
    } catch (SocketException e) {
      reader.connect(rig);
      reader.asked = reader.client.begin(fetch(port, reader.offset));
    }
  }

  /** Who loses a right while records are on their way loses the connection with them. */
  private void takeOrConnect(Rig rig, Reader reader) throws IOException {
    try {
      take(reader, (FetchResponseData) reader.client.answer(reader.asked).data());
    } catch (EOFException | SocketException e) {
      cut.incrementAndGet();
      reader.client.close();
      reader.connect(rig);
    }
  }

  private void take(Reader reader, FetchResponseData answer) {
    var now = System.nanoTime();
    var partition = answer.responses().get(0).partitions().get(0);
    if (partition.errorCode() != Errors.NONE.code()) {
      reader.upToDate = false;
      return;
    }
    for (var record : ((MemoryRecords) partition.records()).records()) {
      if (record.offset() < reader.offset || !record.hasValue()) {
        continue;
      }
      var text = StandardCharsets.UTF_8.decode(record.value()).toString();
      check(reader, text, now);
    }
    for (var batch : ((MemoryRecords) partition.records()).batches()) {
      reader.offset = Math.max(reader.offset, batch.nextOffset());
    }
    reader.upToDate = true;
  }

  private void check(Reader reader, String text, long now) {
    delivered.incrementAndGet();
    var written = Long.parseLong(text.substring("{\"at\":".length(), text.indexOf(',')));
    var seen = text.contains("ada@") ? Seen.RAW : Seen.MASKED;
    if (!reader.history.held(seen, Math.max(written, reader.askedAt) - GRACE, now)) {
      wrong.add(reader.principal + " got " + text);
    }
    if (reader.upToDate) {
      latencies.add(now - written);
    }
  }

  private static FetchRequest fetch(PortName port, long offset) {
    var data =
        new FetchRequestData()
            .setMaxWaitMs(500)
            .setMinBytes(1)
            .setMaxBytes(1_000_000)
            .setTopics(
                List.of(
                    new FetchTopic()
                        .setTopic(port.topic())
                        .setTopicId(Uuid.ZERO_UUID)
                        .setPartitions(
                            List.of(
                                new FetchPartition()
                                    .setFetchOffset(offset)
                                    .setPartitionMaxBytes(1_000_000)))));
    return new FetchRequest(data, (short) 12);
  }

  private void print(long grown) {
    var sorted = new ArrayList<>(latencies);
    Collections.sort(sorted);
    System.out.printf(
        "%d readers, %d changes, %d connections cut, %d records in %d s:"
            + " latency p50 %d ms, p99 %d ms; heap grew %d MB%n",
        READERS,
        changed.get(),
        cut.get(),
        delivered.get(),
        LASTS.toSeconds(),
        millis(sorted, 50),
        millis(sorted, 99),
        grown / 1024 / 1024);
  }

  private static long millis(List<Long> sorted, int percent) {
    return sorted.isEmpty()
        ? -1
        : Duration.ofNanos(sorted.get((sorted.size() - 1) * percent / 100)).toMillis();
  }

  private static long usedBytes() {
    System.gc();
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }
}
