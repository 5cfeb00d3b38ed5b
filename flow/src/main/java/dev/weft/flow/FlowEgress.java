package dev.weft.flow;

import dev.weft.flow.FlowPlan.Step;
import dev.weft.model.FlowSpec;
import dev.weft.model.NamePattern;
import dev.weft.model.Place;
import dev.weft.model.PortName;
import dev.weft.model.Problem;
import dev.weft.spi.Egress;
import dev.weft.spi.Egress.ReadField;
import dev.weft.spi.Egress.TagRule;
import dev.weft.spi.Expressions;
import dev.weft.spi.flow.Destination;
import dev.weft.spi.flow.FieldMap;
import dev.weft.spi.flow.ProcessorType;
import dev.weft.spi.flow.ServiceType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Where a flow sends to, outside of the mesh, and what policies say of each place and of what gets
 * there. Closed: what nobody knows or has classified counts as what the policies keep back.
 */
public final class FlowEgress {
  private final FlowSpec flow;
  private final FlowPlan plan;
  private final Egress egress;
  private final FieldReach reach;
  private final Map<PortName, List<ReadField>> fields = new HashMap<>();

  /**
   * A place to which a processor sends.
   *
   * @param setting its path in the flow's document
   * @param known whether the settings are known; else the place is not
   * @param policy the policy that decided; empty when none is about it
   * @param reason why, as the rest of a sentence
   */
  public record Sent(
      String processor,
      String place,
      String setting,
      boolean known,
      boolean allowed,
      String policy,
      String reason) {
    /** As people are told that it may not be sent. */
    public String sentence() {
      return "'" + processor + "' may not send to " + place + ": " + reason + ".";
    }
  }

  private FlowEgress(FlowSpec flow, FlowPlan plan, Expressions expressions, Egress egress) {
    this.flow = flow;
    this.plan = plan;
    this.egress = egress;
    this.reach = new FieldReach(plan, expressions);
  }

  /** Of a flow with these values of its parameters; what depends on others is not known. */
  public static List<Sent> of(
      FlowSpec flow,
      ProcessorTypes types,
      Expressions expressions,
      Egress egress,
      Map<String, String> values) {
    var plan = FlowPlan.of(flow, types, Parameters.of(flow, values), new ArrayList<>());
    return of(flow, plan, expressions, egress);
  }

  static List<Sent> of(FlowSpec flow, FlowPlan plan, Expressions expressions, Egress egress) {
    return new FlowEgress(flow, plan, expressions, egress).sent();
  }

  /** Whether it sends anything at all. */
  static boolean sends(FlowPlan plan) {
    return plan.steps().stream().anyMatch(step -> !destinations(plan, step).isEmpty());
  }

  /**
   * What may not be sent, as problems of the flow's document. Parameters have no values yet, so
   * where a place depends on one it is only known when the flow starts. Secrets cannot be part of a
   * place: they fill only settings for secrets.
   */
  public static List<Problem> problems(
      FlowSpec flow, ProcessorTypes types, Expressions expressions, Egress egress) {
    var values = new HashMap<String, String>();
    flow.parameters()
        .forEach(
            (name, parameter) -> {
              if (parameter.sensitive()) {
                values.put(name, "secret");
              }
            });
    return of(flow.withoutDefaults(), types, expressions, egress, values).stream()
        .filter(sent -> sent.known() && !sent.allowed())
        .map(FlowEgress::problem)
        .toList();
  }

  private static Problem problem(Sent sent) {
    return new Problem(
        Problem.Kind.REFUSED,
        "egress-refused",
        Place.field(sent.setting()),
        sent.sentence(),
        sent.reason().contains("field")
            ? "Remove or hash the field before it, or ask whoever writes the policy."
            : "Whoever governs the domain can allow it, in a policy of type egress.");
  }

  private List<Sent> sent() {
    var all = new ArrayList<Sent>();
    for (var step : plan.steps()) {
      for (var destination : destinations(plan, step)) {
        all.add(sent(step, destination));
      }
    }
    return all;
  }

