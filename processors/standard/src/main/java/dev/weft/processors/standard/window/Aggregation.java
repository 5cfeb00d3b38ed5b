package dev.weft.processors.standard.window;

import dev.weft.model.DataRecord;
import dev.weft.processors.standard.Failures;
import dev.weft.processors.standard.OnRecords;
import dev.weft.processors.standard.window.OpenWindows.Result;
import dev.weft.spi.Expressions.EvaluationException;
import dev.weft.spi.flow.Content.Records;
import dev.weft.spi.flow.Content.Traced;
import dev.weft.spi.flow.FlowFile;
import dev.weft.spi.flow.Processor.Output;
import dev.weft.spi.flow.ProcessorContext;
import dev.weft.spi.flow.QueueProcessor;
import dev.weft.spi.flow.RetryableException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Counts what has come, and sends out the windows that are closed. */
record Aggregation(AggregateRecord.Settings settings, Measures measures, ProcessorContext context)
    implements QueueProcessor {
  /** Results in one FlowFile, at most. */
  private static final int BATCH = 1_000;

  /** A record with its time, and in which of the FlowFiles of this call it came. */
  private record Timed(Instant time, Traced item, int file) {}

  @Override
  public Optional<Duration> process(Waiting waiting, Output out) throws RetryableException {
    var now = context.clock().instant();
    var open = OpenWindows.of(context.state(), settings, context.bulletins());
    var sources = Sources.of(context.state(), settings.sourceIdleAfter());
    var files = waiting.all().stream().map(Queued::flowFile).toList();
    var came = new ArrayList<Timed>();
    for (var file = 0; file < files.size(); file++) {
      waiting.take(waiting.all().get(file));
      var number = file;
      new OnRecords((in, records, any) -> addTimed(in, records, number, now, came, out))
          .process(files.get(file), out);
    }
    count(files, came, open, out);
    came.forEach(each -> sources.heard(each.item().origin().source(), each.time(), now));
    if (!came.isEmpty()) {
      open.heard(now);
    }
    sources.passed(now).ifPresent(open::advance);
    emit(open.takeClosed(), out);
    var wait = idle(open, now);
    emit(open.takeClosed(), out);
    open.keep();
    sources.keep();
    return open.isEmpty() ? Optional.empty() : shorter(wait, sources.next(now));
  }

  private void addTimed(
      FlowFile in, Records records, int file, Instant now, List<Timed> timed, Output out) {
    var failures = new Failures();
    for (var item : records.items()) {
      try {
        var time = measures.time(item.record(), in.attributes());
        if (time.isAfter(now.plus(settings.aheadMax()))) {
          throw new EvaluationException("the record's time lies in the future");
        }
        timed.add(new Timed(time, item, file));
      } catch (EvaluationException e) {
        failures.add(item, e.getMessage());
      }
    }
    failures.emit(in, out);
  }

  private void count(List<FlowFile> files, List<Timed> came, OpenWindows open, Output out) {
    var failures = new TreeMap<Integer, Failures>();
    var late = new TreeMap<Integer, List<Traced>>();
    for (var each : came) {
      if (open.isClosed(each.time())) {
        late.computeIfAbsent(each.file(), none -> new ArrayList<>()).add(each.item());
        continue;
      }
      try {
        add(each, files.get(each.file()).attributes(), open);
      } catch (EvaluationException e) {
        failures
            .computeIfAbsent(each.file(), none -> new Failures())
            .add(each.item(), e.getMessage());
      }
    }
    late.forEach((file, items) -> out.emit("late", files.get(file).with(new Records(items))));
    failures.forEach((file, failed) -> failed.emit(files.get(file), out));
  }

  private void add(Timed each, Map<String, String> attributes, OpenWindows open)
      throws EvaluationException {
    var record = each.item().record();
    var key = open.key(each.time(), measures.group(record, attributes));
    var before = open.cells(key).orElseGet(measures::empty);
    var after = measures.add(before, record, attributes);
    var gathering = context.gathering();
    gathering.add(open.put(key, after, gathering::begin), each.item().origin());
  }

  /** Closes all windows when it has been silent for long enough; else says how long to wait. */
  private Optional<Duration> idle(OpenWindows open, Instant now) {
    if (settings.idleAfter() == null || open.isEmpty()) {
      return Optional.empty();
    }
    var left = Duration.between(now, open.heard().plus(settings.idleAfter()));
    if (left.isNegative() || left.isZero()) {
      open.closeAll();
      return Optional.empty();
    }
    return Optional.of(left);
  }

  private static Optional<Duration> shorter(Optional<Duration> one, Optional<Duration> other) {
    return Stream.concat(one.stream(), other.stream()).min(Duration::compareTo);
  }

  private void emit(List<Result> closed, Output out) {
    for (var from = 0; from < closed.size(); from += BATCH) {
      var part = closed.subList(from, Math.min(closed.size(), from + BATCH));
      var records = new Records(part.stream().map(this::result).toList());
      out.emit("success", new FlowFile(Map.of("record.count", "" + part.size()), records));
    }
  }

  private Traced result(Result closed) {
    var fields = new LinkedHashMap<String, Object>();
    var group = closed.group().iterator();
    measures.by().keySet().forEach(field -> fields.put(field, group.next()));
    fields.put("window_start", closed.start());
    fields.put("window_end", closed.start().plus(settings.window()));
    var cells = closed.cells().iterator();
    measures
        .compute()
        .forEach((field, each) -> fields.put(field, each.aggregate().result(cells.next())));
    return new Traced(new DataRecord(fields), closed.origin());
  }
}
