package dev.weft.policy;

import static dev.weft.policy.RecordShop.ADA;
import static dev.weft.policy.RecordShop.CUSTOMERS;
import static dev.weft.policy.RecordShop.PIA;
import static dev.weft.policy.RecordShop.SAM;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.model.PrincipalId;
import dev.weft.model.Priority;
import dev.weft.model.ReadLimits;
import dev.weft.model.ResourceKind;
import dev.weft.spi.AccessContext;
import dev.weft.spi.ReadTerms;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Priority, time, conditions, exceptions, purpose and terms, as docs/policies.md says them. */
class PolicyCircumstancesTest {
  private static final String PORT = "'ports': ['customers.customers']";
  private static final String ALL = "{'principals': {'everyone': true}, ";

  private final RecordShop shop = new RecordShop();

  @Test
  void anOverrideAllowBeatsANormalDenyAndAnOverrideDenyBeatsBoth() {
    access("deny", ALL + "'deny': ['read']}", "'enabled': true");
    assertThat(shop.view(PIA).allowed()).isFalse();

    access("allow", ALL + "'allow': ['read']}", "'priority': 'override'");
    assertThat(shop.view(PIA).allowed()).isTrue();

    access("deny-all", ALL + "'deny': ['read']}", "'priority': 'override'");
    assertThat(shop.view(PIA).reason()).isEqualTo("Policy deny-all denies it.");
  }

  @Test
  void anOverrideMaskEvenNoneBeatsNormalMasks() {
    shop.subscribe("s-1", ADA, List.of(), Optional.empty());
    mask("lift", "'tags': ['pii.email']", "'none'", "'priority': 'override'");

    assertThat(shop.rule(ADA, "email")).isEqualTo("show");
    assertThat(shop.rule(ADA, "phone")).isEqualTo("show-last-4");
  }

  @Test
  void aDisabledPolicyDoesNothing() {
    access("deny", ALL + "'deny': ['read']}", "'enabled': false");

    assertThat(shop.view(PIA).allowed()).isTrue();
    assertThat(why(PIA, "deny", AccessContext.NONE)).isEqualTo("it is disabled");
  }

  @Test
  void aWindowOpensAndClosesByTheClockAlsoForThoseWhoWereDenied() {
    access(
        "week",
        "{'principals': {'users': ['sam']}, 'allow': ['read']}",
        "'validity': [{'from': '2026-05-04', 'to': '2026-05-05', 'zone': 'Europe/Zurich'}]");
    assertThat(shop.view(SAM).allowed()).isFalse();
    assertThat(shop.view(SAM).until()).contains(Instant.parse("2026-05-03T22:00:00Z"));
    assertThat(why(SAM, "week", AccessContext.NONE)).isEqualTo("it does not hold at this time");

    shop.clock.advance(Duration.ofHours(12));
    assertThat(shop.view(SAM).allowed()).isTrue();
    assertThat(shop.view(SAM).until()).isPresent();

    shop.clock.advance(Duration.ofDays(2));
    assertThat(shop.view(SAM).allowed()).isFalse();
  }

  @Test
  void aTagHidesInItsTimeOnlyAndWhoeverHasAnAnswerHearsOfBothEnds() {
    shop.subscribe("s-1", ADA, List.of(), Optional.empty());
    shop.classify(
        "'nick': {'type': 'string', 'tags': [{'tag': 'pii.name', 'confidence': 1, 'evidence': 'x',"
            + " 'source': 'steward', 'status': 'CONFIRMED', 'validity':"
            + " [{'from': '2026-05-03T11:00:00Z', 'until': '2026-05-03T12:00:00Z'}]}]}");
    assertThat(shop.rule(ADA, "nick")).isEqualTo("show");
    assertThat(shop.view(ADA).until()).contains(Instant.parse("2026-05-03T11:00:00Z"));
    var before = shop.engine.epoch();

    shop.clock.advance(Duration.ofHours(1));
    assertThat(shop.engine.epoch()).as("it begins").isGreaterThan(before);
    assertThat(shop.rule(ADA, "nick")).isEqualTo("show-last-4");

    var during = shop.engine.epoch();
    shop.clock.advance(Duration.ofHours(1));
    assertThat(shop.rule(ADA, "nick")).as("its last moment").isEqualTo("show-last-4");
    assertThat(shop.engine.epoch()).isEqualTo(during);

    shop.clock.advance(Duration.ofMillis(1));
    assertThat(shop.engine.epoch()).as("it has ended").isGreaterThan(during);
    assertThat(shop.rule(ADA, "nick")).isEqualTo("show");
    assertThat(shop.view(ADA).until()).isEmpty();
    shop.clock.advance(Duration.ofMillis(-1));
    assertThat(shop.rule(ADA, "nick")).as("a clock put back").isEqualTo("show-last-4");
  }

