package dev.weft.policy.ranger;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The rules of evaluation, one by one. */
class RangerRulesTest {
  private static final String ROOM =
      "'resource': {'building': 'north', 'room': 'attic'}, 'access': ";
  private static final String ON_ROOM =
      "'resources': {'building': {'values': ['north']}, 'room': {'values': ['attic']}}";

  private static String item(String who, String access, String more) {
    return "{'users': [%s], 'accesses': [{'type': '%s', 'isAllowed': true}] %s}"
        .formatted(who, access, more);
  }

  private static String allow(String who, String access) {
    return "'policyItems': [" + item(who, access, "") + "]";
  }

  private static String deny(String who, String access) {
    return "'denyPolicyItems': [" + item(who, access, "") + "]";
  }

  private static String by(String user, String access) {
    return "'user': '" + user + "', " + ROOM + "'" + access + "'";
  }

  @Test
  void nobodyGetsInWithoutAPolicy() {
    var archive = new Archive().policy(1, ON_ROOM + ", " + allow("'ada'", "look"));

    assertThat(archive.ask(by("ada", "look"))).isEqualTo("yes 1 audited");
    assertThat(archive.ask(by("bob", "look"))).isEqualTo("no -1 audited");
    assertThat(archive.ask(by("ada", "burn"))).isEqualTo("no -1 audited");
  }

  @Test
  void anAccessImpliesOthers() {
    var archive = new Archive().policy(1, ON_ROOM + ", " + allow("'ada'", "take"));

    assertThat(archive.ask(by("ada", "look"))).startsWith("yes 1");
  }

  @Test
  void aDenyBeatsAnAllowOfEqualPriority() {
    var archive =
        new Archive()
            .policy(1, ON_ROOM + ", " + allow("'ada'", "look"))
            .policy(2, ON_ROOM + ", " + deny("'ada'", "look"));

    assertThat(archive.ask(by("ada", "look"))).startsWith("no 2");
  }

  @Test
  void anOverrideBeatsADeny() {
    var archive =
        new Archive()
            .policy(1, "'policyPriority': 1, " + ON_ROOM + ", " + allow("'ada'", "look"))
            .policy(2, ON_ROOM + ", " + deny("'ada'", "look"));

    assertThat(archive.ask(by("ada", "look"))).startsWith("yes 1");
  }

  @Test
  void exceptionsTakePeopleOutOfTheirOwnPolicyOnly() {
    var archive =
        new Archive()
            .policy(
                1,
                ON_ROOM
                    + ", "
                    + allow("'{USER}'", "look")
                    + ", 'allowExceptions': ["
                    + item("'bob'", "look", "")
                    + "]")
            .policy(
                2,
                ON_ROOM
                    + ", "
                    + deny("'{USER}'", "burn")
                    + ", 'denyExceptions': ["
                    + item("'eve'", "burn", "")
                    + "]");

    assertThat(archive.ask(by("ada", "look"))).startsWith("yes 1");
    assertThat(archive.ask(by("bob", "look"))).startsWith("no -1");
    assertThat(archive.ask(by("ada", "burn"))).startsWith("no 2");
    assertThat(archive.ask(by("eve", "burn"))).startsWith("no -1");
  }

  @Test
  void denyAllElseDeniesWhatItDoesNotAllow() {
    var archive =
        new Archive()
            .policy(1, "'isDenyAllElse': true, " + ON_ROOM + ", " + allow("'ada'", "look"))
            .policy(2, ON_ROOM + ", " + allow("'bob'", "look"));

    assertThat(archive.ask(by("ada", "look"))).startsWith("yes 1");
    assertThat(archive.ask(by("bob", "look"))).startsWith("no 1");
  }

