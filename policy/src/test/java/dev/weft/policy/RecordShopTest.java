package dev.weft.policy;

import static dev.weft.policy.RecordShop.ADA;
import static dev.weft.policy.RecordShop.BO;
import static dev.weft.policy.RecordShop.CUSTOMERS;
import static dev.weft.policy.RecordShop.OLGA;
import static dev.weft.policy.RecordShop.PIA;
import static dev.weft.policy.RecordShop.SAM;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.model.PrincipalId;
import dev.weft.model.ReadLimits;
import dev.weft.model.ResourceKind;
import dev.weft.spi.AccessContext;
import dev.weft.spi.FieldRule;
import dev.weft.spi.RowFilter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** The worked example of docs/policies.md, sentence by sentence. */
class RecordShopTest {
  private final RecordShop shop = new RecordShop();

  @Test
  void whoHasNoPolicyAndNoSubscriptionIsDeniedWithASentence() {
    var view = shop.view(SAM);

    assertThat(view.allowed()).isFalse();
    assertThat(view.reason()).startsWith("sam has no right to read customers.customers");
  }

  @Test
  void unknownPrincipalsPortsAndWeftItselfAreDenied() {
    assertThat(shop.view(PrincipalId.user("eve")).reason()).contains("'eve' is not known");
    assertThat(shop.view(PrincipalId.WEFT).allowed()).isFalse();
    assertThat(shop.view(PrincipalId.product("nobody")).allowed()).isFalse();
    assertThat(shop.engine.read(PIA, new dev.weft.model.PortName("a", "b")).reason())
        .isEqualTo("There is no port 'a.b'.");
  }

  @Test
  void ownersHaveNoRightToTheDataByThemselves() {
    assertThat(shop.view(OLGA).allowed()).isFalse();
  }

  @Test
  void aDisabledUserIsDenied() {
    shop.mesh.put(
        ResourceKind.USER,
        "pia",
        "{'name': 'pia', 'groups': ['privacy-office'], 'disabled': true}");

    assertThat(shop.view(PIA).allowed()).isFalse();
  }

  @Test
  void thePrivacyOfficerSeesEverything() {
    var view = shop.view(PIA);

    assertThat(view.showsAll()).isTrue();
    assertThat(view.policies()).containsExactly("mask-personal-data", "privacy-office-reads-all");
  }

  @Test
  void anAnalystWithASubscriptionSeesPersonalDataMasked() {
    shop.subscribe("s-1", ADA, List.of(), Optional.empty());

    var view = shop.view(ADA);

    assertThat(view.allowed()).isTrue();
    assertThat(shop.rule(ADA, "email")).isEqualTo("show-last-4");
    assertThat(shop.rule(ADA, "phone")).isEqualTo("show-last-4");
    assertThat(shop.rule(ADA, "address.street")).isEqualTo("show-last-4");
    assertThat(shop.rule(ADA, "address.city")).isEqualTo("show");
    assertThat(shop.rule(ADA, "country")).isEqualTo("show");
    assertThat(view.key()).isEqualTo(FieldRule.SHOW);
    assertThat(view.policies())
        .containsExactly("analysts-own-country", "mask-personal-data", "s-1");
  }

  @Test
  void eachAnalystSeesTheirOwnCountryOnly() {
    shop.subscribe("s-1", ADA, List.of(), Optional.empty());
    shop.subscribe("s-2", BO, List.of(), Optional.empty());

    assertThat(passes(ADA, "Canada")).isTrue();
    assertThat(passes(ADA, "Brazil")).isFalse();
    assertThat(passes(BO, "Brazil")).isTrue();
    assertThat(passes(BO, null)).isFalse();
    assertThat(passes(BO, RowFilter.Values.MISSING)).isFalse();
    assertThat(passes(BO, 55L)).isFalse();
  }

  @Test
  void anAnalystWithoutACountrySeesNoRow() {
    shop.user("ada", "analysts", "");
    shop.subscribe("s-1", ADA, List.of(), Optional.empty());

    assertThat(passes(ADA, "Canada")).isFalse();
    assertThat(passes(ADA, null)).isFalse();
  }

  @Test
  void revokingASubscriptionEndsAccessAtOnce() {
    var subscription = shop.subscribe("s-1", ADA, List.of(), Optional.empty());
    var before = shop.engine.epoch();
    assertThat(shop.view(ADA).allowed()).isTrue();

    shop.put(subscription.revoke(OLGA, shop.clock.instant(), "project is over"));

    assertThat(shop.engine.epoch()).isGreaterThan(before);
    assertThat(shop.view(ADA).allowed()).isFalse();
  }

