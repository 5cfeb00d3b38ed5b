package dev.weft.server.observe;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weft.model.Json;
import dev.weft.model.PrincipalId;
import dev.weft.spi.AccessObserver;
import dev.weft.spi.AuditEvent;
import dev.weft.spi.AuditLog;
import java.util.concurrent.CompletableFuture;

/** Writes what the gateway observes to the audit: one event per range and decision. */
public final class AccessAudit implements AccessObserver {
  private final AuditLog audit;
  private final ReadLedger ledger;

  public AccessAudit(AuditLog audit, ReadLedger ledger) {
    this.audit = audit;
    this.ledger = ledger;
  }

  @Override
  public CompletableFuture<Void> readOpened(ReadOpened event) {
    var details = reader(event.reader());
    details
        .put("partition", event.partition())
        .put("from", event.from())
        .put("limit", event.limit());
    return append(event.reader().principal(), "read.opened", event.port().topic(), true, details);
  }

  @Override
  public CompletableFuture<Void> readClosed(ReadRange event) {
    ledger.add(event);
    var details = reader(event.reader());
    details
        .put("partition", event.partition())
        .put("from", event.from())
        .put("to", event.to())
        .put("delivered", event.delivered())
        .put("filtered", event.filtered())
        .put("withheld", event.withheld());
    details.set("maskedFields", Json.tree(event.maskedFields()));
    event.withheldFields().forEach(details.putArray("withheldFields")::add);
    event.policies().forEach(details.putArray("policies")::add);
    return append(event.reader().principal(), "read", event.port().topic(), true, details);
  }

  @Override
  public CompletableFuture<Void> refused(Refusal event) {
    var details = reader(event.reader()).put("reason", event.reason());
    return append(
        event.reader().principal(),
        event.operation() + ".refused",
        event.port().topic(),
        false,
        details);
  }

  @Override
  public CompletableFuture<Void> authenticated(Authentication event) {
    var details =
        Json.object()
            .put("address", event.address())
            .put("clientId", event.clientId())
            .put("reason", event.reason());
    return append(
        PrincipalId.WEFT, "connect", "ClientKey/" + event.keyId(), event.successful(), details);
  }

  private CompletableFuture<Void> append(
      PrincipalId actor, String action, String subject, boolean successful, ObjectNode details) {
    return audit.append(new AuditEvent(actor, action, subject, successful, details));
  }

  private static ObjectNode reader(Reader reader) {
    return Json.object()
        .put("session", reader.session())
        .put("keyId", reader.keyId())
        .put("clientId", reader.clientId())
        .put("group", reader.group())
        .put("address", reader.address());
  }
}
