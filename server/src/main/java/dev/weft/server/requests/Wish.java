package dev.weft.server.requests;

import dev.weft.model.PrincipalId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Data that somebody needs and that no product has yet.
 *
 * @param purpose what it is wanted for
 * @param domain where it may belong; empty: nobody knows
 * @param votes who wants it too, without who has asked
 * @param product which one has it, once there is one
 */
public record Wish(
    String id,
    String title,
    String description,
    String purpose,
    String domain,
    PrincipalId by,
    Instant at,
    Status status,
    List<PrincipalId> votes,
    List<Offer> offers,
    String product,
    Optional<PrincipalId> closedBy,
    Optional<Instant> closedAt,
    String why) {

  /** Where a wish stands. */
  public enum Status {
    OPEN,
    /** A product has it. */
    FULFILLED,
    /** Nobody will make it, and somebody says why. */
    DECLINED,
    /** Who has asked does not want it any more. */
    WITHDRAWN
  }

  /**
   * Somebody would make it, or has it already.
   *
   * @param product an existing one; empty: one to come
   */
  public record Offer(PrincipalId by, String product, String text, Instant at) {}

  public Wish {
    votes = votes == null ? List.of() : List.copyOf(votes);
    offers = offers == null ? List.of() : List.copyOf(offers);
    closedBy = closedBy == null ? Optional.empty() : closedBy;
    closedAt = closedAt == null ? Optional.empty() : closedAt;
  }

  static Wish of(
      String id,
      String title,
      String description,
      String purpose,
      String domain,
      PrincipalId by,
      Instant now) {
    return new Wish(
        id,
        title,
        description,
        purpose,
        domain,
        by,
        now,
        Status.OPEN,
        List.of(),
        List.of(),
        "",
        Optional.empty(),
        Optional.empty(),
        "");
  }

  Wish voted(PrincipalId voter) {
    var more = new ArrayList<>(votes);
    more.add(voter);
    return with(more, offers);
  }

  Wish unvoted(PrincipalId voter) {
    return with(votes.stream().filter(one -> !one.equals(voter)).toList(), offers);
  }

  Wish offered(Offer offer) {
    var more = new ArrayList<>(offers);
    more.add(offer);
    return with(votes, more);
  }

  Wish closed(Status end, String withProduct, PrincipalId closer, Instant now, String reason) {
    return new Wish(
        id,
        title,
        description,
        purpose,
        domain,
        by,
        at,
        end,
        votes,
        offers,
        withProduct,
        Optional.of(closer),
        Optional.of(now),
        reason);
  }

  /** Whether somebody asks for it. */
  public boolean isWantedBy(PrincipalId person) {
    return by.equals(person) || votes.contains(person);
  }

  private Wish with(List<PrincipalId> nextVotes, List<Offer> nextOffers) {
    return new Wish(
        id,
        title,
        description,
        purpose,
        domain,
        by,
        at,
        status,
        nextVotes,
        nextOffers,
        product,
        closedBy,
        closedAt,
        why);
  }
}
