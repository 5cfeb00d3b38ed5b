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
import dev.weft.server.requests.Asking;
import dev.weft.server.requests.Confirmations;
import dev.weft.server.requests.Deciders;
import dev.weft.server.requests.Subscriptions;
import dev.weft.spi.MeshState;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;

/** Requests for ports and what becomes of them. */
public final class AccessRoutes {
  private final Subscriptions subscriptions;
  private final Confirmations confirmations;
  private final Asking asking;
  private final Supplier<MeshState> state;

  public AccessRoutes(
      Subscriptions subscriptions,
      Confirmations confirmations,
      Asking asking,
      Supplier<MeshState> state) {
    this.subscriptions = subscriptions;
    this.confirmations = confirmations;
    this.asking = asking;
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

  record Ask(
      String port,
      String purpose,
      List<String> fields,
      String until,
      String note,
      String acceptTerms) {}

  /** A request, and how things stand with the seats that have to approve it. */
  record Detailed(@JsonUnwrapped Subscription subscription, List<Deciders.Standing> seats) {}

  /** Which requests or grants an act is about. */
  record Chosen(List<String> ids, String why) {
    Chosen {
      ids = ids == null ? List.of() : ids.stream().filter(Objects::nonNull).toList();
      why = why == null ? "" : why.strip();
    }
  }

  /** Which version of the terms of use is accepted. */
  record Accepted(String version) {}

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
        "Requests: mine, to-decide, to-confirm, or all that I may see.",
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
        "One request, and who has to approve it.",
        request ->
            new Detailed(
                subscriptions.get(request.caller(), request.path("id")),
                subscriptions.standing(request.caller(), request.path("id"))));
    routes.post(
        "/api/v1/subscriptions/{id}/approve",
        "Approves a request, on terms; by who is asked, never by who asked.",
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
    addActs(routes);
  }

  private void addActs(Routes routes) {
    routes.post(
        "/api/v1/subscriptions/{id}/accept-terms",
        "Accepts the terms of use of its port, as they are now.",
        request ->
            confirmations.acceptTerms(
                request.caller(),
                request.path("id"),
                Optional.ofNullable(request.body(Accepted.class).version()).orElse("")));
    routes.post(
        "/api/v1/access/approve",
        "Approves many requests in one act: all of them, or none.",
        request ->
            new Answers.Items<>(
                subscriptions.approveAll(
                    request.caller(), request.body(Chosen.class).ids(), ReadLimits.NONE)));
    routes.post(
        "/api/v1/access/reject",
        "Rejects many requests in one act, with a reason: all of them, or none.",
        request -> {
          var chosen = request.body(Chosen.class);
          return new Answers.Items<>(
              subscriptions.rejectAll(request.caller(), chosen.ids(), chosen.why()));
        });
    routes.post(
        "/api/v1/access/confirm",
        "Confirms that grants are still needed: all of them, or none.",
        request ->
            new Answers.Items<>(
                confirmations.certify(request.caller(), request.body(Chosen.class).ids())));
    routes.get(
        "/api/v1/ports/{port}/asking",
        "What has to be said and accepted to ask for a port, and who decides.",
        List.of("fields", "purpose"),
        request ->
            asking.page(
                request.caller(),
                request.port(),
                request
                    .query("fields")
                    .map(text -> List.of(text.split("\\s*,\\s*")))
                    .orElse(List.of()),
                request.query("purpose").orElse("")));
  }

  private Subscription ask(Request request) {
    var body = request.body(Ask.class);
    var until =
        Optional.ofNullable(body.until())
            .filter(text -> !text.isBlank())
            .map(text -> Request.time("until", text));
    return subscriptions.request(
        request.caller(),
        new Subscriptions.Request(
            body.port(),
            body.purpose(),
            body.fields(),
            until,
            body.note(),
            Optional.ofNullable(body.acceptTerms()).filter(text -> !text.isBlank())));
  }
}
