package dev.weft.model.governance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.model.Json;
import dev.weft.model.PrincipalId;
import dev.weft.model.ProblemException;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** The lives of designated sources, of exceptions from them, and of products. */
class SourcesTest {
  private static final PrincipalId OLGA = PrincipalId.user("olga");
  private static final PrincipalId PIA = PrincipalId.user("pia");
  private static final PrincipalId ADA = PrincipalId.user("ada");
  private static final PrincipalId FEED = PrincipalId.agent("feed");
  private static final Instant NOW = Instant.parse("2026-05-01T12:00:00Z");
  private static final Instant END = NOW.plus(Duration.ofDays(365));
  private static final Electorate BODY = new Electorate(Set.of(OLGA, PIA), "all");

  private static SourceDesignation designated() {
    return SourceDesignation.designate(
        "shop", "customer", "customers.customers", FEED, OLGA, NOW, END, "the list");
  }

  private static SourceException asked() {
    return SourceException.ask(
        "x-1",
        "shop",
        "customer",
        "crm.people",
        ADA,
        "migration",
        END,
        ADA,
        NOW,
        NOW.plus(Duration.ofDays(14)));
  }

  private static void refused(String code, ThrowingCallable act) {
    assertThatThrownBy(act)
        .isInstanceOfSatisfying(
            ProblemException.class, problem -> assertThat(problem.first().code()).isEqualTo(code));
  }

  @Test
  void aSourceHoldsFromItsVerificationToItsEnd() {
    assertThat(designated().holdsAt(NOW)).isFalse();
    assertThat(designated().binds()).isFalse();
    refused("four-eyes", () -> designated().verify(OLGA, NOW, END, ""));

    var verified = designated().verify(PIA, NOW, END, "");

    assertThat(verified.holdsAt(NOW)).isTrue();
    assertThat(verified.holdsAt(END)).isFalse();
    assertThat(Json.read(Json.tree(verified), SourceDesignation.class)).isEqualTo(verified);
  }

  @Test
  void aSourceIsRemindedOnceThenLapsesAndCanBeVerifiedAgain() {
    var verified = designated().verify(PIA, NOW, END, "");
    var soon = END.minus(Duration.ofDays(30));

    assertThat(verified.pass(soon.minusSeconds(1))).isEmpty();
    var reminded = verified.pass(soon).orElseThrow();
    assertThat(reminded.history()).last().extracting(HistoryEntry::act).isEqualTo("remind");
    assertThat(reminded.pass(soon)).isEmpty();
    var lapsed = reminded.pass(END).orElseThrow();
    assertThat(lapsed.stage()).isEqualTo(SourceDesignation.Stage.LAPSED);
    assertThat(lapsed.binds()).as("a port that lapses is not everybody's").isTrue();
    assertThat(lapsed.pass(END)).isEmpty();

    var again = lapsed.verify(PIA, END, END.plus(Duration.ofDays(365)), "");
    assertThat(again.holdsAt(END)).isTrue();
    assertThat(again.reminded()).isFalse();
  }

  @Test
  void whatNobodyVerifiesLapses() {
    var after = designated().pass(NOW.plus(SourceDesignation.WAITS)).orElseThrow();

    assertThat(after.stage()).isEqualTo(SourceDesignation.Stage.LAPSED);
    assertThat(after.binds()).isFalse();
  }

  @Test
  void anExceptionCoversWhatTheBodyHasGranted() {
    assertThat(asked().covers(ADA, "crm.people", NOW)).isFalse();

    var granted = asked().vote(OLGA, true, NOW, "", BODY).vote(PIA, true, NOW, "", BODY);

    assertThat(granted.stage()).isEqualTo(SourceException.Stage.GRANTED);
    assertThat(granted.covers(ADA, "crm.people", NOW)).isTrue();
    assertThat(granted.covers(PIA, "crm.people", NOW)).isFalse();
    assertThat(granted.covers(ADA, "crm.others", NOW)).isFalse();
    assertThat(granted.covers(ADA, "crm.people", END)).isFalse();
    assertThat(granted.end(ADA, NOW, "done").covers(ADA, "crm.people", NOW)).isFalse();
    assertThat(granted.pass(END).orElseThrow().stage()).isEqualTo(SourceException.Stage.ENDED);
    assertThat(Json.read(Json.tree(granted), SourceException.class)).isEqualTo(granted);
  }

  @Test
  void whoAsksOrProfitsDoesNotVote() {
    var body = new Electorate(Set.of(OLGA, PIA, ADA), "1");

    refused("no-vote", () -> asked().vote(ADA, true, NOW, "", body));
    assertThat(asked().vote(OLGA, false, NOW, "no", BODY).stage())
        .isEqualTo(SourceException.Stage.REFUSED);
  }

  @Test
  void aProductIsApprovedAsItWasProposedAndByAnother() {
    var proposed = ProductLife.none("customers").propose(OLGA, NOW, "print", "");

    refused("four-eyes", () -> proposed.approve(OLGA, NOW, "print", ""));
    refused("not-proposed", () -> proposed.approve(PIA, NOW, "another", ""));
    var approved = proposed.approve(PIA, NOW, "print", "fine");
    assertThat(approved.at("draft", "print")).isEqualTo(ProductLife.Stage.APPROVED);
    assertThat(approved.at("draft", "another")).isEqualTo(ProductLife.Stage.DRAFT);
    assertThat(approved.at("retired", "print")).isEqualTo(ProductLife.Stage.RETIRED);
    assertThat(proposed.reject(PIA, NOW, "print", "no").at("draft", "print"))
        .isEqualTo(ProductLife.Stage.DRAFT);
    assertThat(Json.read(Json.tree(approved), ProductLife.class)).isEqualTo(approved);
  }

  @Test
  void quorumsCountThoseWhoMayVote() {
    var three = Set.of(OLGA, PIA, ADA);

    assertThat(new Electorate(three, "majority").needed()).isEqualTo(2);
    assertThat(new Electorate(Set.of(OLGA, PIA), "").needed()).isEqualTo(2);
    assertThat(new Electorate(three, "all").needed()).isEqualTo(3);
    assertThat(new Electorate(three, "2").without(Set.of(OLGA, PIA)).canDecide()).isFalse();
    assertThat(new Electorate(Set.of(), "all").canDecide()).isFalse();
  }
}