  @Test
  void byTagDenyThenResourceDenyThenTagAllowThenResourceAllow() {
    var tagged = ", 'tags': [{'name': 'secret', 'attributes': {}}]";
    var onTag = "'resources': {'tag': {'values': ['secret']}}, ";
    var denying =
        new Archive()
            .policy(1, ON_ROOM + ", " + allow("'ada'", "look"))
            .tagPolicy(9, onTag + deny("'ada'", "archive:look"));
    var allowing =
        new Archive()
            .policy(2, ON_ROOM + ", " + deny("'ada'", "look"))
            .tagPolicy(8, onTag + allow("'ada', 'bob'", "archive:look"));

    assertThat(denying.ask(by("ada", "look"))).startsWith("yes 1");
    assertThat(denying.ask(by("ada", "look") + tagged)).startsWith("no 9");
    assertThat(allowing.ask(by("ada", "look") + tagged)).startsWith("no 2");
    assertThat(allowing.ask(by("bob", "look") + tagged)).startsWith("yes 8");
  }

  @Test
  void anOverrideOfTheResourceTurnsATagsDeny() {
    var archive =
        new Archive()
            .policy(1, "'policyPriority': 1, " + ON_ROOM + ", " + allow("'ada'", "look"))
            .tagPolicy(
                9,
                "'resources': {'tag': {'values': ['secret']}}, " + deny("'ada'", "archive:look"));

    assertThat(archive.ask(by("ada", "look") + ", 'tags': [{'name': 'secret'}]"))
        .startsWith("yes 1");
  }

  @Test
  void anOverrideThatMentionsNobodyWhoAsksLeavesATagsDenyToTheNext() {
    var archive =
        new Archive()
            .policy(1, "'policyPriority': 1, " + ON_ROOM + ", " + allow("'bob'", "look"))
            .policy(2, "'policyPriority': 1, " + ON_ROOM + ", " + allow("'ada'", "look"))
            .tagPolicy(
                9,
                "'resources': {'tag': {'values': ['secret']}}, " + deny("'ada'", "archive:look"));

    assertThat(archive.ask(by("ada", "look") + ", 'tags': [{'name': 'secret'}]"))
        .startsWith("yes 2");
  }

  @Test
  void aTagCountsInItsTimeOnly() {
    var archive =
        new Archive()
            .tagPolicy(
                9, "'resources': {'tag': {'values': ['open']}}, " + allow("'ada'", "archive:look"));
    var tag =
        ", 'tags': [{'name': 'open', 'validityPeriods': [{'startTime': '%s', 'endTime': ''}]}]";

    assertThat(archive.ask(by("ada", "look") + tag.formatted("2031/05/14 11:59:00")))
        .startsWith("yes 9");
    assertThat(archive.ask(by("ada", "look") + tag.formatted("2031/05/14 12:01:00")))
        .startsWith("no -1");
  }

  @Test
  void anythingAtAllIsMoreThanNothing() {
    var archive =
        new Archive()
            .policy(
                1,
                "'resources': {'building': {'values': ['north']}, 'room': {'values': ['attic']},"
                    + " 'box': {'values': ['7']}}, "
                    + allow("'ada'", "look"));

    assertThat(archive.ask(by("ada", "look"))).startsWith("no -1");
    assertThat(archive.ask(by("ada", "_any"))).startsWith("yes 1");
    assertThat(archive.ask(by("ada", "look") + ", 'scope': 'SELF_OR_DESCENDANTS'"))
        .startsWith("yes 1");
  }

  @Test
  void valuesAreExcludedOrLieUnderAPath() {
    var archive =
        new Archive()
            .policy(
                1,
                "'resources': {'building': {'values': ['south'], 'isExcludes': true}}, "
                    + allow("'ada'", "look"))
            .policy(
                2,
                "'resources': {'shelf': {'values': ['/a/{USER}'], 'isRecursive': true}}, "
                    + allow("'{USER}'", "look"));

    assertThat(archive.ask("'user': 'ada', 'access': 'look', 'resource': {'building': 'North'}"))
        .startsWith("yes 1");
    assertThat(archive.ask("'user': 'ada', 'access': 'look', 'resource': {'building': 'SOUTH'}"))
        .startsWith("no -1");
    assertThat(archive.ask("'user': 'bob', 'access': 'look', 'resource': {'shelf': '/a/bob/x'}"))
        .startsWith("yes 2");
    assertThat(archive.ask("'user': 'bob', 'access': 'look', 'resource': {'shelf': '/a/bobby'}"))
        .startsWith("no -1");
  }

