package dev.weft.server.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.weft.model.Place;
import dev.weft.model.PortHealth;
import dev.weft.model.Priority;
import dev.weft.model.Problem;
import dev.weft.model.ReadLimits;
import dev.weft.model.ResourceKind;
import dev.weft.model.Subscription;
import dev.weft.server.access.Ports;
import dev.weft.server.access.Subscriptions;
import dev.weft.spi.MeshState;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;

/** Requests for ports and what becomes of them. */
public final class AccessRoutes {
  private final Subscriptions subscriptions;
  private final Supplier<MeshState> state;

  public AccessRoutes(Subscriptions subscriptions, Supplier<MeshState> state) {
    this.subscriptions = subscriptions;
    this.state = state;
  }

  /**
   * A request in a list, with what whoever holds it should know of the port.
   *
   * @param portEnds until when its contract holds, if it is deprecated
   * @param brokenPromises those of its contract that it does not keep now; only of a grant
   */
  record Listed(
      @JsonUnwrapped Subscription subscription,
      @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<String> portEnds,
      @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> brokenPromises) {
    static Listed of(MeshState state, Subscription subscription) {
      var isGranted = subscription.status() == Subscription.Status.APPROVED;
      var port = subscription.port();
      return new Listed(
          subscription,
          Ports.end(state, port),
          isGranted
              ? state.find(ResourceKind.PORT_HEALTH, port, PortHealth.class).stream()
                  .flatMap(health -> health.breaches().stream())
                  .map(PortHealth.Breach::sentence)
                  .toList()
              : List.of());
    }
  }

  record Ask(String port, String purpose, List<String> fields, String until) {}

  record Reason(String why) {
    Reason {
      why = why == null ? "" : why.strip();
    }
  }

  /** On which terms a request is granted: which stretch of history, how fast, how urgently. */
  record Terms(
      String from,
      String to,
      String lookback,
      Long bytesPerSecond,
      Long requestsPerSecond,
      String priority) {
    ReadLimits limits() {
      try {
        return new ReadLimits(
            Optional.ofNullable(from).map(text -> Request.time("from", text)),
            Optional.ofNullable(to).map(text -> Request.time("to", text)),
            Optional.ofNullable(lookback).map(ReadLimits::duration),
            limit(bytesPerSecond),
            limit(requestsPerSecond),
            Optional.ofNullable(priority).map(Priority::parse));
      } catch (IllegalArgumentException e) {
        throw Problem.input("bad-terms", Place.NOWHERE, "The terms: " + e.getMessage() + ".", "")
            .asException();
      }
    }

    private static OptionalLong limit(Long perSecond) {
      return perSecond == null ? OptionalLong.empty() : OptionalLong.of(perSecond);
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
                subscriptions
                    .list(
                        request.caller(),
                        request.query("view").orElse("mine"),
                        request.query("port"))
                    .stream()
                    .map(one -> Listed.of(state.get(), one))
                    .toList()));
    routes.get(
        "/api/v1/subscriptions/{id}",
        "One request.",
        request -> subscriptions.get(request.caller(), request.path("id")));
    routes.post(
        "/api/v1/subscriptions/{id}/approve",
        "Grants a request, on terms; by an owner, never by who asked.",
        request ->
            subscriptions.approve(
                request.caller(), request.path("id"), request.body(Terms.class).limits()));
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