  @Test
  void aTagOfTheContractAndOfTheProductHoldsInItsTimeToo() {
    shop.subscribe("s-1", ADA, List.of(), Optional.empty());
    shop.mesh.put(
        ResourceKind.DATA_CONTRACT,
        "customers-v1",
        """
        {'id': 'customers-v1', 'schema': [{'name': 'customer', 'properties': [
          {'name': 'country', 'logicalType': 'string', 'tags': ['pii.home; until=2026-05-03']},
          {'name': 'phone', 'logicalType': 'string', 'tags': ['pii.phone; until=2026-05-03']}]}]}
        """);
    assertThat(shop.rule(ADA, "country")).isEqualTo("show-last-4");

    shop.clock.advance(Duration.ofHours(14));

    assertThat(shop.rule(ADA, "country")).isEqualTo("show");
    assertThat(shop.rule(ADA, "phone")).as("the classifier's has no end").isEqualTo("show-last-4");
    var then = Instant.parse("2026-05-03T20:00:00Z");
    var explained =
        shop.engine.explain(ADA, CUSTOMERS, Optional.of("country"), AccessContext.NONE, then);
    assertThat(explained.toString()).as("as of then").contains("pii.home");
    assertThat(shop.rule(ADA, "country")).isEqualTo("show");
  }

  @ParameterizedTest
  @CsvSource({
    "2026-05-04T05:59:59Z, false", // Monday, 07:59 in Zurich
    "2026-05-04T06:00:00Z, true",
    "2026-05-04T15:59:59Z, true",
    "2026-05-04T16:00:00Z, false",
    "2026-05-09T10:00:00Z, false" // Saturday
  })
  void aWindowComesAgainOnTheWallClockOfItsZone(Instant moment, boolean allowed) {
    access(
        "office-hours",
        "{'principals': {'users': ['sam']}, 'allow': ['read']}",
        """
        'timezone': 'Europe/Zurich',
        'validity': [{'recurrence': {'hour': 8, 'dayOfWeek': 'mon-fri', 'lasts': '10h'}}]
        """);

    var told = shop.engine.explain(SAM, CUSTOMERS, Optional.empty(), AccessContext.NONE, moment);

    assertThat(told.allowed()).isEqualTo(allowed);
  }

  @ParameterizedTest
  @CsvSource({
    "2026-05-04T05:59:59Z, false", // Monday, 07:59 in Zurich
    "2026-05-04T06:00:00Z, true",
    "2026-05-04T15:59:59Z, true",
    "2026-05-04T16:00:00Z, false",
    "2026-12-07T06:30:00Z, false", // Winter: 07:30
    "2026-12-07T07:00:00Z, true",
    "2026-05-09T10:00:00Z, false", // Saturday
    "2026-05-10T22:30:00Z, false" // Monday in Zurich already, but at half past midnight
  })
  void aConditionSeesTheTimeOfDayWhereThePolicyIsAndChangesByItself(
      Instant moment, boolean allowed) {
    var rule =
        "{'principals': {'users': ['sam']}, 'allow': ['read'], "
            + "'when': `env.hour >= 8 && env.hour < 18 && env.weekday != 'saturday'`}";
    access("office-hours", rule, "'timezone': 'Europe/Zurich'");

    var told = shop.engine.explain(SAM, CUSTOMERS, Optional.empty(), AccessContext.NONE, moment);
    var view = shop.view(SAM);

    assertThat(told.allowed()).isEqualTo(allowed);
    assertThat(view.until())
        .as("the next full hour")
        .contains(shop.clock.instant().truncatedTo(ChronoUnit.HOURS).plus(Duration.ofHours(1)));
  }

  @ParameterizedTest
  @CsvSource({"10.1.2.3, true", "192.168.1.1, false", "'', false"})
  void anAllowNeedsItsConditionToBeTrue(String address, boolean allowed) {
    access(
        "office",
        "{'principals': {'users': ['sam']}, 'allow': ['read'], "
            + "'when': `env.ip.ipInRange('10.0.0.0/8')`}",
        "'enabled': true");

    assertThat(shop.engine.read(SAM, CUSTOMERS, from(address)).allowed()).isEqualTo(allowed);
  }

