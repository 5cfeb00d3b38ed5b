package dev.weft.model.governance;

import dev.weft.model.PrincipalId;
import dev.weft.model.Problem;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * A vote that is open.
 *
 * @param until when it ends undecided, exclusive
 */
public record Ballot(Motion motion, Instant opened, Instant until, List<Vote> votes) {
  /** What is voted on. */
  public enum Motion {
    APPROVE,
    WITHDRAW
  }

  /** What somebody said; nobody says it twice. */
  public record Vote(PrincipalId by, boolean yes, Instant at, String comment) {}

  /** What the votes so far amount to. */
  public enum Outcome {
    OPEN,
    CARRIED,
    LOST
  }

  public Ballot {
    votes = votes == null ? List.of() : List.copyOf(votes);
  }

  static Ballot open(Motion motion, Instant now, Instant until) {
    return new Ballot(motion, now, until, List.of());
  }

  /** With one vote more, of somebody who may and has not voted yet. */
  Ballot vote(PrincipalId by, boolean yes, Instant now, String comment, Electorate electorate) {
    if (!now.isBefore(until)) {
      throw Problem.conflict("vote-over", "This vote was open until " + until + ".", "")
          .asException();
    }
    if (!electorate.people().contains(by)) {
      throw Problem.refused(
              "no-vote",
              by.name() + " has no vote in this.",
              "The governing body votes; not those of it who have taken another step in this.")
          .asException();
    }
    if (votes.stream().anyMatch(vote -> vote.by().equals(by))) {
      throw Problem.conflict("voted-already", by.name() + " has voted already.", "").asException();
    }
    var all = new ArrayList<>(votes);
    all.add(new Vote(by, yes, now, comment));
    return new Ballot(motion, opened, until, all);
  }

  /** Votes of those who may not vote any more do not count. */
  public Outcome outcome(Electorate electorate) {
    var counted = votes.stream().filter(vote -> electorate.people().contains(vote.by())).toList();
    var yes = counted.stream().filter(Vote::yes).count();
    if (yes >= electorate.needed()) {
      return Outcome.CARRIED;
    }
    var canStillSayYes = electorate.people().size() - (counted.size() - yes);
    return canStillSayYes < electorate.needed() ? Outcome.LOST : Outcome.OPEN;
  }
}
