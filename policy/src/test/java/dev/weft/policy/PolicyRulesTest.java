package dev.weft.policy;

import static dev.weft.policy.RecordShop.ADA;
import static dev.weft.policy.RecordShop.CUSTOMERS;
import static dev.weft.policy.RecordShop.OLGA;
import static dev.weft.policy.RecordShop.PIA;
import static dev.weft.policy.RecordShop.SAM;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.model.PrincipalId;
import dev.weft.model.ResourceKind;
import dev.weft.spi.AccessContext;
import dev.weft.spi.FieldRule;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The rules of docs/policies.md that the worked example does not need. */
class PolicyRulesTest {
  private static final String ALLOW = "'allow': ['read']";
  private static final String DENY = "'deny': ['read']";

  private final RecordShop shop = new RecordShop();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'users': ['sam']",
        "'roles': ['steward']",
        "'everyone': true",
        "'groups': ['night-shift']",
        "'roles': ['helper']"
      })
  void aRuleNamesAReaderByUserGroupRoleOrEveryone(String principals) {
    shop.mesh.put(
        ResourceKind.GROUP,
        "night-shift",
        "{'name': 'night-shift', 'members': ['sam'], 'roles': ['helper']}");

    access("p", "'ports': ['customers.*']", rule(principals, ALLOW));

    assertThat(shop.view(SAM).allowed()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"'users': ['olga']", "'groups': ['sam']", "'owner': true", "'products': ['sam']"})
  void aRuleThatNamesOthersSaysNothing(String principals) {
    access("p", "'ports': ['customers.customers']", rule(principals, ALLOW));

    assertThat(shop.view(SAM).allowed()).isFalse();
  }

  @Test
  void ownersAreThoseOfTheProductsTeamAndNobodyElse() {
    access("p", "'domains': ['*']", rule("'owner': true", ALLOW));
    shop.mesh.put(ResourceKind.USER, "sam", "{'name': 'sam', 'roles': ['owner', 'steward']}");
    access("q", "'domains': ['*']", rule("'roles': ['owner']", ALLOW));

    assertThat(shop.view(OLGA).allowed()).isTrue();
    assertThat(shop.view(SAM).allowed()).isFalse();
  }

  @Test
  void theFirstRuleThatNamesTheReaderDecides() {
    access(
        "p",
        "'products': ['customers']",
        rule("'users': ['sam']", ALLOW) + "," + rule("'everyone': true", DENY));

    assertThat(shop.view(SAM).allowed()).isTrue();
    assertThat(shop.view(PIA).reason()).isEqualTo("Policy p denies it.");
  }

  @Test
  void readingLeavesNoEventsOnlyIfEveryPolicyThatAllowsItSaysSo() {
    var quiet = ALLOW + ", 'audit': false";
    access("quiet", "'ports': ['customers.customers']", rule("'users': ['sam', 'ada']", quiet));
    access("loud", "'ports': ['customers.customers']", rule("'users': ['ada']", ALLOW));

    assertThat(shop.view(SAM).terms().audited()).isFalse();
    assertThat(shop.view(ADA).terms().audited()).isTrue();
    var explained =
        shop.engine.explain(
            SAM, CUSTOMERS, Optional.empty(), AccessContext.NONE, shop.clock.instant());
    assertThat(explained.audited()).isFalse();
    assertThat(explained.considered().toString()).contains("reading leaves no events");
    shop.subscribe("s-1", SAM, List.of(), Optional.empty());
    assertThat(shop.view(SAM).terms().audited()).isTrue();
  }

  @Test
  void aDenyOfOnePolicyBeatsTheAllowOfAnotherAndASubscription() {
    shop.subscribe("s-1", PIA, List.of(), Optional.empty());

    access("a-deny", "'ports': ['customers.customers']", rule("'users': ['pia']", DENY));

    assertThat(shop.view(PIA).allowed()).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {"`'allow': ['write']`,true", "`'deny': ['write']`,true", "`'deny': ['raed']`,false"})
  void aDenyThatIsNotUnderstoodDeniesReading(String what, boolean allowed) {
    access("p", "'ports': ['customers.customers']", rule("'users': ['pia']", what));

    assertThat(shop.view(PIA).allowed()).isEqualTo(allowed);
  }

  @Test
  void aDenyOnFieldsWithholdsTheseFields() {
    access("p", "'fields': ['customers.customers.address']", rule("'everyone': true", DENY));

    assertThat(shop.rule(PIA, "address.city")).isEqualTo("withhold");
    assertThat(shop.rule(PIA, "country")).isEqualTo("show");
    assertThat(shop.rule(PIA, "never_seen")).isEqualTo("withhold");
  }

  @Test
  void aDenyOnATagWithholdsItsFieldsAndThoseNobodyHasLookedAt() {
    access("p", "'tags': ['pii.email']", rule("'everyone': true", DENY));
    assertThat(shop.rule(PIA, "email")).isEqualTo("withhold");
    assertThat(shop.rule(PIA, "country")).isEqualTo("show");

    shop.delete(ResourceKind.PORT_FIELDS, "customers.customers");

    assertThat(shop.rule(PIA, "country")).isEqualTo("withhold");
  }

  @Test
  void anAllowOnFieldsGivesTheseFieldsOnly() {
    access("p", "'fields': ['customers.*.country']", rule("'users': ['sam']", ALLOW));

    assertThat(shop.view(SAM).allowed()).isTrue();
    assertThat(shop.rule(SAM, "country")).isEqualTo("show");
    assertThat(shop.rule(SAM, "customer_id")).isEqualTo("withhold");
    assertThat(shop.rule(SAM, "never_seen")).isEqualTo("withhold");
    assertThat(shop.view(SAM).key()).isInstanceOf(FieldRule.Masked.class);
  }

  @Test
  void tagsOfTheProductHoldForAllItsFields() {
    shop.subscribe("s-1", ADA, List.of(), Optional.empty());
    shop.mesh.put(
        ResourceKind.DATA_PRODUCT,
        "customers",
        """
        {'id': 'customers', 'domain': 'music-retail', 'tags': ['pii.everything'],
         'outputPorts': [{'name': 'customers', 'contractId': 'customers-v1'}]}
        """);

    assertThat(shop.rule(ADA, "country")).isEqualTo("show-last-4");
    assertThat(shop.view(ADA).key()).isInstanceOf(FieldRule.Masked.class);
  }

  @ParameterizedTest
  @CsvSource({
    "none, show-last-4",
    "date-show-year, show-last-4",
    "hash, hash",
    "redact, redact",
    "null, null",
    "blurr, withhold"
  })
  void betweenPoliciesTheStrictestMaskWins(String mask, String expected) {
    shop.subscribe("s-1", ADA, List.of(), Optional.empty());

    mask("another", "'fields': ['*.email']", "'everyone': true", mask);

    assertThat(shop.rule(ADA, "email")).isEqualTo(expected);
    assertThat(shop.rule(ADA, "phone")).isEqualTo("show-last-4");
  }

  @Test
  void aMaskOnThePortCoversEveryFieldAndTheKey() {
    mask("p", "'ports': ['customers.customers']", "'users': ['pia']", "redact");

    assertThat(shop.rule(PIA, "country")).isEqualTo("redact");
    assertThat(shop.rule(PIA, "never_seen")).isEqualTo("withhold");
    assertThat(shop.view(PIA).key())
        .isInstanceOfSatisfying(
            FieldRule.Masked.class, key -> assertThat(key.policy()).isEqualTo("p"));
  }

  @ParameterizedTest
  @CsvSource({
    "customer_id, true",
    "country, true",
    "email, false",
    "'#{field}', false",
    "never_seen, false"
  })
  void aFieldThatAFlowPutsIntoTheKeyMustBeShownToo(String key, boolean shown) {
    shop.subscribe("s-1", ADA, List.of(), Optional.empty());
    assertThat(shop.view(ADA).key()).isEqualTo(FieldRule.SHOW);

    shop.mesh.put(
        ResourceKind.FLOW,
        "ingest",
        """
        {'name': 'ingest', 'product': 'customers', 'processors': [{'name': 'publish',
         'type': 'PublishPort', 'settings': {'port': 'customers.customers', 'key': '%s'}}]}
        """
            .formatted(key));

    assertThat(shop.view(ADA).key().equals(FieldRule.SHOW)).isEqualTo(shown);
  }

  @Test
  void aPolicyOfAnotherPortChangesNothing() {
    mask("p", "'fields': ['sales.invoices.total']", "'everyone': true", "redact");

    assertThat(shop.view(PIA).showsAll()).isTrue();
  }

  @Test
  void aRecordMustPassEveryFilter() {
    shop.subscribe("s-1", ADA, List.of(), Optional.empty());
    shop.policy(
        "vip",
        "row-filter",
        "'tags': ['pii.email']",
        rule("'users': ['ada']", "'filter': 'record.customer_id < 10'"));

    var filter = shop.view(ADA).filter().orElseThrow();

    assertThat(filter.fields()).containsExactly("country", "customer_id");
    assertThat(filter.passes(path -> path.equals("country") ? "Canada" : (Object) 9L)).isTrue();
    assertThat(filter.passes(path -> path.equals("country") ? "Canada" : (Object) 10L)).isFalse();
    assertThat(filter.passes(path -> path.equals("country") ? "Chad" : (Object) 9L)).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "record.country == user.attributes.country; true",
        "user.name == \"ada\" && \"analysts\" in user.groups; true",
        "\"steward\" in user.roles; false",
        "has(user.region); false",
        "record.country.startsWith(user.country); true",
        "record.country == user.region || true; true",
        "[\"Canada\"].exists(c, c == record.country); true",
        "record.country; false"
      })
  void aFilterSeesTheReaderAsUser(String filter, boolean passes) {
    shop.subscribe("s-1", ADA, List.of(), Optional.empty());
    shop.delete(ResourceKind.POLICY, "analysts-own-country");
    shop.mesh.put(
        ResourceKind.POLICY,
        "p",
        "{'name': 'p', 'type': 'row-filter', 'resources': {'ports': ['customers.customers']},"
            + " 'rules': [{'principals': {'everyone': true}, 'filter': '"
            + filter.replace("\"", "\\'").replace("\\'", "\\\"")
            + "'}]}");

    var found = shop.view(ADA).filter().orElseThrow();

    assertThat(found.passes(path -> "Canada")).isEqualTo(passes);
  }

  @ParameterizedTest
  @ValueSource(strings = {"record.country ==", "usr.name == 1", "size(record) > 2", "1 + 1", ""})
  void aFilterThatCannotBeUsedDenies(String filter) {
    shop.policy(
        "broken",
        "row-filter",
        "'ports': ['customers.customers']",
        rule("'users': ['pia']", "'filter': '" + filter + "'"));

    assertThat(shop.view(PIA).allowed()).isFalse();
    assertThat(shop.view(PIA).reason()).startsWith("The row filter of policy broken");
  }

  @Test
  void aPolicyThatCannotBeReadClosesEverythingUntilItIsPutRight() {
    assertThat(shop.view(PIA).allowed()).isTrue();

    shop.mesh.put(ResourceKind.POLICY, "odd", "{'name': 'odd', 'type': 'access', 'rules': 'none'}");

    assertThat(shop.view(PIA).reason()).startsWith("Policy/odd cannot be read");
    shop.delete(ResourceKind.POLICY, "odd");
    assertThat(shop.view(PIA).allowed()).isTrue();
  }

  @Test
  void aKeyIsGoodWhileItIsValidAndItsPrincipalIsThere() {
    var end = shop.clock.instant().plus(Duration.ofHours(1));
    shop.mesh.put(
        ResourceKind.CLIENT_KEY,
        "k-1",
        "{'id': 'k-1', 'principal': 'pia', 'expiresAt': '%s'}".formatted(end));
    assertThat(shop.engine.key("k-1").orElseThrow().principal()).isEqualTo(PIA);
    assertThat(shop.engine.key("k-2")).isEmpty();
    var before = shop.engine.epoch();

    shop.clock.advance(Duration.ofHours(1).plusMillis(1));

    assertThat(shop.engine.epoch()).isGreaterThan(before);
    assertThat(shop.engine.key("k-1")).isEmpty();
  }

  @Test
  void aDisabledOrDeletedUserHasNoKey() {
    shop.mesh.put(ResourceKind.CLIENT_KEY, "k-1", "{'id': 'k-1', 'principal': 'pia'}");
    assertThat(shop.engine.key("k-1")).isPresent();
    var before = shop.engine.epoch();

    shop.mesh.put(ResourceKind.USER, "pia", "{'name': 'pia', 'disabled': true}");

    assertThat(shop.engine.epoch()).isGreaterThan(before);
    assertThat(shop.engine.key("k-1")).isEmpty();
  }

  @Test
  void changesThatDecideNothingLeaveTheEpoch() {
    var before = shop.engine.epoch();

    shop.mesh.put(ResourceKind.TERM, "customer", "{'name': 'customer'}");

    assertThat(shop.engine.epoch()).isEqualTo(before);
  }

  @Test
  void answersThatAChangeDoesNotTouchAreKept() {
    var before = shop.view(PIA);

    shop.user("ada", "analysts", "Peru");
    mask("p", "'ports': ['sales.invoices']", "'everyone': true", "redact");
    shop.subscribe("s-1", ADA, List.of(), Optional.empty());

    assertThat(shop.view(PIA)).isSameAs(before);
  }

  @Test
  void explainNamesEveryPolicyAndTheEvidenceOfTheTag() {
    shop.subscribe("s-1", ADA, List.of(), Optional.empty());
    mask("lenient", "'fields': ['*.email']", "'everyone': true", "none");

    var told = shop.engine.explain(ADA, CUSTOMERS, Optional.of("email"));

    assertThat(told.allowed()).isTrue();
    assertThat(told.reason()).isEqualTo("Allowed by a subscription.");
    assertThat(told.filter()).contains("record.country == user.country");
    assertThat(told.fields())
        .containsExactly(
            new Explanation.Field(
                "email",
                "mask",
                Optional.of("show-last-4"),
                Optional.of("mask-personal-data"),
                Optional.of("pii.email"),
                Optional.of("classifier: its name says so")));
    assertThat(told.considered())
        .extracting(one -> one.policy() + " " + one.matched())
        .containsExactly(
            "privacy-office-reads-all false",
            "s-1 true",
            "lenient true",
            "mask-personal-data true",
            "analysts-own-country true");
    assertThat(told.considered().get(2).why()).contains("rule 1 says none for [email]");
  }

  @Test
  void explainSaysWhyAFieldIsWithheld() {
    shop.subscribe("s-1", ADA, List.of(), Optional.empty());

    var told = shop.engine.explain(ADA, CUSTOMERS, Optional.of("mobile"));

    assertThat(told.fields().get(0).rule()).isEqualTo("withhold");
    assertThat(told.fields().get(0).policy()).contains("mask-personal-data");
    assertThat(told.fields().get(0).evidence().orElseThrow()).contains("nobody has looked at it");
    assertThat(shop.engine.explain(PrincipalId.user("eve"), CUSTOMERS, Optional.empty()).reason())
        .contains("not known");
    assertThat(shop.engine.explain(SAM, CUSTOMERS, Optional.empty()).considered()).isNotEmpty();
  }

  private void access(String name, String resources, String rules) {
    shop.policy(name, "access", resources, rules);
  }

  private void mask(String name, String resources, String principals, String mask) {
    shop.policy(name, "mask", resources, rule(principals, "'mask': '" + mask + "'"));
  }

  private static String rule(String principals, String what) {
    return "{'principals': {" + principals + "}, " + what + "}";
  }
}