  @ParameterizedTest
  @CsvSource({"10.1.2.3, false", "192.168.1.1, true", "'', false"})
  void aDenyHoldsUnlessItsConditionIsCertainlyFalse(String address, boolean allowed) {
    access(
        "not-from-there",
        ALL + "'deny': ['read'], 'when': `env.ip.ipInRange('10.0.0.0/8')`}",
        "'enabled': true");

    assertThat(shop.engine.read(PIA, CUSTOMERS, from(address)).allowed()).isEqualTo(allowed);
  }

  @Test
  void aMaskHoldsUnlessItsConditionIsCertainlyFalseAndTheNextRuleCountsToo() {
    shop.subscribe("s-1", ADA, List.of(), Optional.empty());
    shop.policy(
        "m",
        "mask",
        "'fields': ['customers.customers.country']",
        ALL + "'mask': 'hash', 'when': 'user.nothing == 1'}, " + ALL + "'mask': 'null'}");

    assertThat(shop.rule(ADA, "country")).isEqualTo("null");
    shop.policy(
        "m",
        "mask",
        "'fields': ['customers.customers.country']",
        ALL + "'mask': 'none', 'when': 'user.nothing == 1'}, " + ALL + "'mask': 'hash'}");
    assertThat(shop.rule(ADA, "country")).isEqualTo("hash");
  }

  @Test
  void aConditionMayAskForTheAttributesOfATag() {
    shop.subscribe("s-1", ADA, List.of(), Optional.empty());
    shop.delete(ResourceKind.POLICY, "mask-personal-data");
    shop.policy(
        "high-only",
        "mask",
        "'tags': ['pii.*']",
        ALL + "'mask': 'redact', 'when': `tag.attributes.sensitivity == 'high'`}");
    shop.mesh.put(
        ResourceKind.PORT_FIELDS,
        "customers.customers",
        """
        {'port': 'customers.customers', 'fields': {
          'phone': {'tags': [{'tag': 'pii.phone', 'status': 'CONFIRMED', 'attributes': {'sensitivity': 'high'}}]},
          'email': {'tags': [{'tag': 'pii.email', 'status': 'CONFIRMED', 'attributes': {'sensitivity': 'low'}}]},
          'country': {'tags': [{'tag': 'pii.country', 'status': 'CONFIRMED'}]}}}
        """);

    assertThat(shop.rule(ADA, "phone")).isEqualTo("redact");
    assertThat(shop.rule(ADA, "email")).isEqualTo("show");
    assertThat(shop.rule(ADA, "country")).as("nobody knows").isEqualTo("redact");
  }

  @Test
  void aContractMayWriteAttributesBehindATag() {
    shop.subscribe("s-1", ADA, List.of(), Optional.empty());
    shop.policy(
        "high-only",
        "mask",
        "'tags': ['finance.amount']",
        ALL + "'mask': 'redact', 'when': `tag.attributes.sensitivity == 'high'`}");
    shop.mesh.put(
        ResourceKind.DATA_CONTRACT,
        "customers-v1",
        """
        {'id': 'customers-v1', 'schema': [{'name': 'customer', 'properties': [
          {'name': 'customer_id', 'tags': ['finance.amount; sensitivity=low']},
          {'name': 'country', 'tags': ['finance.amount; sensitivity = high; since=2026']}]}]}
        """);

    assertThat(shop.rule(ADA, "customer_id")).isEqualTo("show");
    assertThat(shop.rule(ADA, "country")).isEqualTo("redact");
  }

  @Test
  void exceptionsActWithinTheirOwnRule() {
    access(
        "all-but-pia",
        "{'principals': {'everyone': true}, 'except': {'users': ['pia']}, 'deny': ['read']}",
        "'enabled': true");
    shop.subscribe("s-1", ADA, List.of(), Optional.empty());

    assertThat(shop.view(PIA).allowed()).isTrue();
    assertThat(shop.view(ADA).allowed()).isFalse();
    assertThat(why(PIA, "all-but-pia", AccessContext.NONE))
        .isEqualTo("rule 1 makes an exception of pia");
  }

  @Test
  void elseDenyClosesThePortToAllOthers() {
    shop.subscribe("s-1", ADA, List.of(), Optional.empty());
    access("only-sam", "{'principals': {'users': ['sam']}, 'allow': ['read']}", "'else': 'deny'");

    assertThat(shop.view(SAM).allowed()).isTrue();
    assertThat(shop.view(ADA).reason()).isEqualTo("Policy only-sam denies it.");
    assertThat(shop.view(PIA).allowed()).isFalse();
  }

