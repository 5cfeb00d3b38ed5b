package dev.weft.server.http;

import dev.weft.model.PortName;
import dev.weft.model.ResourceKind;
import dev.weft.model.Subscription;
import dev.weft.server.identity.Caller;
import dev.weft.server.identity.Rights;
import dev.weft.spi.AuditLog;
import dev.weft.spi.AuditLog.Stored;
import dev.weft.spi.MeshLog;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** Looking back: who did what, and proof that nobody has altered the answer. */
public final class AuditRoutes {
  private static final int LIMIT = 100;
  private static final int LIMIT_MAX = 10_000;

  private final MeshLog mesh;
  private final AuditLog audit;

  public AuditRoutes(MeshLog mesh, AuditLog audit) {
    this.mesh = mesh;
    this.audit = audit;
  }

  public void addTo(Routes routes) {
    routes.get(
        "/api/v1/audit",
        "Events, newest first: all for auditors, others' own and their products'.",
        List.of("actor", "action", "subject", "from", "to", "limit"),
        this::search);
    routes.get("/api/v1/audit/verify", "Checks every hash chain of the audit.", this::verify);
  }

  private Object search(Request request) {
    var query =
        new AuditLog.AuditQuery(
            request.query("actor"),
            request.query("action"),
            request.query("subject"),
            request.time("from"),
            request.time("to"),
            visibleTo(request.caller()),
            request.number("limit", LIMIT, LIMIT_MAX));
    return new Answers.Items<>(audit.search(query));
  }

  private Object verify(Request request) {
    requireAuditor(request.caller(), "Only auditors verify the audit.");
    var progress = new Progress(request.context());
    return progress.end(audit.verify(progress));
  }

  static void requireAuditor(Caller caller, String message) {
    caller.require(
        caller.isAuditor(),
        "not-an-auditor",
        message,
        "An administrator grants the role: roles: [auditor].");
  }

  /** Auditors see all; others what they did, and what concerns the products they own. */
  private Predicate<Stored> visibleTo(Caller caller) {
    if (caller.isAuditor()) {
      return event -> true;
    }
    var owned = Set.copyOf(new Rights(mesh.state()).ownedBy(caller.name()));
    return event ->
        event.actor().equals(caller.id().toString())
            || portOf(event).map(owned::contains).orElse(false);
  }

  private Optional<String> portOf(Stored event) {
    var port =
        PortName.parse(event.subject())
            .or(() -> PortName.parse(event.details().path("port").asText()));
    if (port.isPresent()) {
      return port.map(PortName::product);
    }
    var prefix = ResourceKind.SUBSCRIPTION.word() + "/";
    return event.subject().startsWith(prefix)
        ? mesh.state()
            .find(
                ResourceKind.SUBSCRIPTION,
                event.subject().substring(prefix.length()),
                Subscription.class)
            .flatMap(one -> PortName.parse(one.port()))
            .map(PortName::product)
        : Optional.empty();
  }
}
