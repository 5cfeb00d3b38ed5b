package dev.weft.server.apply;

import dev.weft.flow.FlowEgress;
import dev.weft.flow.FlowEgress.Sent;
import dev.weft.flow.ProcessorTypes;
import dev.weft.model.FlowSpec;
import dev.weft.model.ResourceKey;
import dev.weft.model.ResourceKind;
import dev.weft.server.parameters.FlowParameters;
import dev.weft.server.parameters.FlowValues;
import dev.weft.spi.Egress;
import dev.weft.spi.Expressions;
import dev.weft.spi.MeshState;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;

/** Where flows send to with the values that they run with, and what policies say of it. */
public final class FlowDestinations {
  private final FlowParameters parameters;
  private final ProcessorTypes types;
  private final Expressions expressions;
  private final Egress egress;
  private final BiConsumer<FlowSpec, Sent> refusals;

  /** {@code refusals} hears of what a flow that runs elsewhere may not send. */
  public FlowDestinations(
      FlowParameters parameters,
      ProcessorTypes types,
      Expressions expressions,
      Egress egress,
      BiConsumer<FlowSpec, Sent> refusals) {
    this.refusals = refusals;
    this.parameters = parameters;
    this.types = types;
    this.expressions = expressions;
    this.egress = egress;
  }

  /** All places to which a flow sends. What depends on a parameter without a value is unknown. */
  public List<Sent> of(MeshState state, String name) {
    var flow =
        state
            .get(new ResourceKey(ResourceKind.FLOW, name))
            .orElseThrow(() -> FlowDeployer.noSuchFlow(name))
            .as(FlowSpec.class);
    return of(parameters.of(state, flow));
  }

  /** What a flow that runs with these values may not send, if anything. */
  public Optional<Sent> refused(FlowValues values) {
    return of(values).stream().filter(sent -> !sent.allowed()).findFirst();
  }

  /** The flow, which runs elsewhere, does not send this any more. */
  public void tell(FlowSpec flow, Sent refused) {
    refusals.accept(flow, refused);
  }

  private List<Sent> of(FlowValues values) {
    var known = values.missing().isEmpty() ? values.open() : Map.<String, String>of();
    return FlowEgress.of(values.flow(), types, expressions, egress, known);
  }
}
