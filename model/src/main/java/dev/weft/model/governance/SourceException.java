package dev.weft.model.governance;

import dev.weft.model.PrincipalId;
import dev.weft.model.Problem;
import dev.weft.model.ResourceKey;
import dev.weft.model.ResourceKind;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * That one principal may subscribe to a port although another is the authoritative source of a
 * term: asked for in writing, granted by the governing body, for a time.
 *
 * @param domain whose governing body decides
 * @param principal who may subscribe
 * @param until the end of it, exclusive
 * @param ballot while the body votes
 */
public record SourceException(
    String id,
    String domain,
    String term,
    String port,
    PrincipalId principal,
    String reason,
    Instant until,
    Stage stage,
    PrincipalId askedBy,
    Instant askedAt,
    Optional<Ballot> ballot,
    List<HistoryEntry> history) {

  /** Where it stands. */
  public enum Stage {
    ASKED,
    GRANTED,
    REFUSED,
    ENDED
  }

  public SourceException {
    ballot = ballot == null ? Optional.empty() : ballot;
    history = history == null ? List.of() : List.copyOf(history);
  }

  /** Asked for; the vote is open. */
  public static SourceException ask(
      String id,
      String domain,
      String term,
      String port,
      PrincipalId principal,
      String reason,
      Instant until,
      PrincipalId by,
      Instant now,
      Instant votesUntil) {
    return new SourceException(
        id,
        domain,
        term,
        port,
        principal,
        reason,
        until,
        Stage.ASKED,
        by,
        now,
        Optional.of(Ballot.open(Ballot.Motion.APPROVE, now, votesUntil)),
        List.of(new HistoryEntry("ask", by, now, Stage.ASKED.name(), reason)));
  }

  public static ResourceKey key(String id) {
    return new ResourceKey(ResourceKind.SOURCE_EXCEPTION, id);
  }

  /** Those of the body who neither ask nor profit. */
  public Electorate voters(Electorate body) {
    return body.without(List.of(askedBy, principal));
  }

  public SourceException vote(
      PrincipalId by, boolean yes, Instant now, String comment, Electorate body) {
    if (ballot.isEmpty() || !now.isBefore(until)) {
      throw Problem.conflict("decided", "The exception " + id + " is not voted on.", "")
          .asException();
    }
    var electorate = voters(body);
    var voted = ballot.get().vote(by, yes, now, comment, electorate);
    var act = yes ? "vote yes" : "vote no";
    return switch (voted.outcome(electorate)) {
      case OPEN -> next(stage, Optional.of(voted), act, by, now, comment);
      case CARRIED -> next(Stage.GRANTED, Optional.of(voted), act, by, now, comment).closed();
      case LOST -> next(Stage.REFUSED, Optional.of(voted), act, by, now, comment).closed();
    };
  }

  /** Ends it before its time. */
  public SourceException end(PrincipalId by, Instant now, String why) {
    if (stage != Stage.ASKED && stage != Stage.GRANTED) {
      throw Problem.conflict("ended", "The exception " + id + " has ended already.", "")
          .asException();
    }
    return next(Stage.ENDED, Optional.empty(), "end", by, now, why);
  }

  /** What time does to it; empty when nothing happens. */
  public Optional<SourceException> pass(Instant now) {
    var isOpen = stage == Stage.ASKED || stage == Stage.GRANTED;
    var over =
        !now.isBefore(until) || ballot.filter(open -> !now.isBefore(open.until())).isPresent();
    return isOpen && over
        ? Optional.of(end(PrincipalId.WEFT, now, "Its time is over."))
        : Optional.empty();
  }

  /** Whether it lets this principal subscribe to this port. */
  public boolean covers(PrincipalId reader, String wanted, Instant now) {
    return stage == Stage.GRANTED
        && now.isBefore(until)
        && principal.equals(reader)
        && port.equals(wanted);
  }

  private SourceException closed() {
    return new SourceException(
        id,
        domain,
        term,
        port,
        principal,
        reason,
        until,
        stage,
        askedBy,
        askedAt,
        Optional.empty(),
        history);
  }

  private SourceException next(
      Stage to, Optional<Ballot> open, String act, PrincipalId by, Instant now, String comment) {
    var entry = new HistoryEntry(act, by, now, to.name(), comment);
    return new SourceException(
        id,
        domain,
        term,
        port,
        principal,
        reason,
        until,
        to,
        askedBy,
        askedAt,
        open,
        HistoryEntry.added(history, entry));
  }
}
