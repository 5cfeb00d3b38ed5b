package dev.weft.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.model.Erasure.Check;
import dev.weft.model.Erasure.Consent;
import dev.weft.model.Erasure.Status;
import dev.weft.model.ErasurePlan.Scope;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class ErasureTest {
  private static final Instant NOW = Instant.parse("2026-05-01T12:00:00Z");
  private static final PrincipalId PIA = PrincipalId.user("pia");
  private static final PrincipalId PETRA = PrincipalId.user("petra");

  private final Erasure plan = plan(true);

  @Test
  void isPlannedByOneAndAppliedByAnother() {
    var begun = plan.begin(PETRA, NOW, "request 7");
    var applied = begun.applied(NOW.plusSeconds(5), List.of());

    assertThat(begun.status()).isEqualTo(Status.APPLYING);
    assertThat(applied.status()).isEqualTo(Status.APPLIED);
    assertThat(applied.appliedBy()).contains(PETRA);
    assertThat(applied.why()).isEqualTo("request 7");
    assertThat(Json.read(Json.tree(applied), Erasure.class)).isEqualTo(applied);
  }

  @Test
  void goesOnAfterAFault() {
    var again = plan.begin(PETRA, NOW, "request 7").begin(PETRA, NOW, "request 7");

    assertThat(again.status()).isEqualTo(Status.APPLYING);
  }

  @Test
  void refusesWhoPlannedItWhatIsOverWhatIsNotWholeAndWhatIsDone() {
    refused(() -> plan.begin(PIA, NOW, ""), "does not apply it");
    refused(() -> plan.begin(PETRA, plan.plan().expires(), ""), "could be applied until");
    refused(() -> plan(false).begin(PETRA, NOW, ""), "not looked at everything");
    var applied = plan.begin(PETRA, NOW, "").applied(NOW, List.of());
    refused(() -> applied.begin(PETRA, NOW, ""), "has been applied");
    refused(() -> plan.applied(NOW, List.of()), "has not begun");
    refused(() -> plan.checked(new Check(NOW, PETRA, 0, 0, 0)), "not applied yet");
    assertThat(applied.isOver(NOW.plus(Duration.ofDays(99)))).isFalse();
  }

  private static void refused(Runnable act, String why) {
    assertThatThrownBy(act::run).isInstanceOf(ProblemException.class).hasMessageContaining(why);
  }

  /** What was made from a person's records may be of many, so each domain has its say. */
  @Test
  void waitsForTheDomainsThatItAsks() {
    var asking = plan(true, "sales", "mailing");
    refused(() -> asking.begin(PETRA, NOW, ""), "not agreed yet: sales, mailing");

    var half = asking.said(says("sales", true));
    refused(() -> half.begin(PETRA, NOW, ""), "not agreed yet: mailing");
    var against = half.said(says("mailing", false));
    refused(() -> against.begin(PETRA, NOW, ""), "mailing does not agree");
    var agreed = against.said(says("mailing", true));

    assertThat(agreed.consents()).hasSize(2);
    assertThat(agreed.begin(PETRA, NOW, "").status()).isEqualTo(Status.APPLYING);
    assertThat(Json.read(Json.tree(agreed), Erasure.class)).isEqualTo(agreed);
    assertThat(Json.tree(agreed).path("plannedBy").asText()).isEqualTo("pia");
    refused(() -> asking.said(says("shop", true)), "does not ask the domain 'shop'");
    refused(() -> plan.said(says("sales", true)), "does not ask the domain");
    refused(() -> asking.said(new Consent("sales", true, PIA, NOW, "")), "does not agree to it");
    refused(() -> agreed.begin(PETRA, NOW, "").said(says("sales", false)), "does not wait");
  }

  private static Consent says(String domain, boolean agrees) {
    return new Consent(domain, agrees, PrincipalId.user("sam"), NOW, "totals only");
  }

  private static Erasure plan(boolean complete, String... asks) {
    return Erasure.planned(
        new ErasurePlan(
            "e-1",
            new Scope("00ff", "customer", "", List.of(), asks.length > 0),
            PIA,
            NOW,
            NOW.plus(Duration.ofDays(7)),
            "ab",
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            complete,
            List.of(asks)));
  }
}
