package dev.weft.processors.standard;

import dev.weft.spi.Expressions.EvaluationException;
import dev.weft.spi.flow.FlowFile;
import dev.weft.spi.flow.Processor.Output;
import dev.weft.spi.flow.ProcessorContext;
import dev.weft.spi.flow.QueueProcessor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;

/**
 * Fills bins from what waits, in its order, and merges those that hold enough or have waited long
 * enough. Bins are made anew with each call, so there is nothing to remember.
 *
 * @param accepts whether the content can be merged
 * @param merge makes one FlowFile of several
 */
record BinMerge(
    Bin.Limits limits,
    boolean countsRecords,
    Optional<Duration> ageMax,
    Optional<AttributeExpression> correlate,
    Accepts accepts,
    Merge merge,
    ProcessorContext context)
    implements QueueProcessor {

  /** Says why a FlowFile cannot be merged; empty when it can. */
  interface Accepts {
    Optional<String> problem(FlowFile in);
  }

  /** Makes one FlowFile of several. */
  interface Merge {
    FlowFile of(List<FlowFile> parts);
  }

  @Override
  public Optional<Duration> process(Waiting waiting, Output out) {
    var now = context.clock().instant();
    var wait = Optional.<Duration>empty();
    var taken = false;
    var left = new ArrayList<Bin>();
    for (var bin : bins(waiting, out)) {
      var age = Duration.between(bin.oldest(), now);
      if (bin.isEnough(limits) || ageMax.filter(most -> age.compareTo(most) >= 0).isPresent()) {
        emit(bin, waiting, out);
        taken = true;
      } else {
        left.add(bin);
        wait = shorter(wait, ageMax.map(most -> most.minus(age)));
      }
    }
    if (!taken && waiting.isFull() && !left.isEmpty()) {
      context.bulletins().accept("No bin holds enough and no more can wait: the first is merged.");
      emit(left.get(0), waiting, out);
    }
    return wait;
  }

  private List<Bin> bins(Waiting waiting, Output out) {
    var complete = new ArrayList<Bin>();
    var open = new LinkedHashMap<String, Bin>();
    for (var next : waiting.all()) {
      var group = group(next, waiting, out);
      if (group.isEmpty()) {
        continue;
      }
      var bin = open.computeIfAbsent(group.get(), none -> new Bin());
      if (!bin.takes(next, limits, countsRecords)) {
        complete.add(bin);
        bin = new Bin();
        open.put(group.get(), bin);
      }
      bin.add(next, countsRecords);
    }
    complete.addAll(open.values());
    return complete;
  }

  /** Empty when it cannot be merged and has gone to failure. */
  private Optional<String> group(Queued next, Waiting waiting, Output out) {
    var problem = accepts.problem(next.flowFile());
    if (problem.isEmpty()) {
      try {
        return Optional.of(correlate.isEmpty() ? "" : correlate.get().text(next.flowFile()));
      } catch (EvaluationException e) {
        problem = Optional.of("correlate: " + e.getMessage());
      }
    }
    waiting.take(next);
    out.emit("failure", next.flowFile().with(Attributes.ERROR, problem.get()));
    return Optional.empty();
  }

  private void emit(Bin bin, Waiting waiting, Output out) {
    bin.items().forEach(waiting::take);
    var count = Integer.toString(bin.items().size());
    out.emit("merged", merge.of(bin.flowFiles()).with(Attributes.MERGE_COUNT, count));
    bin.flowFiles().forEach(original -> out.emit("original", original));
  }

  static Optional<Duration> shorter(Optional<Duration> one, Optional<Duration> other) {
    if (one.isEmpty() || other.isEmpty()) {
      return one.or(() -> other);
    }
    return one.get().compareTo(other.get()) <= 0 ? one : other;
  }
}
