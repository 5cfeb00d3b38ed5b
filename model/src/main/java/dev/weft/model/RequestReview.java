package dev.weft.model;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How a request was decided, and how its grant is confirmed from time to time.
 *
 * @param note what the person said beside the purpose; may be empty
 * @param seats whose approvals it needs; empty: the owner's, of a request from before there were
 *     rules
 * @param route the rule that says so; may be empty
 * @param approvals those that it has
 * @param terms which terms of use were accepted, if there are any
 * @param certified who has confirmed the grant last
 * @param certifyBy until when it has to be confirmed again, once that is asked
 * @param acceptBy until when new terms of use have to be accepted, once that is asked
 */
public record RequestReview(
    String note,
    List<Seat> seats,
    String route,
    List<Approval> approvals,
    Optional<Acceptance> terms,
    Optional<Certification> certified,
    Optional<Instant> certifyBy,
    Optional<Instant> acceptBy) {

  /** Nothing is known. */
  public static final RequestReview NONE =
      new RequestReview(
          "",
          List.of(),
          "",
          List.of(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty());

  /**
   * Somebody approves for a seat.
   *
   * @param onBehalfOf for whom, who is away
   */
  public record Approval(Seat seat, PrincipalId by, Optional<PrincipalId> onBehalfOf, Instant at) {
    public Approval {
      onBehalfOf = onBehalfOf == null ? Optional.empty() : onBehalfOf;
    }
  }

  /** Somebody accepts a version of the terms of use. */
  public record Acceptance(String version, PrincipalId by, Instant at) {}

  /** Somebody confirms that the grant is still needed. */
  public record Certification(PrincipalId by, Instant at) {}

  public RequestReview {
    note = Defaults.text(note);
    seats = Defaults.list(seats);
    route = Defaults.text(route);
    approvals = Defaults.list(approvals);
    terms = terms == null ? Optional.empty() : terms;
    certified = certified == null ? Optional.empty() : certified;
    certifyBy = certifyBy == null ? Optional.empty() : certifyBy;
    acceptBy = acceptBy == null ? Optional.empty() : acceptBy;
  }

  /** What a person says when they ask. */
  public static RequestReview asked(String note, Optional<Acceptance> terms) {
    return new RequestReview(
        note,
        List.of(),
        "",
        List.of(),
        terms,
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  /** With the seats that a rule asks for. */
  public RequestReview routed(List<Seat> wanted, String rule) {
    return new RequestReview(note, wanted, rule, approvals, terms, certified, certifyBy, acceptBy);
  }

  /** With one more approval. */
  public RequestReview approved(Approval approval) {
    var more = new ArrayList<>(approvals);
    more.add(approval);
    return new RequestReview(note, seats, route, more, terms, certified, certifyBy, acceptBy);
  }

  /** With the terms accepted; nothing is asked any more. */
  public RequestReview accepted(Acceptance acceptance) {
    return new RequestReview(
        note,
        seats,
        route,
        approvals,
        Optional.of(acceptance),
        certified,
        certifyBy,
        Optional.empty());
  }

  /** Confirmed; nothing is asked any more. */
  public RequestReview certified(PrincipalId by, Instant now) {
    return new RequestReview(
        note,
        seats,
        route,
        approvals,
        terms,
        Optional.of(new Certification(by, now)),
        Optional.empty(),
        acceptBy);
  }

  /** With these days until which something has to be done; empty: nothing is asked. */
  public RequestReview due(Optional<Instant> certify, Optional<Instant> accept) {
    return new RequestReview(note, seats, route, approvals, terms, certified, certify, accept);
  }

  /** Whether somebody has the seat already. */
  public boolean isTaken(Seat seat) {
    return approvals.stream().anyMatch(approval -> approval.seat().equals(seat));
  }

  /** Whether this person has approved, or somebody has for them. */
  public boolean hasPart(PrincipalId person) {
    return approvals.stream()
        .anyMatch(
            approval ->
                approval.by().equals(person)
                    || approval.onBehalfOf().map(person::equals).orElse(false));
  }
}