  @Test
  void ownersRolesAndGroupsAreNamed() {
    var archive =
        new Archive()
            .roles(
                "{'rangerRoles': [{'name': 'keeper', 'users': [], 'groups': [],"
                    + " 'roles': [{'name': 'night'}]},"
                    + " {'name': 'night', 'users': [{'name': 'eve'}], 'groups': [], 'roles': []}]}")
            .policy(1, ON_ROOM + ", " + allow("'{OWNER}'", "burn"))
            .policy(
                2,
                ON_ROOM
                    + ", 'policyItems': [{'roles': ['keeper'], 'groups': ['staff'],"
                    + " 'accesses': [{'type': 'look'}]}]");

    assertThat(archive.ask(by("ada", "burn") + ", 'owner': 'ada'")).startsWith("yes 1");
    assertThat(archive.ask(by("bob", "burn") + ", 'owner': 'ada'")).startsWith("no -1");
    assertThat(archive.ask(by("eve", "look"))).startsWith("yes 2");
    assertThat(archive.ask(by("ada", "look") + ", 'groups': ['staff']")).startsWith("yes 2");
    assertThat(archive.ask(by("ada", "look"))).startsWith("no -1");
  }

  @Test
  void conditionsAndSchedulesMustHold() {
    var archive =
        new Archive()
            .policy(
                1,
                "'validitySchedules': [{'startTime': '2031/01/01 00:00:00', 'endTime':"
                    + " '2031/12/31 23:59:59', 'timeZone': 'CET'}], "
                    + ON_ROOM
                    + ", 'policyItems': ["
                    + item(
                        "'ada'",
                        "look",
                        ", 'conditions': [{'type': 'ip-range', 'values': ['10.1.*']},"
                            + " {'type': 'hours', 'values': ['9am - 5pm']}]")
                    + "]");
    var inside = by("ada", "look") + ", 'ip': '10.1.2.3'";

    assertThat(archive.ask(inside)).startsWith("yes 1");
    assertThat(archive.ask(by("ada", "look") + ", 'ip': '10.2.2.3'")).startsWith("no -1");
    assertThat(archive.ask(inside + ", 'time': '2031-05-14T19:00:00Z'")).startsWith("no -1");
    assertThat(archive.ask(inside + ", 'time': '2032-05-14T12:00:00Z'")).startsWith("no -1");
  }

  @Test
  void ofMasksAndFiltersTheFirstThatNamesTheReaderCounts() {
    var onBox =
        "'resources': {'building': {'values': ['north']}, 'room': {'values': ['attic']},"
            + " 'box': {'values': ['7']}}";
    var archive =
        new Archive()
            .users("{'userAttrMapping': {'bob': {'floor': '3'}}}")
            .policy(
                5,
                "'policyType': 1, "
                    + onBox
                    + ", 'dataMaskPolicyItems': ["
                    + item("'ada'", "look", ", 'dataMaskInfo': {'dataMaskType': 'MASK_NONE'}")
                    + ","
                    + item(
                        "'{USER}'",
                        "look",
                        ", 'dataMaskInfo': {'dataMaskType': 'CUSTOM', 'valueExpr': 'x({col})'}")
                    + "]")
            .policy(
                6,
                "'policyType': 2, "
                    + ON_ROOM
                    + ", 'rowFilterPolicyItems': ["
                    + item(
                        "'bob'",
                        "look",
                        ", 'rowFilterInfo': {'filterExpr': 'floor = ${{USER.floor}}'}")
                    + "]");
    var box = "'resource': {'building': 'north', 'room': 'attic', 'box': '7'}, 'access': 'look'";

    assertThat(archive.ask("'user': 'ada', " + box)).isEqualTo("no 5 MASK_NONEnull");
    assertThat(archive.ask("'user': 'bob', " + box)).isEqualTo("no 5 CUSTOM\"x({col})\"");
    assertThat(archive.ask(by("bob", "look"))).isEqualTo("no 6 [floor = 3]");
    assertThat(archive.ask(by("ada", "look"))).isEqualTo("no -1");
  }

