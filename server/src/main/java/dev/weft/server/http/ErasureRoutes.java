package dev.weft.server.http;

import dev.weft.server.erasure.Certificates;
import dev.weft.server.erasure.Erasures;
import dev.weft.server.erasure.Wanted;

/**
 * Erasing a person's records. The person's key is in bodies only, never in an address, which others
 * write to their logs.
 */
public final class ErasureRoutes {
  private final Erasures erasures;
  private final Certificates certificates;

  public ErasureRoutes(Erasures erasures, Certificates certificates) {
    this.erasures = erasures;
    this.certificates = certificates;
  }

  record Subject(String key, String why) {
    @Override
    public String toString() {
      return "a person"; // never the key
    }
  }

  /** What a domain says to an erasure that asks it. */
  record Say(String domain, boolean agrees, String why) {
    Say {
      domain = domain == null ? "" : domain;
    }
  }

  public void addTo(Routes routes) {
    routes.post(
        "/api/v1/erasures",
        "Plans the erasure of a person's records: where they are and what becomes of them.",
        this::plan);
    routes.get(
        "/api/v1/erasures",
        "The erasures that the caller may see, newest first.",
        request -> new Answers.Items<>(erasures.list(request.caller())));
    routes.get(
        "/api/v1/erasures/{id}",
        "One erasure: its plan, and what was done.",
        request -> erasures.get(request.caller(), request.path("id")));
    routes.post(
        "/api/v1/erasures/{id}/apply",
        "Carries a plan out, as somebody else than who planned it, with the reason.",
        this::apply);
    routes.post(
        "/api/v1/erasures/{id}/say",
        "What a domain says to that records are erased there which do not hold the key.",
        this::say);
    routes.post(
        "/api/v1/erasures/{id}/check", "Looks again how an applied erasure stands.", this::check);
    routes.get(
        "/api/v1/erasures/{id}/certificate",
        "What the audit holds of an applied erasure, and where.",
        request -> certificates.of(request.caller(), request.path("id")));
  }

  private Object plan(Request request) {
    var progress = new Progress(request.context());
    return progress.end(
        erasures.plan(request.caller(), request.body(Wanted.class), progress::passed));
  }

  private Object apply(Request request) {
    var subject = request.body(Subject.class);
    var progress = new Progress(request.context());
    return progress.end(
        erasures.apply(
            request.caller(), request.path("id"), subject.key(), subject.why(), progress::passed));
  }

  private Object say(Request request) {
    var say = request.body(Say.class);
    return erasures.say(
        request.caller(), request.path("id"), say.domain(), say.agrees(), say.why());
  }

  private Object check(Request request) {
    var subject = request.body(Subject.class);
    var progress = new Progress(request.context());
    return progress.end(
        erasures.check(request.caller(), request.path("id"), subject.key(), progress::passed));
  }
}
