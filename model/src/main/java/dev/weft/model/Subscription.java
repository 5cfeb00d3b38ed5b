package dev.weft.model;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * One principal's request for one port and what became of it. Transitions are methods; each returns
 * the next state or throws a {@link ProblemException} of kind CONFLICT.
 *
 * @param fields the fields asked for; empty means all, anything else withholds the rest
 * @param until the end of the grant, exclusive; empty means no end
 * @param limits the terms on which it was approved
 * @param decidedBy who approved, rejected or revoked; {@code weft} when by itself
 * @param review what else is kept of how it was decided and confirmed; empty: nothing
 */
public record Subscription(
    String id,
    PrincipalId principal,
    String port,
    String purpose,
    List<String> fields,
    Optional<Instant> until,
    Status status,
    PrincipalId requestedBy,
    Instant requestedAt,
    Optional<PrincipalId> decidedBy,
    Optional<Instant> decidedAt,
    String why,
    ReadLimits limits,
    Optional<RequestReview> review) {

  /** Where a subscription stands. */
  public enum Status {
    REQUESTED,
    APPROVED,
    REJECTED,
    REVOKED,
    EXPIRED
  }

  public Subscription {
    fields = Defaults.list(fields);
    until = until == null ? Optional.empty() : until;
    decidedBy = decidedBy == null ? Optional.empty() : decidedBy;
    decidedAt = decidedAt == null ? Optional.empty() : decidedAt;
    why = Defaults.text(why);
    limits = limits == null ? ReadLimits.NONE : limits;
    review = review == null ? Optional.empty() : review;
  }

  public static Subscription request(
      String id,
      PrincipalId principal,
      PortName port,
      String purpose,
      List<String> fields,
      Optional<Instant> until,
      PrincipalId by,
      Instant now) {
    return new Subscription(
        id,
        principal,
        port.topic(),
        purpose,
        fields,
        until,
        Status.REQUESTED,
        by,
        now,
        Optional.empty(),
        Optional.empty(),
        "",
        ReadLimits.NONE,
        Optional.empty());
  }

  /** How it was decided and confirmed so far. */
  public RequestReview reviewed() {
    return review.orElse(RequestReview.NONE);
  }

  /** The same with this review. */
  public Subscription with(RequestReview next) {
    return with(limits, next);
  }

  /** The same, on these terms so far. */
  public Subscription with(ReadLimits terms, RequestReview next) {
    return new Subscription(
        id,
        principal,
        port,
        purpose,
        fields,
        until,
        status,
        requestedBy,
        requestedAt,
        decidedBy,
        decidedAt,
        why,
        terms,
        next.equals(RequestReview.NONE) ? Optional.empty() : Optional.of(next));
  }

  public Subscription approve(PrincipalId by, Instant now) {
    return approve(by, now, limits);
  }

  /** Approves on these terms. */
  public Subscription approve(PrincipalId by, Instant now, ReadLimits terms) {
    return move(Status.REQUESTED, Status.APPROVED, by, now, "", terms);
  }

  public Subscription reject(PrincipalId by, Instant now, String reason) {
    return move(Status.REQUESTED, Status.REJECTED, by, now, reason);
  }

  public Subscription revoke(PrincipalId by, Instant now, String reason) {
    return move(Status.APPROVED, Status.REVOKED, by, now, reason);
  }

  public Subscription expire(Instant now) {
    return expire(now, "its end date has passed");
  }

  /** Ends by itself, for another reason than its end date. */
  public Subscription expire(Instant now, String reason) {
    return move(Status.APPROVED, Status.EXPIRED, PrincipalId.WEFT, now, reason);
  }

  /** Whether it gives access at this time. */
  public boolean grantsAt(Instant now) {
    return status == Status.APPROVED && until.map(now::isBefore).orElse(true);
  }

  private Subscription move(Status from, Status to, PrincipalId by, Instant now, String reason) {
    return move(from, to, by, now, reason, limits);
  }

  private Subscription move(
      Status from, Status to, PrincipalId by, Instant now, String reason, ReadLimits terms) {
    if (status != from) {
      throw Problem.conflict(
              "wrong-status",
              "Request " + id + " is " + word(status) + ", so it cannot become " + word(to) + ".",
              "Only a request that is " + word(from) + " can; 'weft requests' lists them.")
          .asException();
    }
    return new Subscription(
        id,
        principal,
        port,
        purpose,
        fields,
        until,
        to,
        requestedBy,
        requestedAt,
        Optional.of(by),
        Optional.of(now),
        reason,
        terms,
        review);
  }

  private static String word(Status status) {
    return status.name().toLowerCase(Locale.ROOT);
  }
}
