package dev.weft.server.requests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.model.ResourceKind;
import dev.weft.model.Subscription;
import dev.weft.server.Fixture;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What has to be done so that a grant goes on. */
class RenewalsTest {
  private static final String EVERY_HALF_YEAR = "{'recertifyEvery':'180d','recertifyNotice':'14d'}";
  private final RuledShop it = new RuledShop();

  @Test
  void aGrantThatNobodyConfirmsEndsAfterNotice() {
    it.with(EVERY_HALF_YEAR);
    var id = granted();
    it.wait(Duration.ofDays(165));
    assertThat(one(id).reviewed().certifyBy()).isEmpty();

    it.wait(Duration.ofDays(1));

    assertThat(one(id).reviewed().certifyBy()).contains(day(14));
    assertThat(it.subscriptions.list(Fixture.OLGA, "to-confirm", Optional.empty()))
        .extracting(Subscription::id)
        .containsExactly(id);

    it.wait(Duration.ofDays(14));

    assertThat(one(id).status()).isEqualTo(Subscription.Status.EXPIRED);
    assertThat(one(id).why()).startsWith("nobody has confirmed it by ");
  }

  @Test
  void aGrantThatIsConfirmedGoesOnUntilTheNextTime() {
    it.with(EVERY_HALF_YEAR);
    var id = granted();
    it.wait(Duration.ofDays(166));

    it.confirmations.certify(Fixture.OLGA, List.of(id));
    it.wait(Duration.ofDays(100));

    assertThat(one(id).status()).isEqualTo(Subscription.Status.APPROVED);
    assertThat(one(id).reviewed().certifyBy()).isEmpty();

    it.wait(Duration.ofDays(66));

    assertThat(one(id).reviewed().certifyBy()).contains(day(14));
  }

  @Test
  void aNewRuleEndsNothingWithoutNotice() {
    var id = granted();
    it.wait(Duration.ofDays(900));

    it.with(EVERY_HALF_YEAR);
    it.wait(Duration.ofSeconds(5));

    assertThat(one(id).status()).isEqualTo(Subscription.Status.APPROVED);
    assertThat(one(id).reviewed().certifyBy()).contains(day(14));
  }

  @Test
  void aRuleThatFallsAwayAsksNothingAnyMore() {
    it.with(EVERY_HALF_YEAR);
    var id = granted();
    it.wait(Duration.ofDays(166));

    it.with("{}");
    it.wait(Duration.ofDays(20));

    assertThat(one(id).status()).isEqualTo(Subscription.Status.APPROVED);
    assertThat(one(id).reviewed().certifyBy()).isEmpty();
  }

  @Test
  void nobodyConfirmsTheirOwnGrant() {
    it.with(EVERY_HALF_YEAR);
    var id = granted();
    it.wait(Duration.ofDays(166));

    assertThatThrownBy(() -> it.confirmations.certify(Fixture.ADA, List.of(id)))
        .satisfies(e -> assertThat(RuledShop.code(e)).isEqualTo("four-eyes"));
  }

  @Test
  void newTermsHaveToBeAcceptedByTheirDay() {
    terms("1", "");
    var id = it.subscriptions.request(Fixture.ADA, accepting("1")).id();
    it.subscriptions.approve(Fixture.OLGA, id);

    terms("2", "2026-06-01");
    it.wait(Duration.ofSeconds(5));

    assertThat(one(id).reviewed().acceptBy()).contains(Instant.parse("2026-06-01T00:00:00Z"));
    assertThatThrownBy(() -> it.confirmations.acceptTerms(Fixture.ADA, id, "1"))
        .satisfies(e -> assertThat(RuledShop.code(e)).isEqualTo("other-terms"));
    assertThatThrownBy(() -> it.confirmations.acceptTerms(Fixture.OLGA, id, "2"))
        .satisfies(e -> assertThat(RuledShop.code(e)).isEqualTo("not-yours"));

    it.confirmations.acceptTerms(Fixture.ADA, id, "2");
    it.wait(Duration.ofDays(60));

    assertThat(one(id).status()).isEqualTo(Subscription.Status.APPROVED);
    assertThat(one(id).reviewed().terms())
        .hasValueSatisfying(
            accepted -> {
              assertThat(accepted.version()).isEqualTo("2");
              assertThat(accepted.by()).isEqualTo(Fixture.ADA.id());
            });
  }

  @Test
  void whoDoesNotAcceptNewTermsLosesTheGrant() {
    var id = granted();
    terms("2", "2026-06-01");
    it.wait(Duration.ofSeconds(5));

    it.wait(Duration.ofDays(31));

    assertThat(one(id).status()).isEqualTo(Subscription.Status.EXPIRED);
    assertThat(one(id).why()).startsWith("version 2 of its terms of use was not accepted by ");
  }

  @Test
  void aDayThatHasPassedAlreadyLeavesADayAllTheSame() {
    var id = granted();
    terms("2", "2020-01-01");
    it.wait(Duration.ofSeconds(5));

    assertThat(one(id).status()).isEqualTo(Subscription.Status.APPROVED);
    assertThat(one(id).reviewed().acceptBy()).contains(day(1));
  }

  @Test
  void nobodyAsksWithoutAcceptingTheTerms() {
    terms("1", "");

    assertThatThrownBy(() -> it.ask(Fixture.ADA, "churn model"))
        .satisfies(e -> assertThat(RuledShop.code(e)).isEqualTo("terms-not-accepted"));
    assertThatThrownBy(() -> it.subscriptions.request(Fixture.ADA, accepting("0")))
        .satisfies(e -> assertThat(RuledShop.code(e)).isEqualTo("terms-not-accepted"));
  }

  private String granted() {
    var id = it.ask(Fixture.ADA, "churn model");
    it.subscriptions.approve(Fixture.OLGA, id);
    return id;
  }

  private Subscription one(String id) {
    return it.subscriptions.get(Fixture.ADA, id);
  }

  private Instant day(int number) {
    return it.now().plus(Duration.ofDays(number));
  }

  private static Subscriptions.Request accepting(String version) {
    return new Subscriptions.Request(
        "customers.customers",
        "churn model",
        List.of(),
        Optional.empty(),
        "",
        Optional.of(version));
  }

  private void terms(String version, String acceptBy) {
    it.shop.mesh.put(
        ResourceKind.DATA_PRODUCT,
        "customers",
        Fixture.product("olga")
            .replace(
                "'team':",
                "'customProperties':[{'property':'weft.termsOfUse','value':{'version':'"
                    + version
                    + "','text':'Do not copy.'"
                    + (acceptBy.isEmpty() ? "" : ",'acceptBy':'" + acceptBy + "'")
                    + "}}],'team':"));
  }
}
