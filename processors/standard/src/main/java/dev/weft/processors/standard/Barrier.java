package dev.weft.processors.standard;

import dev.weft.spi.Expressions.EvaluationException;
import dev.weft.spi.flow.Doc;
import dev.weft.spi.flow.KeepsFields;
import dev.weft.spi.flow.Processor.Output;
import dev.weft.spi.flow.ProcessorContext;
import dev.weft.spi.flow.ProcessorType;
import dev.weft.spi.flow.QueueProcessor;
import dev.weft.spi.flow.SendsNothing;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Lets FlowFiles wait until a signal with the same name has come often enough. Signals are
 * FlowFiles too, which another branch of the flow sends here: Wait and Notify in one processor.
 */
public final class Barrier
    implements ProcessorType.OfQueue<Barrier.Settings>,
        KeepsFields<Barrier.Settings>,
        SendsNothing<Barrier.Settings> {
  /** Who waits for what. */
  public record Settings(
      @Doc("CEL over 'attributes': the name of the signal that a FlowFile gives or waits for.")
          String signal,
      @Doc("CEL over 'attributes': true for a FlowFile that gives the signal; others wait.")
          String gives,
      @Doc("How often the signal must have been given.") int count,
      @Doc("What waits longer goes to expired; signals are forgotten as long after the last.")
          Duration waitMax) {
    public Settings {
      signal = Bounds.given("signal", signal, "attributes.batch");
      gives = Bounds.given("gives", gives, "'signal' in attributes");
      count = Bounds.number("count", count, 1, 1_000_000, 1);
      waitMax = Bounds.positive("waitMax", waitMax, Duration.ofMinutes(10));
    }
  }

  @Override
  public String name() {
    return "Barrier";
  }

  @Override
  public String summary() {
    return "Lets FlowFiles wait until a signal with the same name has come often enough.";
  }

  @Override
  public Class<Settings> settings() {
    return Settings.class;
  }

  @Override
  public List<String> relationships(Settings settings) {
    return List.of("success", "signal", "expired", "failure");
  }

  @Override
  public QueueProcessor create(Settings settings, ProcessorContext context) {
    return new Signals(
        settings,
        AttributeExpression.of(settings.signal(), context),
        AttributeExpression.of(settings.gives(), context),
        context);
  }

  private record Signals(
      Settings settings,
      AttributeExpression signal,
      AttributeExpression gives,
      ProcessorContext context)
      implements QueueProcessor {
    private static final int NAME_LENGTH_MAX = 200;
    private static final int SIGNALS_MAX = 10_000;

    @Override
    public Optional<Duration> process(Waiting waiting, Output out) {
      var now = context.clock().instant();
      forgetOld(now);
      for (var next : waiting.all()) {
        if (gives.isTrue(next.flowFile())) {
          receive(next, now, waiting, out);
        }
      }
      var wait = Optional.<Duration>empty();
      var taken = false;
      for (var next : waiting.all()) {
        if (!gives.isTrue(next.flowFile())) {
          var left = release(next, now, waiting, out);
          taken |= left.isEmpty();
          wait = BinMerge.shorter(wait, left);
        }
      }
      if (waiting.isFull() && !taken && wait.isPresent()) {
        context.bulletins().accept("All that may wait waits for signals; none of them has come.");
      }
      return wait;
    }

    private void receive(Queued next, Instant now, Waiting waiting, Output out) {
      waiting.take(next);
      try {
        var name = name(next);
        var seen = count(name) + 1;
        context.state().put(name, seen + " " + now.toEpochMilli());
        out.emit("signal", next.flowFile());
      } catch (EvaluationException e) {
        out.emit("failure", next.flowFile().with(Attributes.ERROR, e.getMessage()));
      }
    }

    /** How much longer it waits; empty when it has gone. */
    private Optional<Duration> release(Queued next, Instant now, Waiting waiting, Output out) {
      var until = next.since().plus(settings.waitMax());
      try {
        if (count(name(next)) >= settings.count()) {
          waiting.take(next);
          out.emit("success", next.flowFile());
        } else if (now.isBefore(until)) {
          return Optional.of(Duration.between(now, until));
        } else {
          waiting.take(next);
          out.emit("expired", next.flowFile());
        }
      } catch (EvaluationException e) {
        waiting.take(next);
        out.emit("failure", next.flowFile().with(Attributes.ERROR, e.getMessage()));
      }
      return Optional.empty();
    }

    private String name(Queued next) throws EvaluationException {
      var name = signal.text(next.flowFile());
      if (name.isEmpty() || name.length() > NAME_LENGTH_MAX) {
        throw new EvaluationException("a signal's name has 1 to 200 characters");
      }
      return name;
    }

    private int count(String name) {
      return context
          .state()
          .get(name)
          .map(text -> Integer.parseInt(text.substring(0, text.indexOf(' '))))
          .orElse(0);
    }

    private void forgetOld(Instant now) {
      var all = context.state().all();
      var tooMany = all.size() - SIGNALS_MAX;
      for (var each : all.entrySet()) {
        var last = Long.parseLong(each.getValue().substring(each.getValue().indexOf(' ') + 1));
        if (tooMany-- <= 0 && now.isBefore(Instant.ofEpochMilli(last).plus(settings.waitMax()))) {
          return;
        }
        context.state().remove(each.getKey());
      }
    }
  }
}
