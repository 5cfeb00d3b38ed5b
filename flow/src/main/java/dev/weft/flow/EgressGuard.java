package dev.weft.flow;

import dev.weft.flow.FlowEgress.Sent;
import dev.weft.model.FlowSpec;
import dev.weft.spi.Egress;
import dev.weft.spi.Expressions;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * Keeps a running flow from sending what it may not. Asks again whenever the flow or a decision has
 * changed, before anything is taken and before anything is sent. For one thread at a time.
 */
final class EgressGuard {
  private final Egress egress;
  private final Expressions expressions;
  private final BiConsumer<FlowSpec, Sent> refusals;
  private FlowPlan asked;
  private long epoch;
  private Optional<Sent> refused = Optional.empty();
  private String told = "";

  /** {@code refusals} hears of each once, for as long as it stays the same. */
  EgressGuard(Egress egress, Expressions expressions, BiConsumer<FlowSpec, Sent> refusals) {
    this.egress = egress;
    this.expressions = expressions;
    this.refusals = refusals;
  }

  /**
   * Returns if the flow may send all that it sends.
   *
   * @throws UnitAborted.Refused with the reason
   */
  void check(FlowSpec flow, FlowPlan plan) {
    // Before the answer: what changes meanwhile is asked about the next time.
    var now = egress.epoch();
    if (!plan.equals(asked) || now != epoch) {
      refused =
          FlowEgress.of(flow, plan, expressions, egress).stream()
              .filter(sent -> !sent.allowed())
              .findFirst();
      asked = plan;
      epoch = now;
    }
    var sentence = refused.map(Sent::sentence).orElse("");
    if (!sentence.equals(told)) {
      told = sentence;
      refused.ifPresent(sent -> refusals.accept(flow, sent));
    }
    if (refused.isPresent()) {
      throw new UnitAborted.Refused(sentence);
    }
  }
}
