package dev.weft.testing;

import dev.weft.model.DataRecord;
import dev.weft.spi.Expressions;
import dev.weft.spi.FieldObserver.FieldSample;
import dev.weft.spi.flow.Content;
import dev.weft.spi.flow.FlowFile;
import dev.weft.spi.flow.Processor;
import dev.weft.spi.flow.Processor.Output;
import dev.weft.spi.flow.ProcessorContext;
import dev.weft.spi.flow.QueueProcessor;
import dev.weft.spi.flow.QueueProcessor.Queued;
import dev.weft.spi.flow.RetryableException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Runs one processor as the runner would, without a runner: send FlowFiles or records, look at what
 * was emitted. For one thread.
 *
 * <pre>{@code
 * var flow = TestFlow.of(new UpdateRecord().create(settings, TestFlow.context(expressions)));
 * flow.send(new DataRecord(Map.of("email", "ada@example.org")));
 * assertThat(flow.records("success")).containsExactly(...);
 * }</pre>
 */
public final class TestFlow implements AutoCloseable {
  /** The source named by the origin of records that {@link #send(DataRecord...)} sends. */
  public static final String SOURCE = "test";

  private final QueueProcessor processor;
  private final Runnable rollBack;
  private final Runnable committed;
  private final Clock clock;
  private final List<Queued> waiting = new ArrayList<>();
  private boolean full;
  private Optional<Duration> callAgain = Optional.empty();
  private final List<Emitted> emitted = new ArrayList<>();
  private final Map<String, Long> counters = new TreeMap<>();
  private long position;
  private long number;

  private TestFlow(QueueProcessor processor, Runnable rollBack, Runnable committed, Clock clock) {
    this.processor = processor;
    this.rollBack = rollBack;
    this.committed = committed;
    this.clock = clock;
  }

  /** Something that came out, and on which relationship. */
  public record Emitted(String relationship, FlowFile flowFile) {}

  public static TestFlow of(Processor processor) {
    return new TestFlow(
        new TakesAtOnce(processor), processor::rollBack, processor::committed, Clock.systemUTC());
  }

  /** One that looks at what waits; the clock says since when. */
  public static TestFlow of(QueueProcessor processor, Clock clock) {
    return new TestFlow(processor, () -> {}, () -> {}, clock);
  }

  /** A context whose flow is {@code test}, with the system's clock; new fields are forgotten. */
  public static ProcessorContext context(Expressions expressions) {
    return context(expressions, Clock.systemUTC(), new LinkedHashMap<>());
  }

  /** A context that puts new fields into the given map. */
  public static ProcessorContext context(
      Expressions expressions, Clock clock, Map<String, FieldSample> newFields) {
    return new TestContext(
            expressions,
            clock,
            new MemoryState(),
            Map.of(),
            newFields,
            new ArrayList<>(),
            new ArrayList<>(),
            new MemoryGathering())
        .processor();
  }

  /** Sends one FlowFile with these records; their positions count on from 0. */
  public void send(DataRecord... records) throws RetryableException {
    var items = new ArrayList<Content.Traced>();
    for (var record : records) {
      items.add(new Content.Traced(record, new Content.Origin(SOURCE, "line", position++)));
    }
    send(new FlowFile(Map.of(), new Content.Records(items)));
  }

  public void send(FlowFile in) throws RetryableException {
    waiting.add(new Queued(number++, in, clock.instant()));
    call();
  }

  /** Calls a processor that looks at what waits, as when the time has come that it asked for. */
  public void call() throws RetryableException {
    callAgain = processor.process(new Queue(), new Collector());
  }

  /** After which time it asked to be called again. */
  public Optional<Duration> callAgain() {
    return callAgain;
  }

  /** What it has left waiting. */
  public List<FlowFile> waiting() {
    return waiting.stream().map(Queued::flowFile).toList();
  }

  /** From now on as much waits as may. */
  public void fill() {
    full = true;
  }

  /** Tells the processor to make durable what it has, as before a commit. */
  public void flush() throws RetryableException {
    processor.flush();
  }

  /** Tells the processor that what it was sent since the last flush has not happened. */
  public void rollBack() {
    rollBack.run();
  }

  /** Tells the processor that what it was sent is committed. */
  public void committed() {
    committed.run();
  }

  /** Everything that came out so far, in order. */
  public List<Emitted> emitted() {
    return List.copyOf(emitted);
  }

  /** The FlowFiles that came out on this relationship. */
  public List<FlowFile> emitted(String relationship) {
    return emitted.stream()
        .filter(each -> each.relationship().equals(relationship))
        .map(Emitted::flowFile)
        .toList();
  }

  /** The records that came out on this relationship, of all FlowFiles. */
  public List<DataRecord> records(String relationship) {
    return traced(relationship).stream().map(Content.Traced::record).toList();
  }

  /** As {@link #records}, with the origins. */
  public List<Content.Traced> traced(String relationship) {
    return emitted(relationship).stream()
        .map(FlowFile::content)
        .filter(Content.Records.class::isInstance)
        .flatMap(content -> ((Content.Records) content).items().stream())
        .toList();
  }

  /** What the processor counted; 0 when never. */
  public long counter(String name) {
    return counters.getOrDefault(name, 0L);
  }

  @Override
  public void close() {
    processor.close();
  }

  private final class Collector implements Processor.Output {
    @Override
    public void emit(String relationship, FlowFile out) {
      emitted.add(new Emitted(relationship, out));
    }

    @Override
    public void count(String counter, long by) {
      counters.merge(counter, by, Long::sum);
    }
  }

  private final class Queue implements QueueProcessor.Waiting {
    private final List<Queued> all = List.copyOf(waiting);

    @Override
    public List<Queued> all() {
      return all;
    }

    @Override
    public void take(Queued queued) {
      if (!waiting.removeIf(one -> one.number() == queued.number())) {
        throw new IllegalStateException("it does not wait, or has been taken already");
      }
    }

    @Override
    public boolean isFull() {
      return full;
    }
  }

  private record TakesAtOnce(Processor processor) implements QueueProcessor {
    @Override
    public Optional<Duration> process(Waiting waiting, Output out) throws RetryableException {
      for (var next : waiting.all()) {
        waiting.take(next); // The test itself sends again what is to be tried again.
        processor.process(next.flowFile(), out);
      }
      return Optional.empty();
    }

    @Override
    public void flush() throws RetryableException {
      processor.flush();
    }

    @Override
    public void close() {
      processor.close();
    }
  }
}