  @Test
  void excludesTakeOutWhatIsNamed() {
    access("most", "{'principals': {'users': ['sam']}, 'allow': ['read']}", "'enabled': false");
    shop.policy(
        "most",
        "access",
        PORT + ", 'excludes': {'tags': ['pii.*'], 'fields': ['customers.customers.address']}",
        "{'principals': {'users': ['sam']}, 'allow': ['read']}");

    assertThat(shop.rule(SAM, "country")).isEqualTo("show");
    assertThat(shop.rule(SAM, "email")).isEqualTo("withhold");
    assertThat(shop.rule(SAM, "address.city")).isEqualTo("withhold");
    assertThat(shop.rule(SAM, "never_seen")).isEqualTo("withhold");
  }

  @Test
  void aNameMayHoldWhatIsKnownOfTheReader() {
    shop.mesh.put(
        ResourceKind.USER,
        "sam",
        "{'name': 'sam', 'attributes': {'products': ['sales', 'customers'], 'all': '*'}}");
    shop.policy("own", "access", "'products': ['{user.products}']", ALL + "'allow': ['read']}");

    assertThat(shop.view(SAM).allowed()).isTrue();
    assertThat(shop.view(ADA).allowed()).as("nothing is known of her products").isFalse();
    shop.policy("own", "access", "'products': ['{user.all}']", ALL + "'allow': ['read']}");
    assertThat(shop.view(SAM).allowed()).as("a star in an attribute is a star").isFalse();
  }

  @Test
  void groupsAndRolesMayBeWithinOthersAndCirclesEnd() {
    shop.mesh.put(ResourceKind.GROUP, "staff", "{'name': 'staff', 'groups': ['analysts', 'all']}");
    shop.mesh.put(ResourceKind.GROUP, "all", "{'name': 'all', 'groups': ['staff']}");
    shop.mesh.put(ResourceKind.ROLE, "reader", "{'name': 'reader', 'groups': ['all']}");
    shop.mesh.put(ResourceKind.ROLE, "insider", "{'name': 'insider', 'roles': ['reader']}");
    access("in", "{'principals': {'roles': ['insider']}, 'allow': ['read']}", "'enabled': true");

    assertThat(shop.view(ADA).allowed()).isTrue();
    assertThat(shop.view(SAM).allowed()).isFalse();
  }

  @Test
  void anAgentIsNamedByItselfAndByEveryone() {
    var helper = PrincipalId.agent("helper");
    access("h", "{'principals': {'agents': ['helper']}, 'allow': ['read']}", "'enabled': true");
    assertThat(shop.view(helper).allowed()).as("it has no key yet").isFalse();

    shop.mesh.put(
        ResourceKind.CLIENT_KEY,
        "k",
        "{'id': 'k', 'principal': 'agent:helper', 'createdAt': '2026-05-03T10:00:00Z'}");

    assertThat(shop.view(helper).allowed()).isTrue();
    assertThat(shop.rule(helper, "email")).isEqualTo("show-last-4");
    assertThat(shop.view(PrincipalId.user("helper")).allowed()).isFalse();
    shop.delete(ResourceKind.CLIENT_KEY, "k");
    assertThat(shop.view(helper).allowed()).as("nor any more").isFalse();
  }

  @Test
  void aPurposeUsesTheSubscriptionsForItAndNoneUsesAll() {
    shop.subscribe("s-1", ADA, List.of("country"), "Statistics", ReadLimits.NONE);
    shop.subscribe("s-2", ADA, List.of("phone"), "fraud", ReadLimits.NONE);

    var statistics = shop.engine.read(ADA, CUSTOMERS, purpose("statistics"));
    var fraud = shop.engine.read(ADA, CUSTOMERS, purpose("fraud"));

    assertThat(RecordShop.word(statistics.fields().get("country"))).isEqualTo("show");
    assertThat(RecordShop.word(statistics.fields().get("phone"))).isEqualTo("withhold");
    assertThat(RecordShop.word(fraud.fields().get("country"))).isEqualTo("withhold");
    assertThat(RecordShop.word(fraud.fields().get("phone"))).isEqualTo("show-last-4");
    assertThat(shop.rule(ADA, "country")).isEqualTo("show");
    assertThat(shop.rule(ADA, "phone")).isEqualTo("show-last-4");
    assertThat(fraud.terms().purpose()).isEqualTo("fraud");
    assertThat(shop.engine.read(ADA, CUSTOMERS, purpose("marketing")).reason())
        .contains("for the purpose 'marketing'");
  }