  @Test
  void aSubscriptionEndsByTheClock() {
    var end = shop.clock.instant().plus(Duration.ofDays(1));
    shop.subscribe("s-1", ADA, List.of(), Optional.of(end));
    assertThat(shop.view(ADA).until()).contains(end);
    var before = shop.engine.epoch();

    shop.clock.advance(Duration.ofDays(1));

    assertThat(shop.view(ADA).allowed()).isFalse();
    shop.clock.advance(Duration.ofMillis(1));
    assertThat(shop.engine.epoch()).isGreaterThan(before);
    assertThat(shop.engine.epoch()).isEqualTo(shop.engine.epoch());
  }

  @Test
  void ofSeveralSubscriptionsTheLatestEndCounts() {
    var now = shop.clock.instant();
    shop.subscribe("s-1", ADA, List.of(), Optional.of(now.plus(Duration.ofDays(1))));
    shop.subscribe("s-2", ADA, List.of(), Optional.of(now.plus(Duration.ofDays(9))));

    assertThat(shop.view(ADA).until()).contains(now.plus(Duration.ofDays(9)));
  }

  @Test
  void aFieldOfOneSubscriptionGoesWhenThatOneEnds() {
    var now = shop.clock.instant();
    shop.subscribe("s-1", ADA, List.of("country"), Optional.of(now.plus(Duration.ofDays(1))));
    shop.subscribe("s-2", ADA, List.of("customer_id"), Optional.of(now.plus(Duration.ofDays(9))));
    assertThat(shop.rule(ADA, "country")).isEqualTo("show");

    shop.clock.advance(Duration.ofDays(2));

    assertThat(shop.rule(ADA, "country")).isEqualTo("withhold");
    assertThat(shop.rule(ADA, "customer_id")).isEqualTo("show");
  }

  @Test
  void accessByPolicyHasNoEnd() {
    shop.subscribe("s-1", PIA, List.of(), Optional.of(shop.clock.instant().plusSeconds(9)));

    assertThat(shop.view(PIA).until()).isEmpty();
  }

  @Test
  void aSubscriptionWithFieldsWithholdsTheOthers() {
    shop.subscribe("s-1", ADA, List.of("customer_id", "email", "address"), Optional.empty());

    assertThat(shop.rule(ADA, "customer_id")).isEqualTo("show");
    assertThat(shop.rule(ADA, "email")).isEqualTo("show-last-4");
    assertThat(shop.rule(ADA, "address.city")).isEqualTo("show");
    assertThat(shop.rule(ADA, "country")).isEqualTo("withhold");
    assertThat(shop.rule(ADA, "never_seen")).isEqualTo("withhold");
    assertThat(shop.view(ADA).key()).isEqualTo(FieldRule.SHOW);
  }

  @Test
  void withoutTheKeysFieldTheKeyBecomesAToken() {
    shop.subscribe("s-1", ADA, List.of("country"), Optional.empty());

    assertThat(shop.view(ADA).key()).isInstanceOf(FieldRule.Masked.class);
  }

  @Test
  void aNewFieldIsWithheldUntilItIsClassifiedAndThenMasked() {
    shop.subscribe("s-1", ADA, List.of(), Optional.empty());
    assertThat(shop.rule(ADA, "mobile")).isEqualTo("withhold");
    assertThat(shop.rule(PIA, "mobile")).isEqualTo("show");

    shop.classify(
        "'mobile': {'type': 'string', 'tags': [" + RecordShop.tag("pii.phone", "SUGGESTED") + "]}");

    assertThat(shop.rule(ADA, "mobile")).isEqualTo("show-last-4");
    assertThat(shop.rule(PIA, "mobile")).isEqualTo("show");
  }

  @Test
  void aFieldOfTheContractThatNobodyHasLookedAtIsWithheld() {
    shop.subscribe("s-1", ADA, List.of(), Optional.empty());

    shop.delete(ResourceKind.PORT_FIELDS, "customers.customers");

    assertThat(shop.rule(ADA, "country")).isEqualTo("withhold");
    assertThat(shop.rule(PIA, "country")).isEqualTo("show");
  }

  @Test
  void aRejectedTagIsNotEnforced() {
    shop.subscribe("s-1", ADA, List.of(), Optional.empty());

    shop.classify(
        "'code': {'type': 'string', 'tags': [" + RecordShop.tag("pii.phone", "REJECTED") + "]}");

    assertThat(shop.rule(ADA, "code")).isEqualTo("show");
  }

  @Test
  void aProductReadsItsOwnPortAndThoseItHasSubscribedTo() {
    shop.product("spending", "customers-v1");
    var spending = PrincipalId.product("spending");
    assertThat(shop.view(spending).allowed()).isFalse();

    shop.subscribe("s-1", spending, List.of(), Optional.empty());

    assertThat(shop.view(spending).showsAll()).isTrue();
    assertThat(shop.view(PrincipalId.product("customers")).allowed()).isTrue();
  }

