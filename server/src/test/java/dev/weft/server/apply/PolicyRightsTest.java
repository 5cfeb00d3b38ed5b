package dev.weft.server.apply;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.model.Json;
import dev.weft.model.PolicySpec;
import dev.weft.model.ResourceKind;
import dev.weft.server.Fixture;
import dev.weft.server.identity.Caller;
import dev.weft.server.identity.Rights;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PolicyRightsTest {
  private final Fixture fixture = new Fixture();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'domains': ['shop']                    | true",
        "'products': ['customers']              | true",
        "'ports': ['customers.customers']       | true",
        "'fields': ['customers.customers.email'] | true",
        "'domains': ['*']                       | false",
        "'products': ['cust*']                  | false",
        "'ports': ['{user.team}.customers']     | false",
        "'fields': ['*.email']                  | false",
        "'tags': ['pii.*']                      | false",
        "'ports': ['customers.customers'], 'tags': ['pii.*'] | false",
      })
  void aGoverningBodyWritesWhatLiesInItsDomains(String resources, boolean may) {
    assertThat(mayWrite(Fixture.OLGA, resources, "")).isEqualTo(may);
    assertThat(mayWrite(Fixture.ADA, resources, "")).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'ports': ['customers.customers'] |                          | true",
        "'ports': ['customers.c*']        |                          | true",
        "'ports': ['customers.*']         |                          | true",
        "'ports': ['*.customers']         |                          | false",
        "'fields': ['customers.customers.email'] |                   | true",
        "'products': ['customers']        |                          | false",
        "'tags': ['pii.email']            |                          | true",
        "'tags': ['*']                    |                          | false",
        "'ports': ['customers.customers'] | , 'priority': 'override' | false",
        "'ports': ['customers.customers'] | , 'zone': 'vault'        | false",
      })
  void aDelegateWritesWhatLiesWithinThePolicyThatDelegates(
      String resources, String more, boolean may) {
    fixture.mesh.put(
        ResourceKind.POLICY,
        "delegating",
        policy(
            "'ports': ['customers.*'], 'tags': ['pii.*']",
            "",
            "{'principals': {'users': ['ada']}, 'allow': ['read'], 'delegate': true}"));

    assertThat(mayWrite(Fixture.ADA, resources, more == null ? "" : more)).isEqualTo(may);
    assertThat(mayWrite(Fixture.caller("admin"), resources, more == null ? "" : more)).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        ", 'enabled': false",
        ", 'when': 'true'",
        ", 'validity': [{'from': '2020-01-01'}]",
      })
  void aPolicyThatHoldsOnlySometimesDelegatesNothing(String more) {
    fixture.mesh.put(
        ResourceKind.POLICY,
        "delegating",
        policy(
            "'ports': ['customers.*']",
            more,
            "{'principals': {'users': ['ada']}, 'allow': ['read'], 'delegate': true}"));

    assertThat(mayWrite(Fixture.ADA, "'ports': ['customers.customers']", "")).isFalse();
  }

  /** A product's owners, and those to whom reading is delegated, are not asked where it may go. */
  @Test
  void whoMayDelegateReadingDoesNotSayWhereFlowsSend() {
    fixture.mesh.put(
        ResourceKind.POLICY,
        "delegating",
        policy(
            "'products': ['customers']",
            "",
            "{'principals': {'users': ['ada']}, 'allow': ['read'], 'delegate': true}"));

    assertThat(mayWrite(Fixture.ADA, "'products': ['customers']", "")).isTrue();
    assertThat(maySend(Fixture.ADA, "'products': ['customers']")).isFalse();
    assertThat(maySend(Fixture.OLGA, "'products': ['customers']")).isTrue();
    assertThat(maySend(Fixture.OLGA, "'domains': ['*']")).isFalse();
  }

  private boolean maySend(Caller caller, String resources) {
    var state = fixture.mesh.state();
    var document =
        policy(resources, "", "{'to': ['*'], 'allow': ['send']}")
            .replace("'type': 'access'", "'type': 'egress'");
    return new PolicyRights(state, state, new Rights(state))
        .mayWrite(caller, Json.read(Json.parse(document.replace('\'', '"')), PolicySpec.class));
  }

  @Test
  void theAdminsOfAZoneWriteItsPoliciesAndNobodyElseDoes() {
    fixture.mesh.put(
        ResourceKind.ZONE,
        "vault",
        "{'name': 'vault', 'resources': {'products': ['customers']}, 'admins': {'groups': ['keepers']}}");
    fixture.mesh.put(ResourceKind.GROUP, "inner", "{'name': 'inner', 'members': ['ada']}");
    fixture.mesh.put(ResourceKind.GROUP, "keepers", "{'name': 'keepers', 'groups': ['inner']}");
    var zoned = ", 'zone': 'vault'";

    assertThat(mayWrite(Fixture.ADA, "'ports': ['customers.customers']", zoned)).isTrue();
    assertThat(mayWrite(Fixture.ADA, "'tags': ['pii.*']", zoned)).isTrue();
    assertThat(mayWrite(Fixture.ADA, "'domains': ['shop']", zoned)).isFalse();
    assertThat(mayWrite(Fixture.ADA, "'ports': ['customers.customers']", "")).isFalse();
    assertThat(mayWrite(Fixture.OLGA, "'ports': ['customers.customers']", zoned)).isFalse();
  }

  private boolean mayWrite(Caller caller, String resources, String more) {
    var state = fixture.mesh.state();
    var document = policy(resources, more, "{'principals': {'everyone': true}, 'allow': ['read']}");
    return new PolicyRights(state, state, new Rights(state))
        .mayWrite(caller, Json.read(Json.parse(document.replace('\'', '"')), PolicySpec.class));
  }

  private static String policy(String resources, String more, String rule) {
    return "{'name': 'p', 'type': 'access', 'resources': {%s}, 'rules': [%s]%s}"
        .formatted(resources, rule, more);
  }
}