  @Test
  void aGrantMayLimitHistoryAndSpeed() {
    var may = Instant.parse("2026-05-01T00:00:00Z");
    var limits =
        new ReadLimits(
            Optional.of(may),
            Optional.empty(),
            Optional.empty(),
            OptionalLong.of(1_000),
            OptionalLong.of(5),
            Optional.empty());
    shop.subscribe("s-1", ADA, List.of(), "to see", limits);

    var terms = shop.view(ADA).terms();

    assertThat(terms.from()).contains(may);
    assertThat(terms.bytesPerSecond()).hasValue(1_000);
    assertThat(terms.requestsPerSecond()).hasValue(5);
  }

  @Test
  void ofSeveralGrantsForTheSameFieldsWindowsAddUpAndTheHighestQuotaCounts() {
    shop.subscribe("s-1", ADA, List.of(), "a", window("2026-01-01", "2026-03-01", 100));
    shop.subscribe("s-2", ADA, List.of(), "b", window("2026-02-01", "2026-04-01", 900));
    assertThat(shop.view(ADA).terms().from()).contains(Instant.parse("2026-01-01T00:00:00Z"));
    assertThat(shop.view(ADA).terms().to()).contains(Instant.parse("2026-04-01T00:00:00Z"));
    assertThat(shop.view(ADA).terms().bytesPerSecond()).hasValue(900);

    shop.subscribe("s-3", ADA, List.of(), "c", window("2025-01-01", "2025-02-01", 1));
    assertThat(shop.view(ADA).terms().from())
        .as("a window apart does not open the time between")
        .contains(Instant.parse("2026-01-01T00:00:00Z"));
  }

  @Test
  void ofSeveralPrioritiesTheHighestCountsAndNoneIsNormal() {
    shop.subscribe("s-1", ADA, List.of(), "a", urgency(Priority.BULK));
    assertThat(shop.view(ADA).terms().priority()).isEqualTo(Priority.BULK);

    shop.subscribe("s-2", ADA, List.of(), "b", ReadLimits.NONE);
    assertThat(shop.view(ADA).terms().priority()).isEqualTo(Priority.NORMAL);

    shop.subscribe("s-3", ADA, List.of(), "c", urgency(Priority.INTERACTIVE));
    assertThat(shop.view(ADA).terms().priority()).isEqualTo(Priority.INTERACTIVE);
    assertThat(shop.engine.read(ADA, CUSTOMERS, purpose("a")).terms().priority())
        .isEqualTo(Priority.BULK);
  }

  @Test
  void aRuleThatAllowsMaySayHowUrgentItIs() {
    access(
        "slowly",
        "{'principals': {'users': ['sam']}, 'allow': ['read'], 'limits': {'priority': 'bulk'}}",
        "'enabled': true");

    assertThat(shop.view(SAM).terms().priority()).isEqualTo(Priority.BULK);
  }

  @Test
  void grantsForDifferentFieldsGiveOnlyTheTimeThatAllOfThemGive() {
    shop.subscribe("s-1", ADA, List.of("country"), "a", ReadLimits.NONE);
    shop.subscribe("s-2", ADA, List.of("phone"), "b", window("2026-02-01", "2026-04-01", 900));

    assertThat(shop.view(ADA).terms().from()).contains(Instant.parse("2026-02-01T00:00:00Z"));
    assertThat(shop.engine.read(ADA, CUSTOMERS, purpose("a")).terms().isWholeHistory()).isTrue();
  }

  @Test
  void anAllowOfAPolicyMayLimitToo() {
    access(
        "recent",
        "{'principals': {'users': ['sam']}, 'allow': ['read'],"
            + " 'limits': {'lookback': '7d', 'requestsPerSecond': 2}}",
        "'enabled': true");

    assertThat(shop.view(SAM).terms().lookback()).contains(Duration.ofDays(7));
    assertThat(shop.view(SAM).terms().requestsPerSecond()).hasValue(2);
  }

  @Test
  void filtersSeeRawValuesOnlyIfEveryFilterThatAppliesSaysSo() {
    shop.subscribe("s-1", ADA, List.of(), Optional.empty());
    var rule = ALL + "'filter': `record.country != 'X'`}";
    shop.policy("f", "row-filter", PORT, rule, "'filterOn': 'raw', 'undecodable': 'fail'");

    assertThat(shop.view(ADA).terms().filterOn()).isEqualTo(ReadTerms.FilterOn.MASKED);
    assertThat(shop.view(PIA).terms().filterOn()).isEqualTo(ReadTerms.FilterOn.RAW);
    assertThat(shop.view(PIA).terms().undecodable()).isEqualTo(ReadTerms.Undecodable.FAIL);
  }

