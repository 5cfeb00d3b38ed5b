package dev.weft.gateway.access;

import dev.weft.model.ClientKey;
import dev.weft.model.PrincipalId;
import dev.weft.spi.FlowTopics;
import java.util.Optional;

/**
 * What a key may write, besides its product's ports, with which a host outside the server runs a
 * flow: that flow's own records in the topics of the flows, and the quarantines of the ports that
 * the product may write. Nothing of it may be read here.
 */
public final class FlowRights {
  private final String flow;
  private final String product;
  private final Views views;

  private FlowRights(String flow, String product, Views views) {
    this.flow = flow;
    this.product = product;
    this.views = views;
  }

  /** Those of a key; empty for every key that is not for running a flow. */
  public static Optional<FlowRights> of(ClientKey key, Views views) {
    return key.flow().isEmpty() || key.principal().type() != PrincipalId.Type.PRODUCT
        ? Optional.empty()
        : Optional.of(new FlowRights(key.flow(), key.principal().name(), views));
  }

  /** Whether it may write something to this topic, which is no port. */
  public boolean mayWrite(String topic) {
    return switch (topic) {
      case FlowTopics.STATE, FlowTopics.QUEUE, FlowTopics.TRACE -> true;
      default -> isOwnQuarantine(topic);
    };
  }

  /** Whether this record may be written there. */
  public boolean mayWrite(String topic, byte[] key, Optional<byte[]> value) {
    return isOwnQuarantine(topic) || FlowTopics.belongs(topic, flow, product, key, value);
  }

  private boolean isOwnQuarantine(String topic) {
    return FlowTopics.quarantined(topic)
        .filter(port -> port.product().equals(product))
        .filter(port -> views.write(port).allowed())
        .isPresent();
  }
}
