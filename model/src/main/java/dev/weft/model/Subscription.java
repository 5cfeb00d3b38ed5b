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
    ReadLimits limits) {

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
        ReadLimits.NONE);
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
    return move(Status.APPROVED, Status.EXPIRED, PrincipalId.WEFT, now, "its end date has passed");
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
        terms);
  }

  private static String word(Status status) {
    return status.name().toLowerCase(Locale.ROOT);
  }
}