  @Test
  void onlyTheProductItselfWritesItsPort() {
    assertThat(shop.engine.write(PrincipalId.product("customers"), CUSTOMERS).allowed()).isTrue();
    assertThat(shop.engine.write(OLGA, CUSTOMERS).allowed()).isFalse();
    assertThat(shop.engine.write(PrincipalId.product("spending"), CUSTOMERS).reason())
        .isEqualTo("Only product:customers may write customers.customers.");
  }

  @Test
  void onlyTheNamedProvisioningPointWritesAnAuthoritativeSource() {
    var feed = PrincipalId.agent("feed");
    var product = PrincipalId.product("customers");
    var epoch = shop.engine.epoch();
    var designated =
        "{'domain':'music-retail','term':'customer','port':'customers.customers',"
            + "'provisioner':'agent:feed','stage':'DESIGNATED'}";
    shop.mesh.put(ResourceKind.SOURCE_DESIGNATION, "music-retail/customer", designated);
    assertThat(shop.engine.write(product, CUSTOMERS).allowed()).isTrue();

    var verified = designated.replace("'DESIGNATED'", "'VERIFIED','verifiedBy':'pia'");
    shop.mesh.put(ResourceKind.SOURCE_DESIGNATION, "music-retail/customer", verified);

    assertThat(shop.engine.write(product, CUSTOMERS).reason())
        .isEqualTo("Only agent:feed may write customers.customers.");
    assertThat(shop.engine.write(feed, CUSTOMERS).allowed()).isTrue();
    assertThat(shop.engine.epoch()).isGreaterThan(epoch);
    shop.mesh.put(
        ResourceKind.SOURCE_DESIGNATION,
        "music-retail/person",
        verified.replace("agent:feed", "agent:other"));
    assertThat(shop.engine.write(feed, CUSTOMERS).allowed()).isFalse();
  }

  @Test
  void withoutItsContractAPortIsNotReadable() {
    shop.delete(ResourceKind.DATA_CONTRACT, "customers-v1");

    assertThat(shop.view(PIA).reason()).contains("contract 'customers-v1' is not there");
  }

  /** The second half of the worked example: an override in a window, for a purpose. */
  @Test
  void inTheAuditWeekAnAnalystSeesMoreForThatPurposeOnly() {
    shop.subscribe("s-1", ADA, List.of(), Optional.empty());
    var since = Instant.parse("2026-05-01T00:00:00Z");
    var terms =
        new ReadLimits(
            Optional.of(since),
            Optional.empty(),
            Optional.empty(),
            OptionalLong.empty(),
            OptionalLong.empty(),
            Optional.empty());
    shop.subscribe("s-2", ADA, List.of(), "audit", terms);
    shop.subscribe("s-3", BO, List.of(), "audit", terms);
    shop.policy(
        "audit-week",
        "mask",
        "'tags': ['pii.*']",
        """
        {'principals': {'groups': ['analysts']}, 'except': {'users': ['bo']}, 'mask': 'none'}
        """,
        """
        'priority': 'override', 'timezone': 'Europe/Zurich', 'when': `env.purpose == 'audit'`,
        'validity': [{'from': '2026-06-15', 'to': '2026-06-19',
          'recurrence': {'hour': 8, 'dayOfWeek': 'mon-fri', 'lasts': '10h'}}]
        """);
    var audit = new AccessContext("", "audit");
    assertThat(email(ADA, audit)).isEqualTo("show-last-4");

    shop.clock.advance(
        Duration.between(shop.clock.instant(), Instant.parse("2026-06-16T07:00:00Z")));

    assertThat(email(ADA, audit)).isEqualTo("show");
    assertThat(email(ADA, AccessContext.NONE)).isEqualTo("show-last-4");
    assertThat(email(BO, audit)).isEqualTo("show-last-4");
    var view = shop.engine.read(ADA, CUSTOMERS, audit);
    assertThat(view.terms().from()).contains(since);
    assertThat(view.filter()).isPresent();
    assertThat(view.until().orElseThrow()).isBefore(Instant.parse("2026-06-16T16:00:01Z"));

    shop.clock.advance(Duration.ofHours(9));
    assertThat(email(ADA, audit)).isEqualTo("show-last-4");
  }

  private String email(PrincipalId who, AccessContext context) {
    return RecordShop.word(shop.engine.read(who, CUSTOMERS, context).fields().get("email"));
  }

  private boolean passes(PrincipalId who, Object country) {
    var filter = shop.view(who).filter().orElseThrow();
    assertThat(filter.fields()).containsExactly("country");
    var values = new java.util.HashMap<>(Map.of("country", Optional.ofNullable(country)));
    return filter.passes(path -> values.get(path).orElse(null));
  }
}
