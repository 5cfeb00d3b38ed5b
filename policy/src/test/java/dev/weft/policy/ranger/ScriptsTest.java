package dev.weft.policy.ranger;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Scripts of conditions, asked of one request. */
class ScriptsTest {
  private static final String REQUEST =
      "'user': 'ada', 'groups': ['staff', 'night'], 'roles': ['keeper'], 'access': 'look',"
          + " 'resource': {'building': 'north', 'room': 'attic'}, 'owner': 'bob', 'action': 'peek',"
          + " 'ip': '10.1.2.3', 'userAttributes': {'floor': '3', 'keys': 'a,b'},"
          + " 'groupAttributes': {'staff': {'site': '20'}},"
          + " 'tags': [{'name': 'secret', 'attributes': {'level': '2', 'until': '2031/05/01'}}]";

  private static boolean holds(String script, boolean onTag) {
    var condition = "'conditions': [{'type': 'expression', 'values': [\"%s\"]}]".formatted(script);
    var item = "'policyItems': [{'users': ['ada'], 'accesses': [{'type': '%s'}], %s}]";
    var archive = new Archive();
    if (onTag) {
      archive.tagPolicy(
          1,
          "'resources': {'tag': {'values': ['secret']}}, "
              + item.formatted("archive:look", condition));
    } else {
      archive.policy(
          1,
          "'resources': {'building': {'values': ['north']}, 'room': {'values': ['*']}}, "
              + item.formatted("look", condition));
    }
    assertThat(archive.imported().findings()).as(script).isEmpty();
    return archive.ask(REQUEST).startsWith("yes");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "true",
        "USER.floor == 3 && USER['floor'] === '3' && USER._name == 'ada'",
        "!USER.roof && USER.roof == null && USER.floor != 4",
        "['a', 'b'].includes(USER.floor) || USER.floor < 10",
        "UG.staff.site == 20 && UG['night']._name == 'night' && UGA.sVal.site == '20'",
        "UGNAMES.indexOf('staff') != -1 && URNAMES.length == 1",
        "IS_IN_GROUP('staff') && IS_IN_ROLE('keeper') && !IS_IN_GROUP('day') && IS_IN_ANY_GROUP",
        "HAS_USER_ATTR('floor') && HAS_UG_ATTR('site') && !HAS_TAG_ATTR('size')",
        "HAS_TAG('secret') && HAS_ANY_TAG && !HAS_NO_TAG && TAGS.secret.level == 2",
        "GET_UG_NAMES() == 'night,staff' && UG_NAMES_Q_CSV == \\\"'night','staff'\\\"",
        "GET_UG_NAMES_Q(null, '|', '{', '}') == '{night}|{staff}'",
        "GET_USER_ATTR('roof', 'none') == 'none' && GET_UG_ATTR_CSV('site') == '20'",
        "[[USER.keys]].intersects(['b', 'c']) && !USER.keys.split(',').includes('c')",
        "RES.room == 'attic' && RES._ownerUser == 'bob' && REQ.action == 'peek'",
        "ctx.getUser() == 'ada' && ctx.getUserGroups().contains('night')",
        "ctx.getClientIPAddress().startsWith('10.') && ctx.getAction().equals('peek')",
        "var f = USER.floor; if (f > 2) { ctx.result = true; } else { ctx.result = false; }",
        "IS_ACCESS_TIME_AFTER('2031/05/14 11:59') && IS_ACCESS_TIME_BEFORE('2031/05/14 12:01')",
        "IS_ACCESS_TIME_BETWEEN('2031/05/14 14:00', '2031/05/14 15:00', 'Europe/Zurich')",
        "J(UGA.mVal.site) == '[\\\"20\\\"]' && Object.keys(TAGS).length == 1",
      })
  void hold(String script) {
    assertThat(holds(script, false)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "false",
        "USER.floor",
        "nobody",
        "USER.roof.colour == 'red'",
        "if (USER.floor > 5) ctx.result = true;",
        "TAG.level == 2",
        "USER.floor > 'x'",
        "ctx.getRequestContextAttribute('moon') == 'full'",
      })
  void doNotHold(String script) {
    assertThat(holds(script, false)).isFalse();
  }

  @Test
  void onATagSeeTheTag() {
    assertThat(holds("TAG.level == 2 && TAG._type == 'secret'", true)).isTrue();
    assertThat(holds("tagAttr.get('level') < 3 && tag.type == 'secret'", true)).isTrue();
    assertThat(holds("ctx.isAccessedAfter('until')", true)).isTrue();
    assertThat(holds("ctx.isAccessedBefore('until')", true)).isFalse();
    assertThat(holds("tag.level > 1", true)).as("not a property of the tag").isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "while (true) {}",
        "java.lang.System.exit(1)",
        "new Date()",
        "(function() { return true; })()",
        "ctx.getClass()",
        "USER.floor.constructor('x')",
        "USER[",
        "'unended",
      })
  void areSaidToBeUnreadable(String script) {
    var archive =
        new Archive()
            .policy(
                1,
                "'resources': {'building': {'values': ['north']}}, 'policyItems': [{'users':"
                    + " ['ada'], 'accesses': [{'type': 'look'}], 'conditions': [{'type':"
                    + " 'expression', 'values': [\"%s\"]}]}]".formatted(script));

    assertThat(archive.imported().findings()).hasSize(1);
    assertThat(archive.ask("'user': 'ada', 'access': 'look', 'resource': {'building': 'north'}"))
        .startsWith("no");
  }
}
