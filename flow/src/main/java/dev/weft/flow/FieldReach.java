package dev.weft.flow;

import dev.weft.flow.FlowPlan.Step;
import dev.weft.spi.Expressions;
import dev.weft.spi.flow.FieldMap;
import dev.weft.spi.flow.FieldMap.How;
import dev.weft.spi.flow.FillsAttributes;
import dev.weft.spi.flow.ProcessorType;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * To which processors of a flow a field comes so that its value can be seen: what {@link
 * FieldLineage} says, the other way round. A hash or mask ends the way; attributes may hold what a
 * processor has put there, and a processor that says nothing puts any field anywhere.
 *
 * <p>May name too many processors, never too few.
 */
final class FieldReach {
  private static final int STEPS_MAX = 100_000;

  /** Stands for the attributes of a FlowFile; no field can be called that. */
  private static final String ATTRIBUTES = "\0attributes";

  private final FlowPlan plan;
  private final Expressions expressions;
  private final Map<Hop, FieldMap> maps = new HashMap<>();
  private final Map<Start, Map<String, Way>> known = new HashMap<>();

  private record Hop(String processor, String relationship) {}

  private record Start(String source, String field) {}

  /**
   * How a field comes to a processor.
   *
   * @param field its name there; {@code *} for any
   * @param inAttributes whether it comes in an attribute
   * @param through the processors between, in the order of the data
   */
  record Way(String field, boolean inAttributes, List<String> through) {}

  private record At(String processor, String field, List<String> through) {
    At on(String next, String as) {
      var all = new ArrayList<>(through);
      all.add(processor);
      return new At(next, as, all);
    }

    Way way() {
      var inAttributes = field.equals(ATTRIBUTES);
      return new Way(inAttributes ? FieldMap.ANY : field, inAttributes, through);
    }
  }

  FieldReach(FlowPlan plan, Expressions expressions) {
    this.plan = plan;
    this.expressions = expressions;
  }

  /** How a field that a source gives comes to a processor, if it can be seen there. */
  Optional<Way> way(String source, String field, String processor) {
    var all = known.computeIfAbsent(new Start(source, field), this::ways);
    return Optional.ofNullable(all.get(processor));
  }

  private Map<String, Way> ways(Start start) {
    var found = new LinkedHashMap<String, Way>();
    var seen = new HashSet<List<String>>();
    Deque<At> open = new ArrayDeque<>();
    for (var wire : plan.wires()) {
      if (wire.connection().from().equals(start.source())) {
        open.add(new At(wire.connection().to(), start.field(), List.of()));
      }
    }
    while (!open.isEmpty()) {
      var at = open.poll();
      if (seen.add(List.of(at.processor(), at.field()))) {
        found.putIfAbsent(at.processor(), at.way());
        follow(at, open);
      }
      if (seen.size() > STEPS_MAX) {
        plan.steps().forEach(step -> found.putIfAbsent(step.name(), at.way()));
        return found;
      }
    }
    return found;
  }

  private void follow(At at, Deque<At> open) {
    var fills = fillsAttributes(at);
    for (var wire : plan.wires()) {
      var connection = wire.connection();
      if (connection.from().equals(at.processor())) {
        map(new Hop(at.processor(), connection.relationship())).leadsTo(at.field()).stream()
            .filter(into -> into.how() != How.HIDDEN)
            .forEach(into -> open.add(at.on(connection.to(), into.field())));
        if (fills) {
          open.add(at.on(connection.to(), ATTRIBUTES));
        }
      }
    }
  }

  /** Attributes stay as long as the FlowFile does, and what says nothing may put anything there. */
  private boolean fillsAttributes(At at) {
    if (at.field().equals(ATTRIBUTES)) {
      return true;
    }
    var step = step(at.processor());
    if (step.isEmpty() || step.get().settings().isEmpty()) {
      return true;
    }
    return step.get().type() instanceof FillsAttributes<?> type
        ? put(type, step.get().settings().get()).stream().anyMatch(from -> overlap(from, at))
        : isOpaque(step.get());
  }

  private static boolean overlap(String from, At at) {
    var field = at.field();
    return from.equals(FieldMap.ANY)
        || field.equals(FieldMap.ANY)
        || from.equals(field)
        || from.startsWith(field + ".")
        || field.startsWith(from + ".");
  }

  private <S extends Record> Set<String> put(FillsAttributes<S> type, Record settings) {
    try {
      return type.inAttributes(type.settings().cast(settings), expressions);
    } catch (RuntimeException e) {
      return Set.of(FieldMap.ANY);
    }
  }

  private boolean isOpaque(Step step) {
    return plan.wires().stream()
        .map(FlowPlan.Wire::connection)
        .filter(connection -> connection.from().equals(step.name()))
        .anyMatch(one -> !map(new Hop(one.from(), one.relationship())).known());
  }

  private Optional<Step> step(String name) {
    return plan.steps().stream().filter(step -> step.name().equals(name)).findFirst();
  }

  private FieldMap map(Hop hop) {
    return maps.computeIfAbsent(
        hop,
        one ->
            step(one.processor())
                .flatMap(
                    step ->
                        step.settings().map(bound -> map(step.type(), bound, one.relationship())))
                .orElse(FieldMap.OPAQUE));
  }

  private <S extends Record> FieldMap map(
      ProcessorType<S> type, Record settings, String relationship) {
    try {
      return type.fields(type.settings().cast(settings), relationship, expressions);
    } catch (RuntimeException e) {
      return FieldMap.OPAQUE; // A plug-in's word that fails is no word.
    }
  }
}
