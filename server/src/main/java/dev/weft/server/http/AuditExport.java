package dev.weft.server.http;

import dev.weft.model.Json;
import dev.weft.model.Place;
import dev.weft.model.Problem;
import dev.weft.server.audit.Ocsf;
import dev.weft.spi.AuditEvent;
import dev.weft.spi.AuditLog;
import dev.weft.spi.AuditLog.Stored;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The audit as a stream of lines, for auditors: as it is, or as OCSF for other programs. */
public final class AuditExport {
  private static final Logger LOG = LoggerFactory.getLogger(AuditExport.class);
  private static final int AUDIT_SECONDS = 10;

  private final AuditLog audit;
  private final Ocsf ocsf;

  public AuditExport(AuditLog audit, Ocsf ocsf) {
    this.audit = audit;
    this.ocsf = ocsf;
  }

  public void addTo(Routes routes) {
    routes.get(
        "/api/v1/audit/export",
        "All events of a time, oldest first, a JSON document a line; format=ocsf or weft.",
        List.of("format", "from", "to"),
        this::export);
  }

  private Object export(Request request) throws IOException {
    AuditRoutes.requireAuditor(request.caller(), "Only auditors export the audit.");
    var format = request.query("format").orElse("weft");
    var query =
        new AuditLog.AuditQuery(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            request.time("from"),
            request.time("to"),
            event -> true,
            Integer.MAX_VALUE);
    var line = line(format);
    note(request, format);
    var response = request.context().res();
    response.setContentType("application/x-ndjson; charset=utf-8");
    var out = response.getOutputStream();
    try {
      audit.each(query, event -> write(out, line.apply(event)));
      out.close();
    } catch (RuntimeException
        | Error e) { // Whoever examines it must not take a part for the whole.
      if (!Answers.breakOff(request.context())) {
        throw e;
      }
      if (!(e instanceof UncheckedIOException)) { // Then the reader is gone.
        LOG.error("The audit could not be exported to its end", e);
      }
    }
    return Route.Answer.WRITTEN;
  }

  private Function<Stored, Object> line(String format) {
    return switch (format) {
      case "weft" -> event -> event;
      case "ocsf" -> ocsf::of;
      default ->
          throw Problem.input(
                  "bad-format",
                  Place.field("format"),
                  "'" + format + "' is not a format of the audit.",
                  "weft or ocsf.")
              .asException();
    };
  }

  private void note(Request request, String format) {
    var details = Json.object().put("format", format).put("address", request.address());
    request.query("from").ifPresent(from -> details.put("from", from));
    request.query("to").ifPresent(to -> details.put("to", to));
    var event = new AuditEvent(request.caller().id(), "audit.export", "audit", true, details);
    try {
      audit.append(event).orTimeout(AUDIT_SECONDS, TimeUnit.SECONDS).join();
    } catch (CompletionException e) {
      throw Problem.environment(
              "audit-not-stored",
              "The audit does not take that it is exported, so it is not.",
              "/health/ready says how the audit is.")
          .asException();
    }
  }

  private static void write(OutputStream out, Object line) {
    try {
      out.write(Json.bytes(line));
      out.write('\n');
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
