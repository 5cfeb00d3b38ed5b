package dev.weft.processors.standard;

import dev.weft.spi.Expressions.EvaluationException;
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
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Sends FlowFiles on in the order of a number, waiting for those that are missing. */
public final class EnforceOrder
    implements ProcessorType.OfQueue<EnforceOrder.Settings>,
        KeepsFields<EnforceOrder.Settings>,
        SendsNothing<EnforceOrder.Settings> {
  /** Which order. */
  public record Settings(
      @Doc("CEL over 'attributes': the number of the FlowFile, whole and counted by ones.")
          String order,
      @Doc("CEL over 'attributes': each value is counted by itself, for 10,000 values at most.")
          String group,
      @Doc("The first number of a group.") long first,
      @Doc(
              "How long to wait for a missing number; then the FlowFile goes to overtook, and the"
                  + " missing one, should it still come, to skipped.")
          Duration waitMax) {
    public Settings {
      order = Bounds.given("order", order, "int(attributes.sequence)");
      group = Bounds.text(group);
      waitMax = Bounds.positive("waitMax", waitMax, Duration.ofMinutes(10));
    }
  }

  @Override
  public String name() {
    return "EnforceOrder";
  }

  @Override
  public String summary() {
    return "Sends FlowFiles on in the order of a number, waiting for those that are missing.";
  }

  @Override
  public Class<Settings> settings() {
    return Settings.class;
  }

  @Override
  public List<String> relationships(Settings settings) {
    return List.of("success", "overtook", "skipped", "failure");
  }

  @Override
  public QueueProcessor create(Settings settings, ProcessorContext context) {
    return new Order(
        settings,
        AttributeExpression.of(settings.order(), context),
        AttributeExpression.ofOptional(settings.group(), context),
        context);
  }

  /** One that waits, with its number. */
  private record Numbered(QueueProcessor.Queued queued, long number) {}

  private record Order(
      Settings settings,
      AttributeExpression order,
      Optional<AttributeExpression> group,
      ProcessorContext context)
      implements QueueProcessor {
    private static final int GROUPS_MAX = 10_000;

    @Override
    public Optional<Duration> process(Waiting waiting, Output out) {
      var now = context.clock().instant();
      var groups = groups(waiting, out);
      var wait = Optional.<Duration>empty();
      var before = waiting.all().size();
      var left = 0;
      for (var each : groups.entrySet()) {
        var rest = inOrder(each.getKey(), each.getValue(), now, waiting, out);
        left += rest.size();
        if (!rest.isEmpty()) {
          wait = BinMerge.shorter(wait, Optional.of(untilOvertaking(rest, now)));
        }
      }
      if (waiting.isFull() && left == before && left > 0) {
        context.bulletins().accept("A number is missing and no more can wait: it is overtaken.");
        var first = groups.entrySet().iterator().next();
        overtake(first.getKey(), first.getValue().get(0), waiting, out);
        return Optional.of(Duration.ofMillis(10));
      }
      return wait;
    }

    private Map<String, List<Numbered>> groups(Waiting waiting, Output out) {
      var groups = new LinkedHashMap<String, List<Numbered>>();
      for (var next : waiting.all()) {
        try {
          var name = group.isEmpty() ? "" : group.get().text(next.flowFile());
          var number = number(order.value(next.flowFile()));
          groups.computeIfAbsent(name, none -> new ArrayList<>()).add(new Numbered(next, number));
        } catch (EvaluationException e) {
          waiting.take(next);
          out.emit("failure", next.flowFile().with(Attributes.ERROR, e.getMessage()));
        }
      }
      groups.values().forEach(all -> all.sort(Comparator.comparingLong(Numbered::number)));
      return groups;
    }

    private static long number(Object value) throws EvaluationException {
      if (value instanceof Long number) {
        return number;
      }
      throw new EvaluationException("order gives no whole number: use int(...)");
    }

    /** Sends on what is due; gives back what goes on waiting. */
    private List<Numbered> inOrder(
        String name, List<Numbered> sorted, Instant now, Waiting waiting, Output out) {
      var rest = new ArrayList<Numbered>();
      for (var next : sorted) {
        var expected = expected(name);
        if (next.number() < expected) {
          send("skipped", next, waiting, out);
        } else if (next.number() == expected) {
          send("success", next, waiting, out);
          expect(name, expected + 1);
        } else if (!now.isBefore(next.queued().since().plus(settings.waitMax()))) {
          overtake(name, next, waiting, out);
        } else {
          rest.add(next);
        }
      }
      return rest;
    }

    private void overtake(String name, Numbered next, Waiting waiting, Output out) {
      send("overtook", next, waiting, out);
      expect(name, next.number() + 1);
    }

    private void send(String relationship, Numbered next, Waiting waiting, Output out) {
      waiting.take(next.queued());
      FlowFile flowFile = next.queued().flowFile();
      out.emit(relationship, flowFile);
    }

    private Duration untilOvertaking(List<Numbered> rest, Instant now) {
      var oldest =
          rest.stream()
              .map(each -> each.queued().since())
              .min(Comparator.naturalOrder())
              .orElseThrow();
      return Duration.between(now, oldest.plus(settings.waitMax()));
    }

    private long expected(String name) {
      return context.state().get(name).map(Long::parseLong).orElse(settings.first());
    }

    private void expect(String name, long number) {
      var isNew = context.state().get(name).isEmpty();
      context.state().put(name, Long.toString(number));
      if (isNew && context.state().all().size() > GROUPS_MAX) {
        var oldest = context.state().all().keySet().iterator().next();
        context.state().remove(oldest);
        context.bulletins().accept("More than 10,000 groups: the longest unused is forgotten.");
      }
    }
  }
}
