package dev.weft.processors.standard;

import dev.weft.spi.Expressions.EvaluationException;
import dev.weft.spi.flow.Content.Bytes;
import dev.weft.spi.flow.Content.Records;
import dev.weft.spi.flow.Doc;
import dev.weft.spi.flow.FlowFile;
import dev.weft.spi.flow.KeepsFields;
import dev.weft.spi.flow.Processor.Output;
import dev.weft.spi.flow.ProcessorContext;
import dev.weft.spi.flow.ProcessorType;
import dev.weft.spi.flow.QueueProcessor;
import dev.weft.spi.flow.SendsNothing;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;

/**
 * Lets only so much through in a stretch of time. What is let through is kept in the state, so a
 * restart does not open a new stretch.
 */
public final class ControlRate
    implements ProcessorType.OfQueue<ControlRate.Settings>,
        KeepsFields<ControlRate.Settings>,
        SendsNothing<ControlRate.Settings> {
  /** How much. */
  public record Settings(
      @Doc(
              "How much is let through in one stretch of time; a FlowFile that is larger than that"
                  + " goes alone.")
          long rate,
      @Doc("How long a stretch is, from the first FlowFile in it.") Duration per,
      @Doc("What is counted: flowfiles, records or bytes (content of unknown size counts as 1).")
          Unit unit,
      @Doc("CEL over 'attributes': each value has a rate of its own, for 1,000 values at most.")
          String groupBy) {
    public Settings {
      if (rate < 1) {
        throw new IllegalArgumentException("rate must be 1 or more");
      }
      per = Bounds.positive("per", per, Duration.ofSeconds(1));
      unit = unit == null ? Unit.FLOWFILES : unit;
      groupBy = Bounds.text(groupBy);
    }
  }

  /** What is counted. */
  public enum Unit {
    FLOWFILES,
    RECORDS,
    BYTES;

    private long of(FlowFile flowFile) {
      if (this == RECORDS && flowFile.content() instanceof Records records) {
        return records.items().size();
      }
      return this == BYTES && flowFile.content() instanceof Bytes bytes
          ? Math.max(1, bytes.size())
          : 1;
    }
  }

  @Override
  public String name() {
    return "ControlRate";
  }

  @Override
  public String summary() {
    return "Lets only so much through in a stretch of time; the rest waits.";
  }

  @Override
  public Class<Settings> settings() {
    return Settings.class;
  }

  @Override
  public QueueProcessor create(Settings settings, ProcessorContext context) {
    return new Gate(settings, AttributeExpression.ofOptional(settings.groupBy(), context), context);
  }

  private record Gate(
      Settings settings, Optional<AttributeExpression> groupBy, ProcessorContext context)
      implements QueueProcessor {
    private static final int GROUPS_MAX = 1_000;

    @Override
    public Optional<Duration> process(Waiting waiting, Output out) {
      var now = context.clock().millis();
      var wait = Optional.<Duration>empty();
      var closed = new HashSet<String>();
      for (var next : waiting.all()) {
        var group = group(next, waiting, out);
        // Nothing overtakes another of its group.
        if (group.isEmpty() || closed.contains(group.get())) {
          continue;
        }
        var key = key(group.get(), now);
        var window = window(key, now);
        var size = settings.unit().of(next.flowFile());
        if (window.used() == 0 || window.used() + size <= settings.rate()) {
          waiting.take(next);
          out.emit("success", next.flowFile());
          keep(key, new Window(window.since(), window.used() + size));
        } else {
          closed.add(group.get());
          var left = window.since() + settings.per().toMillis() - now;
          wait = BinMerge.shorter(wait, Optional.of(Duration.ofMillis(Math.max(10, left))));
        }
      }
      return wait;
    }

    private Optional<String> group(Queued next, Waiting waiting, Output out) {
      try {
        return Optional.of(groupBy.isEmpty() ? "" : groupBy.get().text(next.flowFile()));
      } catch (EvaluationException e) {
        waiting.take(next);
        out.emit("failure", next.flowFile().with(Attributes.ERROR, e.getMessage()));
        return Optional.empty();
      }
    }

    /** A stretch of time and what has gone through in it. */
    private record Window(long since, long used) {}

    private Window window(String key, long now) {
      var kept = context.state().get(key).map(Gate::parse);
      return kept.filter(window -> now < window.since() + settings.per().toMillis())
          .orElse(new Window(now, 0));
    }

    private static Window parse(String text) {
      var parts = text.split(" ");
      return new Window(Long.parseLong(parts[0]), Long.parseLong(parts[1]));
    }

    private void keep(String key, Window window) {
      context.state().put(key, window.since() + " " + window.used());
    }

    /** Where a group's stretch is kept; groups beyond the most share one. */
    private String key(String group, long now) {
      var key = group.length() <= 200 ? group : Integer.toString(group.hashCode());
      if (context.state().get(key).isPresent()) {
        return key;
      }
      var all = context.state().all();
      all.entrySet().stream()
          .filter(each -> now >= parse(each.getValue()).since() + settings.per().toMillis())
          .forEach(each -> context.state().remove(each.getKey()));
      return context.state().all().size() < GROUPS_MAX ? key : "others";
    }
  }
}