  @Test
  void aZoneHasPoliciesOfItsOwn() {
    var archive =
        new Archive()
            .policy(1, ON_ROOM + ", " + allow("'ada'", "look"))
            .zones(
                "{'wing': {'zoneName': 'wing', 'resources': [{'building': ['north']}],"
                    + " 'policies': [{'id': 7, 'name': 'z', "
                    + ON_ROOM
                    + ", "
                    + allow("'bob'", "look")
                    + "}]}}");

    assertThat(archive.ask(by("bob", "look"))).startsWith("yes 7");
    assertThat(archive.ask(by("ada", "look"))).startsWith("no -1");
  }

  @Test
  void superUsersStandAboveAndAuditIsSaidApart() {
    var archive =
        new Archive()
            .config(
                "{'ranger.plugin.super.users': 'root', 'ranger.plugin.audit.exclude.users': 'bob',"
                    + " 'ranger.plugin.audit.filters': \"[{'accessResult': 'DENIED', 'isAudited':"
                    + " true}, {'actions': ['peek'], 'isAudited': false}]\"}")
            .policy(1, ON_ROOM + ", " + allow("'ada', 'bob'", "look"));

    assertThat(archive.ask(by("root", "burn"))).isEqualTo("yes -1 audited");
    assertThat(archive.ask(by("ada", "look"))).isEqualTo("yes 1 audited");
    assertThat(archive.ask(by("ada", "look") + ", 'action': 'peek'")).isEqualTo("yes 1");
    assertThat(archive.ask(by("bob", "look"))).isEqualTo("yes 1");
    assertThat(archive.ask(by("bob", "burn"))).isEqualTo("no -1 audited");
    assertThat(archive.auditMode("audit-none").ask(by("ada", "look"))).isEqualTo("yes 1");
  }

  @Test
  void anAnswerIsExplainedPolicyByPolicy() {
    var archive =
        new Archive()
            .policy(1, ON_ROOM + ", " + allow("'ada'", "look"))
            .policy(2, ON_ROOM + ", " + deny("'ada'", "look"))
            .policy(3, ON_ROOM + ", " + allow("'bob'", "look"))
            .policy(
                4, "'resources': {'building': {'values': ['south']}}, " + allow("'ada'", "look"))
            .tagPolicy(
                9,
                "'resources': {'tag': {'values': ['secret']}}, " + allow("'ada'", "archive:look"));

    assertThat(archive.why(by("ada", "look") + ", 'tags': ['secret']"))
        .containsExactly(
            "9 on the tag 'secret': it allows look",
            "2 it denies look; it decides, as none overrides it and a deny comes before the allows"
                + " of its rank",
            "1 it allows look",
            "3 no part of it names whoever asks, for this access and under these conditions");
  }

  @Test
  void exceptionsTimesAndMasksAreExplainedToo() {
    var past = "'validitySchedules': [{'endTime': '2030/01/01 00:00:00'}], ";
    var masks =
        "'policyType': 1, 'resources': {'building': {'values': ['north']}, 'room': {'values':"
            + " ['attic']}, 'box': {'values': ['b1']}}, 'dataMaskPolicyItems': [{'users': ['ada'],"
            + " 'accesses': [{'type': 'look'}], 'dataMaskInfo': {'dataMaskType': 'BLACK'}}]";
    var archive =
        new Archive()
            .policy(
                1,
                "'resources': {'building': {'values': ['north']}, 'room': {'values': ['attic']},"
                    + " 'box': {'values': ['*']}}, "
                    + allow("'ada'", "look")
                    + ", 'allowExceptions': ["
                    + item("'ada'", "look", "")
                    + "]")
            .policy(2, past + ON_ROOM + ", " + allow("'ada'", "look"))
            .policy(3, masks);
    var box =
        "'user': 'ada', 'resource': {'building': 'north', 'room': 'attic', 'box': 'b1'},"
            + " 'access': 'look'";

    assertThat(archive.why(box))
        .contains(
            "1 it allows look, with an exception for whoever asks",
            "3 it masks with black; it decides, as the first that speaks of them is asked");
    assertThat(archive.why(by("ada", "look"))).contains("2 it is not in force at this time");
  }
}
