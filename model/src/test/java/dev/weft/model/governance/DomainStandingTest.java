package dev.weft.model.governance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.model.Json;
import dev.weft.model.PrincipalId;
import dev.weft.model.ProblemException;
import dev.weft.model.governance.DomainStanding.Stage;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class DomainStandingTest {
  private static final PrincipalId OLGA = PrincipalId.user("olga");
  private static final PrincipalId PIA = PrincipalId.user("pia");
  private static final PrincipalId ROB = PrincipalId.user("rob");
  private static final PrincipalId SAM = PrincipalId.user("sam");
  private static final PrincipalId ADMIN = PrincipalId.user("admin");
  private static final Instant NOW = Instant.parse("2026-05-01T12:00:00Z");
  private static final Instant LATER = NOW.plus(Duration.ofDays(14));
  private static final Electorate BODY = new Electorate(Set.of(OLGA, PIA, ROB), "majority");

  private static DomainStanding designated() {
    return DomainStanding.none("shop").designate(OLGA, NOW, "ours", LATER);
  }

  private static DomainStanding verified() {
    return designated().verify(SAM, NOW, "looked through", LATER);
  }

  private static DomainStanding vote(DomainStanding standing, PrincipalId by, boolean yes) {
    return standing.vote(by, yes, NOW, "so", BODY, LATER);
  }

  private static DomainStanding approved() {
    return vote(vote(verified(), PIA, true), ROB, true);
  }

  private static void refused(String code, ThrowingCallable act) {
    assertThatThrownBy(act)
        .isInstanceOfSatisfying(
            ProblemException.class, problem -> assertThat(problem.first().code()).isEqualTo(code));
  }

  @Test
  void goesFromStepToStepEachByAnotherPerson() {
    var enforced = approved().enforce(ADMIN, NOW, "");

    assertThat(enforced.stage()).isEqualTo(Stage.ENFORCED);
    assertThat(enforced.tookPart()).containsExactlyInAnyOrder(OLGA, SAM, PIA, ROB, ADMIN);
    assertThat(enforced.history())
        .extracting(HistoryEntry::act)
        .containsExactly("designate", "verify", "vote yes", "vote yes", "enforce");
    assertThat(Json.read(Json.tree(enforced), DomainStanding.class)).isEqualTo(enforced);
  }

  @Test
  void nobodyTakesTwoStepsOrSkipsOne() {
    refused("four-eyes", () -> designated().verify(OLGA, NOW, "", LATER));
    refused("no-vote", () -> vote(verified(), OLGA, true));
    refused("no-vote", () -> vote(verified(), SAM, true));
    refused("voted-already", () -> vote(vote(verified(), PIA, true), PIA, true));
    refused("four-eyes", () -> approved().enforce(PIA, NOW, ""));
    refused("wrong-stage", () -> designated().enforce(ADMIN, NOW, ""));
    refused("wrong-stage", () -> verified().enforce(ADMIN, NOW, ""));
    refused("nothing-to-vote-on", () -> vote(designated(), PIA, true));
    refused("wrong-stage", () -> designated().designate(PIA, NOW, "", LATER));
  }

  @Test
  void theBodyDecidesByItsQuorum() {
    assertThat(vote(verified(), PIA, true).stage()).isEqualTo(Stage.VERIFIED);

    var lost = vote(verified(), PIA, false);

    assertThat(lost.stage()).isEqualTo(Stage.DESIGNATED);
    assertThat(lost.tookPart()).containsExactly(OLGA);
    assertThat(lost.verify(SAM, NOW, "again", LATER).stage()).isEqualTo(Stage.VERIFIED);
  }

  @Test
  void oneOfTheBodyIsEnoughWhereTheDomainSaysSo() {
    var one = new Electorate(Set.of(OLGA, PIA, ROB), "1");

    assertThat(verified().vote(ROB, true, NOW, "", one, LATER).stage()).isEqualTo(Stage.APPROVED);
  }

  @Test
  void aRejectedStepGoesOneBackWithItsReason() {
    var none = designated().reject(SAM, NOW, "no owner named", LATER);

    assertThat(none.stage()).isEqualTo(Stage.NONE);
    assertThat(none.history()).last().extracting(HistoryEntry::comment).isEqualTo("no owner named");
    assertThat(none.designate(OLGA, NOW, "", LATER).stage()).isEqualTo(Stage.DESIGNATED);
    refused("four-eyes", () -> designated().reject(OLGA, NOW, "mine", LATER));

    var again = approved().reject(ADMIN, NOW, "not yet", LATER);

    assertThat(again.stage()).isEqualTo(Stage.VERIFIED);
    assertThat(vote(vote(again, PIA, true), ROB, true).stage()).isEqualTo(Stage.APPROVED);
  }

  @Test
  void whatTheBodyHasApprovedOnlyTheBodyWithdraws() {
    assertThat(verified().withdraw(PIA, NOW, "why", BODY, LATER).stage()).isEqualTo(Stage.NONE);

    var enforced = approved().enforce(ADMIN, NOW, "");
    var asked = enforced.withdraw(OLGA, NOW, "merged", BODY, LATER);

    assertThat(asked.stage()).isEqualTo(Stage.ENFORCED);
    assertThat(vote(asked, PIA, true).stage()).isEqualTo(Stage.NONE);
    var kept = vote(vote(asked, PIA, false), ROB, false);
    assertThat(kept.stage()).isEqualTo(Stage.ENFORCED);
    assertThat(kept.ballot()).isEmpty();
  }

  @Test
  void timeEndsVotesAndRemindsOnce() {
    assertThat(designated().pass(LATER.minusSeconds(1))).isEmpty();
    var overdue = designated().pass(LATER).orElseThrow();
    assertThat(overdue.history()).last().extracting(HistoryEntry::act).isEqualTo("overdue");
    assertThat(overdue.pass(LATER)).isEmpty();

    assertThat(verified().pass(LATER).orElseThrow().stage()).isEqualTo(Stage.DESIGNATED);
    refused("vote-over", () -> verified().vote(PIA, true, LATER, "", BODY, LATER));

    var asked = approved().enforce(ADMIN, NOW, "").withdraw(OLGA, NOW, "merged", BODY, LATER);
    assertThat(asked.pass(LATER).orElseThrow().ballot()).isEmpty();
  }

  @Test
  void votesOfThoseWhoHaveLeftDoNotCount() {
    var voted = vote(verified(), PIA, true);
    var smaller = new Electorate(Set.of(OLGA, ROB, PrincipalId.user("eve")), "majority");

    assertThat(voted.vote(ROB, true, NOW, "", smaller, LATER).stage()).isEqualTo(Stage.VERIFIED);
  }
}