  private Sent sent(Step step, Destination to) {
    var path = "processors[" + step.index() + "]";
    var setting = to.setting().isEmpty() ? "" : ".settings." + to.setting();
    var verdict = egress.decide(flow.product(), to.place());
    var kept = verdict.allowed() ? keptBack(step, verdict.withoutTags()) : Optional.<Kept>empty();
    return new Sent(
        step.name(),
        to.place(),
        path + setting,
        step.settings().isPresent(),
        verdict.allowed() && kept.isEmpty(),
        kept.map(Kept::policy).orElse(verdict.policy()),
        kept.map(Kept::reason).orElse(verdict.reason()));
  }

  /** What may not get there. */
  private record Kept(String policy, String reason) {}

  private Optional<Kept> keptBack(Step step, List<TagRule> rules) {
    for (var rule : rules) {
      Predicate<String> denied =
          tag -> rule.tags().stream().anyMatch(one -> NamePattern.of(one).matches(tag));
      for (var source : plan.steps()) {
        var kept = isFirst(source) ? keptBack(step, source, rule, denied) : Optional.<Kept>empty();
        if (kept.isPresent()) {
          return kept;
        }
      }
    }
    return Optional.empty();
  }

  private boolean isFirst(Step step) {
    return plan.wires().stream().noneMatch(wire -> wire.connection().to().equals(step.name()));
  }

  private Optional<Kept> keptBack(Step step, Step source, TagRule rule, Predicate<String> denied) {
    var port =
        source.settings().orElse(null) instanceof ConsumePort.Settings settings
            ? Optional.of(settings.portName())
            : Optional.<PortName>empty();
    var its = port.map(this::fields).orElse(List.of());
    if (its.isEmpty()) {
      var whose = port.map(Object::toString).orElse("'" + source.name() + "'");
      return reach
          .way(source.name(), FieldMap.ANY, step.name())
          .map(way -> kept(rule, "no field of " + whose + " has been classified", way));
    }
    for (var field : its) {
      var tag = field.tags().stream().filter(denied).sorted().findFirst();
      if (!field.hidden() && (tag.isPresent() || !field.lookedAt())) {
        var way = reach.way(source.name(), field.path(), step.name());
        if (way.isPresent()) {
          var name = "field '" + field.path() + "' of " + port.get() + " ";
          return Optional.of(
              kept(
                  rule,
                  name + tag.map(one -> "is tagged " + one).orElse("has not been classified"),
                  way.get()));
        }
      }
    }
    return Optional.empty();
  }

  private List<ReadField> fields(PortName port) {
    return fields.computeIfAbsent(port, one -> egress.fields(flow.product(), one));
  }

  private static Kept kept(TagRule rule, String what, FieldReach.Way way) {
    var by = way.through().isEmpty() ? "" : " by way of " + String.join(", ", way.through());
    var as = way.inAttributes() ? ", perhaps in an attribute" : "";
    return new Kept(
        rule.policy(),
        what
            + " and gets there"
            + by
            + as
            + "; policy '"
            + rule.policy()
            + "' keeps "
            + String.join(", ", rule.tags())
            + " from there");
  }

  private static List<Destination> destinations(FlowPlan plan, Step step) {
    return step.settings().isPresent()
        ? destinations(plan, step.type(), step.settings().get())
        : withoutSettings(step.type());
  }

  private static <S extends Record> List<Destination> destinations(
      FlowPlan plan, ProcessorType<S> type, Record settings) {
    try {
      return List.copyOf(
          type.destinations(type.settings().cast(settings), name -> destinations(plan, name)));
    } catch (RuntimeException e) {
      return List.of(Destination.unknown("")); // A plug-in's word that fails is no word.
    }
  }

  /** Asked without settings, a type answers only when it sends nothing whatever they are. */
  private static <S extends Record> List<Destination> withoutSettings(ProcessorType<S> type) {
    try {
      var all = type.destinations(null, name -> List.of(Destination.unknown("")));
      return all.isEmpty() ? all : List.of(Destination.unknown(""));
    } catch (RuntimeException e) {
      return List.of(Destination.unknown(""));
    }
  }

  private static List<Destination> destinations(FlowPlan plan, String service) {
    return plan.services().stream()
        .filter(one -> one.name().equals(service) && one.settings().isPresent())
        .findFirst()
        .map(one -> destinations(one.type(), one.settings().get()))
        .orElse(List.of(Destination.unknown("")));
  }

  private static <S extends Record> List<Destination> destinations(
      ServiceType<S, ?> type, Record settings) {
    return type.destinations(type.settings().cast(settings));
  }
}
