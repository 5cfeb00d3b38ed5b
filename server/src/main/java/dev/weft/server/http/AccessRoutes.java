package dev.weft.server.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.weft.model.Place;
import dev.weft.model.Priority;
import dev.weft.model.Problem;
import dev.weft.model.ReadLimits;
import dev.weft.model.Subscription;
import dev.weft.server.access.Subscriptions;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;

/** Requests for ports and what becomes of them. */
public final class AccessRoutes {
  private final Subscriptions subscriptions;
  private final Function<String, Optional<String>> portEnds;

  /** {@code portEnds}: until when a port's contract holds, if it is deprecated. */
  public AccessRoutes(Subscriptions subscriptions, Function<String, Optional<String>> portEnds) {
    this.subscriptions = subscriptions;
    this.portEnds = portEnds;
  }

  /** A request in a list, with the end of what it is for. */
  record Listed(
      @JsonUnwrapped Subscription subscription,
      @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<String> portEnds) {}

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
                    .map(one -> new Listed(one, portEnds.apply(one.port())))
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
