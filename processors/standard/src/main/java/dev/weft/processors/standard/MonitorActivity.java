package dev.weft.processors.standard;

import dev.weft.model.DataRecord;
import dev.weft.spi.flow.Content.Origin;
import dev.weft.spi.flow.Content.Records;
import dev.weft.spi.flow.Content.Traced;
import dev.weft.spi.flow.Doc;
import dev.weft.spi.flow.FlowFile;
import dev.weft.spi.flow.KeepsFields;
import dev.weft.spi.flow.Processor.Output;
import dev.weft.spi.flow.ProcessorContext;
import dev.weft.spi.flow.ProcessorType;
import dev.weft.spi.flow.QueueProcessor;
import dev.weft.spi.flow.SendsNothing;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Passes everything on, and raises the alarm when nothing has come for too long. The alarm is a
 * bulletin and a FlowFile of one record, with {@code event}, {@code flow}, {@code processor},
 * {@code since} and {@code seconds}.
 */
public final class MonitorActivity
    implements ProcessorType.OfQueue<MonitorActivity.Settings>,
        KeepsFields<MonitorActivity.Settings>,
        SendsNothing<MonitorActivity.Settings> {
  /** How long is too long. */
  public record Settings(
      @Doc("After how long without a FlowFile the alarm is raised.") Duration silenceMax,
      @Doc("How often it is raised again while silence lasts; once when left out.")
          Duration remindEvery) {
    public Settings {
      silenceMax = Bounds.positive("silenceMax", silenceMax, Duration.ofMinutes(5));
      remindEvery = Bounds.positive("remindEvery", remindEvery, null);
    }
  }

  @Override
  public String name() {
    return "MonitorActivity";
  }

  @Override
  public String summary() {
    return "Passes everything on, and raises the alarm when nothing has come for too long.";
  }

  @Override
  public Class<Settings> settings() {
    return Settings.class;
  }

  @Override
  public List<String> relationships(Settings settings) {
    return List.of("success", "inactive", "activity.restored");
  }

  @Override
  public QueueProcessor create(Settings settings, ProcessorContext context) {
    return new Watch(settings, context);
  }

  private record Watch(Settings settings, ProcessorContext context) implements QueueProcessor {
    private static final String LAST = "last";
    private static final String ALARM = "alarm";

    @Override
    public Optional<Duration> process(Waiting waiting, Output out) {
      var now = context.clock().instant();
      var last = time(LAST);
      if (last.isEmpty()) {
        keep(LAST, now);
      }
      if (!waiting.all().isEmpty()) {
        if (time(ALARM).isPresent()) {
          out.emit("activity.restored", message("activity.restored", last.orElse(now), now));
          context.bulletins().accept("FlowFiles come again.");
          context.state().remove(ALARM);
        }
        waiting.all().forEach(next -> pass(next, waiting, out));
        keep(LAST, now);
        return Optional.of(settings.silenceMax());
      }
      return Optional.of(watch(last.orElse(now), now, out));
    }

    private static void pass(Queued next, Waiting waiting, Output out) {
      waiting.take(next);
      out.emit("success", next.flowFile());
    }

    private Duration watch(Instant last, Instant now, Output out) {
      var due = due(last);
      if (due.isEmpty()) {
        return settings.silenceMax();
      }
      if (now.isBefore(due.get())) {
        return Duration.between(now, due.get());
      }
      out.emit("inactive", message("inactive", last, now));
      context.bulletins().accept("No FlowFile has come since " + last + ".");
      keep(ALARM, now);
      return settings.remindEvery() == null ? settings.silenceMax() : settings.remindEvery();
    }

    /** When the next alarm is due; empty when it has been raised and is not to be repeated. */
    private Optional<Instant> due(Instant last) {
      var raised = time(ALARM);
      if (raised.isEmpty()) {
        return Optional.of(last.plus(settings.silenceMax()));
      }
      return Optional.ofNullable(settings.remindEvery()).map(raised.get()::plus);
    }

    private FlowFile message(String event, Instant since, Instant now) {
      var fields = new LinkedHashMap<String, Object>();
      fields.put("event", event);
      fields.put("flow", context.flow());
      fields.put("processor", context.processor());
      fields.put("since", since);
      fields.put("seconds", Duration.between(since, now).toSeconds());
      var source = "activity of " + context.flow() + "/" + context.processor();
      var origin = new Origin(source, "millisecond", now.toEpochMilli());
      var record = new Traced(new DataRecord(fields), origin);
      return new FlowFile(Map.of("event", event), new Records(List.of(record)));
    }

    private Optional<Instant> time(String key) {
      return context.state().get(key).map(Instant::parse);
    }

    private void keep(String key, Instant time) {
      context.state().put(key, time.toString());
    }
  }
}
