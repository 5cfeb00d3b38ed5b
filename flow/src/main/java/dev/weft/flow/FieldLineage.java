package dev.weft.flow;

import dev.weft.model.FlowSpec;
import dev.weft.model.PortName;
import dev.weft.model.Problem;
import dev.weft.spi.Expressions;
import dev.weft.spi.flow.FieldMap;
import dev.weft.spi.flow.FieldMap.How;
import dev.weft.spi.flow.ProcessorType;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where the fields of a flow's ports come from: what its processors declare, composed from a port
 * back to the sources. It needs no schema: a field is followed by its name.
 *
 * <p>A processor whose type or settings are not known is taken for one that makes any field of any.
 * May name too many origins, never too few.
 */
public final class FieldLineage {
  private static final int STEPS_MAX = 100_000;

  private final FlowPlan plan;
  private final FlowSpec flow;
  private final Expressions expressions;
  private final Map<Hop, FieldMap> maps = new LinkedHashMap<>();

  /**
   * One origin of a field.
   *
   * @param processor the source that gave it
   * @param port the port that the source reads; empty for a source outside the mesh
   * @param field its name there; {@code *} for any
   * @param how over all processors between
   * @param through those processors, in the order of the data
   */
  public record Origin(
      String processor, Optional<PortName> port, String field, How how, List<String> through) {}

  private record Hop(String processor, String relationship) {}

  /** A field as it comes to a processor, and what it went through after. */
  private record At(String processor, String field, How how, List<String> through) {}

  private FieldLineage(FlowSpec flow, FlowPlan plan, Expressions expressions) {
    this.flow = flow;
    this.plan = plan;
    this.expressions = expressions;
  }

  /** Of this flow; {@code values} are bound to its parameters. */
  public static FieldLineage of(
      FlowSpec flow, ProcessorTypes types, Expressions expressions, Map<String, String> values) {
    var problems = new ArrayList<Problem>();
    var plan = FlowPlan.of(flow, types, Parameters.of(flow, values), problems);
    return new FieldLineage(flow, plan, expressions);
  }

  /** Whether it writes this port. */
  public boolean writes(PortName port) {
    return flow.processors().stream().anyMatch(one -> isEnd(one, port));
  }

  private static boolean isEnd(FlowSpec.ProcessorSpec processor, PortName port) {
    return "PublishPort".equals(processor.type())
        && processor.settings().path("port").asText().equals(port.topic());
  }

  /** Where a field of a port comes from; empty for one that the flow makes of nothing. */
  public List<Origin> origins(PortName port, String field) {
    Deque<At> open = new ArrayDeque<>();
    flow.processors().stream()
        .filter(one -> isEnd(one, port))
        .forEach(one -> open.add(new At(one.name(), field, How.COPIED, List.of())));
    var seen = new HashSet<String>();
    var found = new LinkedHashMap<String, Origin>();
    for (var steps = 0; !open.isEmpty() && steps < STEPS_MAX; steps++) {
      var at = open.poll();
      for (var wire : plan.wires()) {
        var connection = wire.connection();
        if (connection.to().equals(at.processor())) {
          for (var before : before(connection, at)) {
            if (seen.add(before.processor() + "\0" + before.field() + "\0" + before.how())) {
              follow(before, open, found);
            }
          }
        }
      }
    }
    return List.copyOf(found.values());
  }

  /** The fields that a field comes from which comes by this connection. */
  private List<At> before(FlowSpec.Connection connection, At at) {
    var name = connection.from();
    var source = isSource(name);
    var map = source ? FieldMap.SAME : map(new Hop(name, connection.relationship()));
    var through = new ArrayList<String>();
    if (!source) {
      through.add(name);
    }
    through.addAll(at.through());
    return map.of(at.field()).stream()
        .map(from -> new At(name, from.field(), at.how().then(from.how()), through))
        .toList();
  }

  private void follow(At at, Deque<At> open, Map<String, Origin> found) {
    if (!isSource(at.processor())) {
      open.add(at);
      return;
    }
    var port = port(at.processor());
    found.merge(
        at.processor() + "\0" + at.field(),
        new Origin(at.processor(), port, at.field(), at.how(), at.through()),
        (one, other) -> one.how().compareTo(other.how()) >= 0 ? one : other);
  }

  private boolean isSource(String name) {
    return plan.wires().stream().noneMatch(wire -> wire.connection().to().equals(name));
  }

  private Optional<PortName> port(String name) {
    return flow.processors().stream()
        .filter(one -> one.name().equals(name) && "ConsumePort".equals(one.type()))
        .findFirst()
        .flatMap(one -> PortName.parse(one.settings().path("port").asText()));
  }

  private FieldMap map(Hop hop) {
    return maps.computeIfAbsent(
        hop,
        one ->
            plan.steps().stream()
                .filter(step -> step.name().equals(one.processor()))
                .findFirst()
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
