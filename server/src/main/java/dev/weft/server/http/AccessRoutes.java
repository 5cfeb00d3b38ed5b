package dev.weft.server.http;

import dev.weft.model.Subscription;
import dev.weft.server.access.Subscriptions;
import java.util.List;
import java.util.Optional;

/** Requests for ports and what becomes of them. */
public final class AccessRoutes {
  private final Subscriptions subscriptions;

  public AccessRoutes(Subscriptions subscriptions) {
    this.subscriptions = subscriptions;
  }

  record Ask(String port, String purpose, List<String> fields, String until) {}

  record Reason(String why) {
    Reason {
      why = why == null ? "" : why.strip();
    }
  }

  public void addTo(Routes routes) {
    routes.post("/api/v1/subscriptions", "Asks for a port.", this::ask);
    routes.get(
        "/api/v1/subscriptions",
        "Requests: mine, to-decide, or all that I may see.",
        List.of("view", "port"),
        request ->
            new Answers.Items<>(
                subscriptions.list(
                    request.caller(),
                    request.query("view").orElse("mine"),
                    request.query("port"))));
    routes.get(
        "/api/v1/subscriptions/{id}",
        "One request.",
        request -> subscriptions.get(request.caller(), request.path("id")));
    routes.post(
        "/api/v1/subscriptions/{id}/approve",
        "Grants a request; by an owner, never by who asked.",
        request -> subscriptions.approve(request.caller(), request.path("id")));
    routes.post(
        "/api/v1/subscriptions/{id}/reject",
        "Refuses a request with a reason.",
        request ->
            subscriptions.reject(
                request.caller(), request.path("id"), request.body(Reason.class).why()));
    routes.post(
        "/api/v1/subscriptions/{id}/revoke",
        "Ends a grant, on open connections too.",
        request ->
            subscriptions.revoke(
                request.caller(), request.path("id"), request.body(Reason.class).why()));
  }

  private Subscription ask(Request request) {
    var body = request.body(Ask.class);
    var until =
        Optional.ofNullable(body.until())
            .filter(text -> !text.isBlank())
            .map(text -> Request.time("until", text));
    return subscriptions.request(
        request.caller(),
        new Subscriptions.Request(body.port(), body.purpose(), body.fields(), until));
  }
}
