package dev.weft.server.http;

import dev.weft.model.DataProduct;
import dev.weft.model.Json;
import dev.weft.model.Place;
import dev.weft.model.PortName;
import dev.weft.model.Problem;
import dev.weft.model.ResourceKind;
import dev.weft.server.access.Ports;
import dev.weft.server.audit.Subject;
import dev.weft.server.audit.SubjectScan;
import dev.weft.server.audit.WhoSaw;
import dev.weft.server.identity.Caller;
import dev.weft.server.identity.Rights;
import dev.weft.spi.AuditEvent;
import dev.weft.spi.AuditLog;
import dev.weft.spi.MeshLog;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

/**
 * Who has seen a field or a port. Auditors ask, and owners about their own products, but not about
 * one data subject's records. That they asked is itself audited, with a token of the subject's key
 * in place of the key.
 */
public final class WhoRoutes {
  private static final int AUDIT_SECONDS = 10;
  private static final int KEY_CHARACTERS_MAX = 1_000;

  private final MeshLog mesh;
  private final AuditLog audit;
  private final WhoSaw who;
  private final SubjectScan subjects;
  private final UnaryOperator<String> token;

  /** {@code token} turns a data subject's key into what may be written down. */
  public WhoRoutes(
      MeshLog mesh, AuditLog audit, WhoSaw who, SubjectScan subjects, UnaryOperator<String> token) {
    this.mesh = mesh;
    this.audit = audit;
    this.who = who;
    this.subjects = subjects;
    this.token = token;
  }

  /** {@code key} is in the body, never in a URL, which others write to their logs. */
  record Ask(
      String port, String field, String view, String from, String to, String key, String keyField) {
    Ask {
      port = text(port);
      field = text(field);
      view = text(view).isEmpty() ? "any" : view;
      from = text(from);
      to = text(to);
      key = text(key);
      keyField = text(keyField);
    }

    private static String text(String value) {
      return value == null ? "" : value.strip();
    }

    @Override
    public String toString() {
      return "who has seen " + port; // never the key
    }
  }

  public void addTo(Routes routes) {
    routes.get(
        "/api/v1/audit/who",
        "Who has seen a field or a port, raw or masked.",
        List.of("port", "field", "view", "from", "to"),
        request ->
            answer(
                request,
                new Ask(
                    request.query("port").orElse(""),
                    request.query("field").orElse(""),
                    request.query("view").orElse(""),
                    request.query("from").orElse(""),
                    request.query("to").orElse(""),
                    "",
                    "")));
    routes.post(
        "/api/v1/audit/who",
        "The same, also of one data subject's records.",
        request -> answer(request, request.body(Ask.class)));
  }

  private Object answer(Request request, Ask ask) {
    var port = Request.port(ask.port());
    if (!ask.key().isEmpty() || !owns(request.caller(), port)) {
      AuditRoutes.requireAuditor(
          request.caller(), "Only auditors ask who has seen data, and owners that of their ports.");
    }
    var field = Optional.of(ask.field()).filter(path -> !path.isEmpty());
    var question =
        new WhoSaw.Question(
            port,
            field,
            view(ask.view(), "raw"),
            view(ask.view(), "masked"),
            time("from", ask.from()),
            time("to", ask.to()),
            Optional.empty());
    var exists = Ports.exists(mesh.state(), port);
    if (exists) {
      field.ifPresent(path -> requireField(port, path));
    }
    note(request, ask);
    var progress = new Progress(request.context());
    var answer = who.answer(withSubject(question, ask, exists), progress);
    if (!exists && answer.items().isEmpty()) {
      throw Problem.missing(
              "no-such-port",
              "There is no port '" + port + "', and nobody has read one of this name.",
              "'weft search WORDS' finds ports.")
          .asException();
    }
    return progress.end(answer);
  }

  private boolean owns(Caller caller, PortName port) {
    return mesh.state()
        .find(ResourceKind.DATA_PRODUCT, port.product(), DataProduct.class)
        .filter(product -> new Rights(mesh.state()).owns(caller, product))
        .isPresent();
  }

  private WhoSaw.Question withSubject(WhoSaw.Question question, Ask ask, boolean exists) {
    if (ask.key().isEmpty()) {
      return question;
    }
    if (ask.key().length() > KEY_CHARACTERS_MAX || !exists) {
      throw Problem.input(
              "bad-key",
              Place.field("key"),
              "The records of a key cannot be looked for.",
              exists
                  ? "A key has at most " + KEY_CHARACTERS_MAX + " characters."
                  : "The port does not exist any more; ask without a key.")
          .asException();
    }
    var path = Optional.of(ask.keyField()).filter(text -> !text.isEmpty());
    Subject subject = subjects.find(question.port(), ask.key(), path);
    return new WhoSaw.Question(
        question.port(),
        question.field(),
        question.raw(),
        question.masked(),
        question.from(),
        question.to(),
        Optional.of(subject));
  }

  /** The question is stored before anything is looked up. */
  private void note(Request request, Ask ask) {
    var details = Json.object().put("field", ask.field()).put("view", ask.view());
    details.put("from", ask.from()).put("to", ask.to()).put("address", request.address());
    if (!ask.key().isEmpty()) {
      details.put("keyToken", token.apply(ask.key())).put("keyField", ask.keyField());
    }
    try {
      audit
          .append(new AuditEvent(request.caller().id(), "audit.ask", ask.port(), true, details))
          .orTimeout(AUDIT_SECONDS, TimeUnit.SECONDS)
          .join();
    } catch (CompletionException e) {
      throw Problem.environment(
              "audit-not-stored",
              "The audit does not take the question, so it is not answered.",
              "/health/ready says how the audit is.")
          .asException();
    }
  }

  private void requireField(PortName port, String path) {
    var within = path + ".";
    if (Ports.fieldNames(mesh.state(), port).stream()
        .noneMatch(name -> name.equals(path) || name.startsWith(within))) {
      throw Problem.missing(
              "no-such-field",
              port + " has no field '" + path + "'.",
              "'weft describe port " + port + "' lists its fields.")
          .asException();
    }
  }

  private static boolean view(String view, String wanted) {
    if (!List.of("any", "raw", "masked").contains(view)) {
      throw Problem.input(
              "bad-view",
              Place.field("view"),
              "'" + view + "' is not a view.",
              "any, raw or masked.")
          .asException();
    }
    return view.equals(wanted);
  }

  private static Optional<Instant> time(String name, String text) {
    return text.isEmpty() ? Optional.empty() : Optional.of(Request.time(name, text));
  }
}
