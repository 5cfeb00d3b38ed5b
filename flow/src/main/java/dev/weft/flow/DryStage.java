package dev.weft.flow;

import dev.weft.flow.FlowPlan.Step;
import dev.weft.model.FlowSpec;
import dev.weft.model.ProblemException;
import dev.weft.spi.Expressions;
import dev.weft.spi.flow.FlowFile;
import dev.weft.spi.flow.Gathering;
import dev.weft.spi.flow.Processor;
import dev.weft.spi.flow.ProcessorContext;
import dev.weft.spi.flow.ProcessorType;
import dev.weft.spi.flow.QueueProcessor;
import dev.weft.spi.flow.RetryableException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A processor in a dry run, with what waits for it. A retry is a fault: nothing would change. */
final class DryStage {
  private final String name;
  private final QueueProcessor processor;
  private final HandClock clock;
  private final List<QueueProcessor.Queued> waiting = new ArrayList<>();
  private Optional<Instant> due = Optional.empty();
  private long number;

  /** What one call has brought. */
  record Done(List<Emitted> emitted, Map<String, Long> counters) {}

  /** Something that left, and where. */
  record Emitted(String relationship, FlowFile flowFile) {}

  private DryStage(String name, QueueProcessor processor, HandClock clock) {
    this.name = name;
    this.processor = processor;
    this.clock = clock;
  }

  static DryStage of(
      Step step, FlowSpec flow, Expressions expressions, FlowServices services, HandClock clock) {
    var context = context(step, flow, expressions, services, clock);
    try {
      return new DryStage(step.name(), processor(step.type(), step, context), clock);
    } catch (IllegalArgumentException e) {
      throw DryRun.fault("'" + step.name() + "' cannot be made: " + Faults.words(e));
    }
  }

  private static <S extends Record> QueueProcessor processor(
      ProcessorType<S> type, Step step, ProcessorContext context) {
    var settings = type.settings().cast(step.settings().orElseThrow());
    if (type instanceof ProcessorType.OfQueue<S> queue) {
      return queue.create(settings, context);
    }
    return new AtOnce(((ProcessorType.OfProcessor<S>) type).create(settings, context));
  }

  private static ProcessorContext context(
      Step step, FlowSpec flow, Expressions expressions, FlowServices services, HandClock clock) {
    return new ProcessorContext(
        flow.name(),
        flow.product(),
        step.name(),
        clock,
        expressions,
        none -> {},
        none -> {},
        new ProcessorMemory(),
        Gathering.NONE,
        new SpillSpace(Path.of(System.getProperty("java.io.tmpdir"), "weft-dry-run"), 1L << 30),
        services,
        none -> {});
  }

  Done accept(FlowFile in) {
    waiting.add(new QueueProcessor.Queued(number++, in, clock.instant()));
    return call();
  }

  Done call() {
    var done = new Done(new ArrayList<>(), new TreeMap<>());
    try {
      due = processor.process(new Queue(), new Collector(done)).map(clock.instant()::plus);
    } catch (RetryableException e) {
      throw DryRun.fault(
          "'"
              + name
              + "' wants to try again: "
              + Faults.words(e)
              + " If it reaches outside, replace it in the test.");
    } catch (ProblemException e) {
      throw e;
    } catch (RuntimeException e) {
      throw DryRun.fault("'" + name + "' has a fault: " + Faults.words(e));
    }
    return done;
  }

  /** When it wants to be called again. */
  Optional<Instant> due() {
    return due;
  }

  List<FlowFile> waiting() {
    return waiting.stream().map(QueueProcessor.Queued::flowFile).toList();
  }

  void flush() {
    try {
      processor.flush();
    } catch (RetryableException e) {
      throw DryRun.fault("'" + name + "' wants to try again: " + Faults.words(e));
    }
  }

  void close() {
    processor.close();
  }

  private record Collector(Done done) implements Processor.Output {
    @Override
    public void emit(String relationship, FlowFile out) {
      done.emitted().add(new Emitted(relationship, out));
    }

    @Override
    public void count(String counter, long by) {
      done.counters().merge(counter, by, Long::sum);
    }
  }

  private final class Queue implements QueueProcessor.Waiting {
    private final List<QueueProcessor.Queued> all = List.copyOf(waiting);

    @Override
    public List<QueueProcessor.Queued> all() {
      return all;
    }

    @Override
    public void take(QueueProcessor.Queued queued) {
      waiting.removeIf(one -> one.number() == queued.number());
    }

    @Override
    public boolean isFull() {
      return waiting.size() >= FlowLimits.DEFAULT.connectionRecords();
    }
  }

  private record AtOnce(Processor processor) implements QueueProcessor {
    @Override
    public Optional<Duration> process(Waiting waiting, Processor.Output out)
        throws RetryableException {
      for (var next : waiting.all()) {
        waiting.take(next);
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