  @Test
  void aPortInOneZoneIsDecidedByItsPoliciesAndThoseOnTags() {
    shop.mesh.put(
        ResourceKind.ZONE, "vault", "{'name': 'vault', 'resources': {'products': ['cust*']}}");
    assertThat(shop.view(PIA).allowed()).as("her policy is of no zone").isFalse();

    access("in-vault", ALL + "'allow': ['read']}", "'zone': 'vault'");
    assertThat(shop.view(ADA).allowed()).isTrue();
    assertThat(shop.rule(ADA, "email")).as("policies on tags go on").isEqualTo("show-last-4");

    shop.mesh.put(
        ResourceKind.ZONE,
        "vault",
        "{'name': 'vault', 'resources': {'products': ['cust*']}, 'tagPolicies': 'own'}");
    assertThat(shop.rule(ADA, "email")).isEqualTo("show");

    shop.mesh.put(ResourceKind.ZONE, "other", "{'name': 'other', 'resources': {'domains': ['*']}}");
    assertThat(shop.view(PIA).allowed()).as("in two zones is in none").isTrue();
    assertThat(shop.view(ADA).allowed()).isFalse();
  }

  @Test
  void aFilterMayAskForMembershipInAListOfTheReader() {
    shop.mesh.put(
        ResourceKind.USER,
        "ada",
        "{'name': 'ada', 'attributes': {'regions': ['Canada', 'Brazil']}}");
    shop.subscribe("s-1", ADA, List.of(), Optional.empty());
    shop.policy("r", "row-filter", PORT, ALL + "'filter': 'record.country in user.regions'}");

    var filter = shop.view(ADA).filter().orElseThrow();

    assertThat(filter.passes(path -> "Brazil")).isTrue();
    assertThat(filter.passes(path -> "Chile")).isFalse();
  }

  @Test
  void explainMarksWhatDecidedAndWhyTheOthersDidNot() {
    access("later", ALL + "'allow': ['read']}", "'validity': [{'from': '2027-01-01'}]");
    access(
        "for-fraud",
        ALL + "'allow': ['read'], 'when': `env.purpose == 'fraud'`}",
        "'enabled': true");

    var told =
        shop.engine.explain(
            SAM, CUSTOMERS, Optional.empty(), purpose("fraud"), shop.clock.instant());

    assertThat(told.considered())
        .filteredOn(Explanation.Considered::decides)
        .extracting(Explanation.Considered::policy)
        .contains("for-fraud")
        .doesNotContain("later");
    assertThat(why(SAM, "for-fraud", AccessContext.NONE))
        .isEqualTo("rule 1 cannot be evaluated: env.purpose == 'fraud'");
    assertThat(why(SAM, "for-fraud", purpose("other")))
        .isEqualTo("rule 1 is not met: env.purpose == 'fraud'");
  }

  private String why(PrincipalId who, String policy, AccessContext context) {
    return shop
        .engine
        .explain(who, CUSTOMERS, Optional.empty(), context, shop.clock.instant())
        .considered()
        .stream()
        .filter(one -> one.policy().equals(policy))
        .map(Explanation.Considered::why)
        .findFirst()
        .orElseThrow();
  }

  private void access(String name, String rules, String more) {
    shop.policy(name, "access", PORT, rules, more);
  }

  private void mask(String name, String resources, String mask, String more) {
    shop.policy(name, "mask", resources, ALL + "'mask': " + mask + "}", more);
  }

  private static ReadLimits urgency(Priority priority) {
    return new ReadLimits(
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        OptionalLong.empty(),
        OptionalLong.empty(),
        Optional.of(priority));
  }

  private static ReadLimits window(String from, String to, long bytesPerSecond) {
    return new ReadLimits(
        Optional.of(ReadLimits.moment(from)),
        Optional.of(ReadLimits.moment(to)),
        Optional.empty(),
        OptionalLong.of(bytesPerSecond),
        OptionalLong.empty(),
        Optional.empty());
  }

  private static AccessContext from(String address) {
    return new AccessContext(address, "");
  }

  private static AccessContext purpose(String purpose) {
    return new AccessContext("", purpose);
  }
}
