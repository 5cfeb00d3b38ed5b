package dev.weft.server.http;

import dev.weft.model.DataProduct;
import dev.weft.model.Json;
import dev.weft.model.PortName;
import dev.weft.model.Problem;
import dev.weft.model.ResourceKind;
import dev.weft.server.access.Ports;
import dev.weft.server.access.QuarantineReader;
import dev.weft.server.identity.Caller;
import dev.weft.server.identity.Rights;
import dev.weft.spi.AuditEvent;
import dev.weft.spi.AuditLog;
import dev.weft.spi.MeshLog;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Why records are in a port's quarantine: for those who answer for its product, and administrators;
 * never a record's key or value. Each look is audited before it.
 */
public final class QuarantineRoutes {
  private static final int STANDARD = 20;
  private static final int MOST = 200;
  private static final int LOOKS_MAX = 4;
  private static final int AUDIT_SECONDS = 10;

  private final MeshLog mesh;
  private final AuditLog audit;
  private final QuarantineReader reader;
  private final Semaphore looks = new Semaphore(LOOKS_MAX);

  public QuarantineRoutes(MeshLog mesh, AuditLog audit, QuarantineReader reader) {
    this.mesh = mesh;
    this.audit = audit;
    this.reader = reader;
  }

  public void addTo(Routes routes) {
    routes.get(
        "/api/v1/ports/{port}/quarantine",
        "Its newest quarantined records: where from and why, never their values.",
        List.of("max"),
        this::look);
  }

  private Object look(Request request) {
    var port = request.port();
    require(request.caller(), port);
    var max = request.number("max", STANDARD, MOST);
    if (!looks.tryAcquire()) {
      throw Problem.environment(
              "too-many-looks",
              LOOKS_MAX + " people look into a quarantine already.",
              "Try again in some seconds.")
          .asException();
    }
    try {
      note(request, port, max);
      return new Answers.Items<>(reader.newest(port, max));
    } finally {
      looks.release();
    }
  }

  private void require(Caller caller, PortName port) {
    if (!Ports.exists(mesh.state(), port)) {
      throw Problem.missing(
              "no-such-port",
              "There is no port '" + port + "'.",
              "'weft search WORDS' finds ports.")
          .asException();
    }
    var rights = new Rights(mesh.state());
    var may =
        caller.isAdmin()
            || mesh.state()
                .find(ResourceKind.DATA_PRODUCT, port.product(), DataProduct.class)
                .filter(product -> rights.owns(caller, product) || rights.tends(caller, product))
                .isPresent();
    if (!may) {
      throw Problem.refused(
              "not-authorized",
              "You may not look into the quarantine of " + port + ".",
              "Its product's owners and stewards, its domain's stewards and administrators may.")
          .asException();
    }
  }

  private void note(Request request, PortName port, int max) {
    var details = Json.object().put("max", max).put("address", request.address());
    var event =
        new AuditEvent(request.caller().id(), "quarantine.read", port.topic(), true, details);
    try {
      audit.append(event).orTimeout(AUDIT_SECONDS, TimeUnit.SECONDS).join();
    } catch (CompletionException e) {
      throw Problem.environment(
              "audit-not-stored",
              "The audit does not take the look, so nothing is shown.",
              "/health/ready says how the audit is.")
          .asException();
    }
  }
}
