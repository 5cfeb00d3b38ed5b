package dev.weft.server.observe;

import dev.weft.flow.FlowEgress.Sent;
import dev.weft.model.FlowSpec;
import dev.weft.model.Json;
import dev.weft.model.PrincipalId;
import dev.weft.model.ResourceKey;
import dev.weft.model.ResourceKind;
import dev.weft.spi.AuditEvent;
import dev.weft.spi.AuditLog;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the audit what a running flow may not send, and so does not. */
public final class EgressAudit implements BiConsumer<FlowSpec, Sent> {
  private static final Logger LOG = LoggerFactory.getLogger(EgressAudit.class);

  private final AuditLog audit;

  public EgressAudit(AuditLog audit) {
    this.audit = audit;
  }

  @Override
  public void accept(FlowSpec flow, Sent sent) {
    var details =
        Json.object()
            .put("processor", sent.processor())
            .put("destination", sent.place())
            .put("policy", sent.policy())
            .put("reason", sent.reason());
    var event =
        new AuditEvent(
            PrincipalId.product(flow.product()),
            "egress.refused",
            new ResourceKey(ResourceKind.FLOW, flow.name()).toString(),
            false,
            details);
    // The flow has stopped whether the audit answers or not.
    var unused =
        audit
            .append(event)
            .exceptionally(
                failure -> {
                  LOG.warn("The audit did not take that flow {} was refused", flow.name(), failure);
                  return null;
                });
  }
}
