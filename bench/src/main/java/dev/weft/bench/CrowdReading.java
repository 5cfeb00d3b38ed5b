package dev.weft.bench;

import dev.weft.model.Json;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.message.FetchResponseData;
import org.apache.kafka.common.message.FetchResponseData.PartitionData;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.record.internal.MemoryRecords;

/**
 * All connections of a crowd on one thread, so that the clients cost little of what is measured.
 * Holds every record to what its reader might see, and to come after the one before.
 */
final class CrowdReading implements Runnable, AutoCloseable {
  private static final int SELECT_MILLIS = 5;
  private static final int WRONG_KEPT = 20;

  private final List<CrowdReader> readers;
  private final Effects effects;
  private final Selector selector;
  private final ExecutorService logins = Executors.newSingleThreadExecutor();
  private final ConcurrentLinkedQueue<CrowdReader> connected = new ConcurrentLinkedQueue<>();
  private final PriorityQueue<CrowdReader> waiting =
      new PriorityQueue<>(Comparator.comparingLong(reader -> reader.dueAt));
  private final AtomicLong delivered = new AtomicLong();
  private final AtomicLong cut = new AtomicLong();
  private final AtomicLong denied = new AtomicLong();
  private final ConcurrentLinkedQueue<String> wrong = new ConcurrentLinkedQueue<>();
  private final AtomicLong begun = new AtomicLong();
  private volatile boolean stop;
  private volatile Exception failure;

  /** Logs all of them in. */
  CrowdReading(List<CrowdReader> readers, Effects effects) throws IOException {
    this.readers = readers;
    this.effects = effects;
    this.selector = Selector.open();
    for (var reader : readers) {
      reader.connect();
      connected.add(reader);
    }
  }

  /** How many readers have had an answer: until then the gateway opens its own connections. */
  long begun() {
    return begun.get();
  }

  long delivered() {
    return delivered.get();
  }

  long cut() {
    return cut.get();
  }

  long denied() {
    return denied.get();
  }

  /** What was not as it should be; only the first are kept. */
  List<String> wrong() {
    return List.copyOf(wrong);
  }

  void stop() {
    stop = true;
  }

  /** Throws what has ended the reading before its time. */
  void check() throws Exception {
    if (failure != null) {
      throw failure;
    }
  }

  @Override
  public void run() {
    try {
      while (!stop) {
        selector.select(SELECT_MILLIS);
        for (var reader = connected.poll(); reader != null; reader = connected.poll()) {
          guarded(reader, one -> one.begin(selector));
        }
        for (var key : selector.selectedKeys()) {
          guarded((CrowdReader) key.attachment(), this::receive);
        }
        selector.selectedKeys().clear();
        askAgain();
      }
    } catch (IOException | RuntimeException e) {
      failure = e;
    }
  }

  private interface Step {
    void of(CrowdReader reader) throws IOException;
  }

  /** Whoever loses a right while records are on their way loses the connection with them. */
  private void guarded(CrowdReader reader, Step step) throws IOException {
    try {
      step.of(reader);
    } catch (EOFException | SocketException e) {
      lost(reader);
    } catch (IOException e) {
      if (!String.valueOf(e.getMessage()).contains("reset")
          && !String.valueOf(e.getMessage()).contains("pipe")) {
        throw e;
      }
      lost(reader);
    }
  }

  private void lost(CrowdReader reader) throws IOException {
    cut.incrementAndGet();
    effects.reached(reader.number, Crowd.Seen.NOTHING, Effects.Stage.SEEN);
    reader.close();
    var unused =
        logins.submit(
            () -> {
              try {
                reader.connect();
                connected.add(reader);
                selector.wakeup();
              } catch (IOException e) {
                failure = e;
              }
            });
  }

  private void askAgain() throws IOException {
    var now = System.nanoTime();
    while (!waiting.isEmpty() && waiting.peek().dueAt <= now) {
      guarded(waiting.poll(), CrowdReader::fetch);
    }
  }

  private void receive(CrowdReader reader) throws IOException {
    var answer = reader.received();
    if (answer.isPresent()) {
      if (!reader.answered) {
        reader.answered = true;
        begun.incrementAndGet();
      }
      if (take(reader, answer.get())) {
        reader.fetch();
      } else {
        denied.incrementAndGet();
        reader.dueAt = System.nanoTime() + reader.pauseNanos();
        waiting.add(reader);
      }
    }
  }

  /** Whether the reader may read at this moment. */
  private boolean take(CrowdReader reader, FetchResponseData answer) {
    var now = System.nanoTime();
    var partition = answer.responses().get(0).partitions().get(0);
    if (partition.errorCode() == Errors.TOPIC_AUTHORIZATION_FAILED.code()) {
      if (!reader.history.held(Crowd.Seen.NOTHING, reader.askedAt, now)) {
        note(Crowd.name(reader.number) + " was refused and might read");
      }
      effects.reached(reader.number, Crowd.Seen.NOTHING, Effects.Stage.SEEN);
      return false;
    }
    if (partition.errorCode() != Errors.NONE.code()) {
      note(Crowd.name(reader.number) + ": " + Errors.forCode(partition.errorCode()));
      return false;
    }
    records(reader, partition, now);
    return true;
  }

  private void records(CrowdReader reader, PartitionData partition, long now) {
    for (var record : ((MemoryRecords) partition.records()).records()) {
      if (record.offset() < reader.offset) {
        continue; // A batch is given whole, also to whoever has read some of it.
      }
      if (record.offset() > reader.offset) {
        note(Crowd.name(reader.number) + " lost what is before " + record.offset());
      }
      reader.offset = record.offset() + 1;
      var value = new byte[record.valueSize()];
      record.value().get(value);
      check(reader, value, now);
    }
  }

  private void check(CrowdReader reader, byte[] value, long now) {
    delivered.incrementAndGet();
    var record = Json.parse(value);
    var payment = Payment.of(record.path("id").asLong());
    var iban = record.path("iban").asText();
    var seen = iban.equals(payment.iban()) ? Crowd.Seen.RAW : Crowd.Seen.MASKED;
    var hidden = "X".repeat(payment.iban().length() - 4);
    var masked = hidden + payment.iban().substring(hidden.length());
    if (seen == Crowd.Seen.MASKED && !iban.equals(masked)) {
      note(Crowd.name(reader.number) + " got an IBAN that is neither: " + iban);
    }
    if (!reader.history.held(seen, reader.askedAt, now)) {
      note(Crowd.name(reader.number) + " got " + seen + " and might not");
    }
    effects.reached(reader.number, seen, Effects.Stage.SEEN);
  }

  private void note(String what) {
    if (wrong.size() < WRONG_KEPT) {
      wrong.add(what);
    }
  }

  @Override
  public void close() throws IOException {
    stop = true;
    logins.shutdownNow();
    for (var reader : new ArrayList<>(readers)) {
      reader.close();
    }
    selector.close();
  }
}
