package dev.weft.server.observe;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weft.model.Json;
import dev.weft.model.PortName;
import dev.weft.model.PrincipalId;
import dev.weft.server.identity.SessionKeys;
import dev.weft.spi.AccessObserver;
import dev.weft.spi.AuditEvent;
import dev.weft.spi.AuditLog;
import dev.weft.spi.ReadDecision;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/** Writes what the gateway observes to the audit: one event per range and decision. */
public final class AccessAudit implements AccessObserver {
  private static final int NAME_CHARACTERS_MAX = 200;

  private static final Duration WRITES_QUIET = Duration.ofHours(1);
  private static final int WRITERS_MAX = 10_000;

  private final AuditLog audit;
  private final ReadLedger ledger;
  private final Clock clock;
  private final Map<Writing, Instant> toldWriting = new ConcurrentHashMap<>();

  private record Writing(PrincipalId principal, PortName port) {}

  public AccessAudit(AuditLog audit, ReadLedger ledger, Clock clock) {
    this.clock = clock;
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
    decision(event.decision(), details);
    return append(event.reader().principal(), "read.opened", event.port().topic(), true, details);
  }

  @Override
  public CompletableFuture<Void> readClosed(ReadRange event) {
    ledger.add(event);
    var amounts = event.amounts();
    var details = reader(event.reader());
    details
        .put("partition", event.partition())
        .put("from", event.from())
        .put("to", event.to())
        .put("since", event.since().toString())
        .put("until", event.until().toString())
        .put("delivered", amounts.delivered())
        .put("filtered", amounts.filtered())
        .put("withheld", amounts.withheld())
        .put("bytes", amounts.bytes());
    decision(event.decision(), details);
    return append(event.reader().principal(), "read", event.port().topic(), true, details);
  }

  @Override
  public CompletableFuture<Void> readEnded(Reader reader, PortName port) {
    return append(reader.principal(), "read.ended", port.topic(), true, reader(reader));
  }

  /** Who writes to a port is said once an hour, not how much. */
  @Override
  public CompletableFuture<Void> wrote(Reader writer, PortName port) {
    var writing = new Writing(writer.principal(), port);
    var now = clock.instant();
    var told = toldWriting.get(writing);
    if (told != null && now.isBefore(told.plus(WRITES_QUIET))) {
      return CompletableFuture.completedFuture(null);
    }
    if (toldWriting.size() >= WRITERS_MAX) {
      toldWriting.clear();
    }
    toldWriting.put(writing, now);
    return append(writer.principal(), "write", port.topic(), true, reader(writer));
  }

  @Override
  public CompletableFuture<Void> refused(Refusal event) {
    var details =
        reader(event.reader()).put("reason", event.reason()).put("event_count", event.count());
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
            .put("reason", event.reason())
            .put("event_count", event.count());
    var keyId = shortened(event.keyId());
    return append(
        event.principal().orElse(PrincipalId.WEFT),
        "connect",
        "ClientKey/" + keyId,
        event.successful(),
        details);
  }

  /** Before anybody has authenticated, names are whatever somebody sends. */
  private static String shortened(String name) {
    return name.length() <= NAME_CHARACTERS_MAX ? name : name.substring(0, NAME_CHARACTERS_MAX);
  }

  private static void decision(ReadDecision decision, ObjectNode details) {
    details.set("maskedFields", Json.tree(decision.maskedFields()));
    details.set("masks", Json.tree(decision.masks()));
    decision.withheldFields().forEach(details.putArray("withheldFields")::add);
    decision.shownFields().forEach(details.putArray("shownFields")::add);
    details.put("otherFields", decision.otherFields()).put("key", decision.key());
    if (!decision.filter().isEmpty()) {
      details.put("filter", decision.filter());
    }
    decision.policies().forEach(details.putArray("policies")::add);
    if (!decision.purpose().isEmpty()) {
      details.put("purpose", decision.purpose());
    }
  }

  private CompletableFuture<Void> append(
      PrincipalId actor, String action, String subject, boolean successful, ObjectNode details) {
    return audit.append(new AuditEvent(actor, action, subject, successful, details));
  }

  /** A door of Weft's own reads with a key of one session, on behalf of whom it belongs to. */
  private static ObjectNode reader(Reader reader) {
    var details =
        Json.object()
            .put("session", reader.session())
            .put("keyId", reader.keyId())
            .put("clientId", reader.clientId())
            .put("group", reader.group())
            .put("address", reader.address());
    return SessionKeys.isSession(reader.keyId())
        ? details.put("onBehalfOf", reader.principal().toString())
        : details;
  }
}
