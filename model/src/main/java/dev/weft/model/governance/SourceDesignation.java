package dev.weft.model.governance;

import dev.weft.model.PrincipalId;
import dev.weft.model.Problem;
import dev.weft.model.ResourceKey;
import dev.weft.model.ResourceKind;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The Authoritative Data Source of one glossary term in one domain: an output port. There is one of
 * a term in a domain at most, which its name says: {@code domain/term}.
 *
 * @param provisioner the Authoritative Provisioning Point: the only principal that may write the
 *     port
 * @param until when it has to be verified again, exclusive
 * @param reminded whether it was said that this comes near
 * @param withdrawal who wants it to end, until somebody else agrees or it is verified again
 */
public record SourceDesignation(
    String domain,
    String term,
    String port,
    PrincipalId provisioner,
    Stage stage,
    PrincipalId designatedBy,
    Instant designatedAt,
    Optional<PrincipalId> verifiedBy,
    Optional<Instant> verifiedAt,
    Instant until,
    boolean reminded,
    Optional<Withdrawal> withdrawal,
    List<HistoryEntry> history) {

  /** Somebody wants the source to end, and why; another has to agree. */
  public record Withdrawal(PrincipalId by, Instant at, String why) {}

  /** So long before its end people are reminded. */
  public static final Duration REMINDED_BEFORE = Duration.ofDays(30);

  /** So long a designation waits for somebody to verify it. */
  public static final Duration WAITS = Duration.ofDays(30);

  /** Where it stands. */
  public enum Stage {
    /** By one person; it has no effect yet. */
    DESIGNATED,
    /** By two: it is the source until its end. */
    VERIFIED,
    /** Nobody has verified it, or not again: it is the source no more. */
    LAPSED
  }

  public SourceDesignation {
    verifiedBy = verifiedBy == null ? Optional.empty() : verifiedBy;
    verifiedAt = verifiedAt == null ? Optional.empty() : verifiedAt;
    withdrawal = withdrawal == null ? Optional.empty() : withdrawal;
    history = history == null ? List.of() : List.copyOf(history);
  }

  public static SourceDesignation designate(
      String domain,
      String term,
      String port,
      PrincipalId provisioner,
      PrincipalId by,
      Instant now,
      Instant until,
      String comment) {
    var entry = new HistoryEntry("designate", by, now, Stage.DESIGNATED.name(), comment);
    return new SourceDesignation(
        domain,
        term,
        port,
        provisioner,
        Stage.DESIGNATED,
        by,
        now,
        Optional.empty(),
        Optional.empty(),
        until,
        false,
        Optional.empty(),
        List.of(entry));
  }

  public static ResourceKey key(String domain, String term) {
    return new ResourceKey(ResourceKind.SOURCE_DESIGNATION, domain + "/" + term);
  }

  /** Whether it is the source, by the clock. */
  public boolean holdsAt(Instant now) {
    return stage == Stage.VERIFIED && now.isBefore(until);
  }

  /** Whether only its provisioner writes the port: from the first verification until withdrawn. */
  public boolean binds() {
    return verifiedBy.isPresent();
  }

  /** Another person says that it is the source, for the first time or again. */
  public SourceDesignation verify(PrincipalId by, Instant now, Instant end, String comment) {
    if (by.equals(designatedBy)) {
      throw Problem.refused(
              "four-eyes",
              by.name() + " has designated it.",
              "Another steward, or somebody of the governing body, verifies it.")
          .asException();
    }
    if (!end.isAfter(now)) {
      throw Problem.conflict(
              "past-date",
              "The designation was for a time that is over: until " + end + ".",
              "Say until when it holds: --until DATE.")
          .asException();
    }
    return next(Stage.VERIFIED, Optional.of(by), Optional.of(now), end, false)
        .told("verify", by, now, comment);
  }

  /**
   * Somebody wants it to end. It stays until another agrees, 30 days at most.
   *
   * @return empty when this is the other who agrees: it ends
   */
  public Optional<SourceDesignation> withdraw(PrincipalId by, Instant now, String why) {
    if (isWanted(now).isEmpty()) {
      return Optional.of(
          wanted(Optional.of(new Withdrawal(by, now, why))).told("ask-withdrawal", by, now, why));
    }
    if (withdrawal.get().by().equals(by)) {
      throw Problem.refused(
              "four-eyes",
              by.name() + " has asked for it.",
              "Another who governs the domain withdraws it, or verifies it again.")
          .asException();
    }
    return Optional.empty();
  }

  /** Who wants it to end, as long as that counts. */
  public Optional<Withdrawal> isWanted(Instant now) {
    return withdrawal.filter(one -> now.isBefore(one.at().plus(WAITS)));
  }

  private SourceDesignation wanted(Optional<Withdrawal> now) {
    return new SourceDesignation(
        domain,
        term,
        port,
        provisioner,
        stage,
        designatedBy,
        designatedAt,
        verifiedBy,
        verifiedAt,
        until,
        reminded,
        now,
        history);
  }

  /** What time does to it; empty when nothing happens. */
  public Optional<SourceDesignation> pass(Instant now) {
    var end = stage == Stage.DESIGNATED ? designatedAt.plus(WAITS) : until;
    if (stage != Stage.LAPSED && !now.isBefore(end)) {
      return Optional.of(
          next(Stage.LAPSED, verifiedBy, verifiedAt, until, reminded)
              .told("lapse", PrincipalId.WEFT, now, "Nobody has verified it in time."));
    }
    if (stage == Stage.VERIFIED && !reminded && !now.isBefore(until.minus(REMINDED_BEFORE))) {
      return Optional.of(
          next(stage, verifiedBy, verifiedAt, until, true)
              .told("remind", PrincipalId.WEFT, now, "It has to be verified again."));
    }
    return Optional.empty();
  }

  private SourceDesignation next(
      Stage to,
      Optional<PrincipalId> verifier,
      Optional<Instant> verified,
      Instant end,
      boolean wasReminded) {
    return new SourceDesignation(
        domain,
        term,
        port,
        provisioner,
        to,
        designatedBy,
        designatedAt,
        verifier,
        verified,
        end,
        wasReminded,
        to == Stage.VERIFIED && !wasReminded ? Optional.empty() : withdrawal,
        history);
  }

  private SourceDesignation told(String act, PrincipalId by, Instant now, String comment) {
    var entry = new HistoryEntry(act, by, now, stage.name(), comment);
    return new SourceDesignation(
        domain,
        term,
        port,
        provisioner,
        stage,
        designatedBy,
        designatedAt,
        verifiedBy,
        verifiedAt,
        until,
        reminded,
        withdrawal,
        HistoryEntry.added(history, entry));
  }
}
