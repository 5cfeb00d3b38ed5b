package dev.weft.policy.ranger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.model.ProblemException;
import org.junit.jupiter.api.Test;

class RangerImportTest {
  private static final String ROOM =
      "'resources': {'building': {'values': ['north']}, 'room': {'values': ['attic']}}, ";
  private static final String LOOK =
      "'resource': {'building': 'north', 'room': 'attic'}, 'access': 'look', 'user': 'ada'";

  private static String items(String list, String condition, String script) {
    return "'%s': [{'users': ['ada'], 'accesses': [{'type': 'look'}], 'conditions': [{'type': '%s',"
            .formatted(list, condition)
        + " 'values': [\""
        + script
        + "\"]}]}]";
  }

  @Test
  void whatCannotBeReadIsSaidAndClosesItsPart() {
    var allowing = new Archive().policy(4, ROOM + items("policyItems", "moon", "full"));
    var denying =
        new Archive()
            .policy(4, ROOM + items("denyPolicyItems", "expression", "for (;;) ctx.result = true"))
            .policy(
                5, ROOM + "'policyItems': [{'users': ['ada'], 'accesses': [{'type': 'look'}]}]");

    assertThat(allowing.ask(LOOK)).startsWith("no -1");
    assertThat(allowing.imported().findings())
        .containsExactly(
            new Finding(
                4,
                "policyItems[0]",
                "The condition holds for nobody, because the evaluator 'com.example.MoonPhase' is"
                    + " not known."));
    assertThat(denying.ask(LOOK)).startsWith("no 4");
    assertThat(denying.imported().findings().get(0).message()).contains("holds for everybody");
  }

  @Test
  void aConditionOfTheWholePolicyThatCannotBeReadClosesEachPart() {
    var whole = "'conditions': [{'type': 'moon', 'values': ['full']}], " + ROOM;
    var item = "[{'users': ['ada'], 'accesses': [{'type': 'look'}]}]";

    assertThat(new Archive().policy(4, whole + "'policyItems': " + item).ask(LOOK))
        .startsWith("no -1");
    assertThat(new Archive().policy(4, whole + "'denyPolicyItems': " + item).ask(LOOK))
        .startsWith("no 4");
  }

  @Test
  void levelsThatLieOnNoWayDownAreSaid() {
    var archive =
        new Archive().policy(3, "'resources': {'room': {'values': ['attic']}}, 'policyItems': []");

    assertThat(archive.imported().findings())
        .singleElement()
        .satisfies(one -> assertThat(one.message()).contains("[room]", "never matches"));
  }

  @Test
  void countsWhatIsInForceAndWhatIsOff() {
    var imported =
        new Archive()
            .policy(1, ROOM + "'policyItems': []")
            .policy(2, "'isEnabled': false, " + ROOM + "'policyItems': []")
            .imported();

    assertThat(imported.policies()).isEqualTo(1);
    assertThat(imported.off()).isEqualTo(1);
    assertThat(imported.serviceType()).isEqualTo("archive");
    assertThat(imported.masks()).containsEntry("BLACK", "black({col})");
  }

  @Test
  void readsTheExportOfTheAdministratorsPage() {
    var export =
        """
        {'metaDataInfo': {'Host name': 'x'}, 'policies': [
          {'id': 11, 'name': 'a', 'service': 'lake', 'serviceType': 'hdfs',
           'resources': {'path': {'values': ['/data'], 'isRecursive': true}},
           'policyItems': [{'users': ['ada'], 'accesses': [{'type': 'read'}]}]},
          {'id': 12, 'name': 'b', 'service': 'tags', 'serviceType': 'tag',
           'resources': {'tag': {'values': ['secret']}},
           'denyPolicyItems': [{'users': ['ada'], 'accesses': [{'type': 'hdfs:read'}]}]}]}
        """;

    var imported = new RangerImport(Sources.of(export)).read();

    assertThat(imported.service()).isEqualTo("lake");
    assertThat(imported.policies()).isEqualTo(2);
    assertThat(imported.findings()).isEmpty();
  }

  @Test
  void asksWhichServiceOfSeveral() {
    var export =
        "{'policies': [{'id': 1, 'service': 'one', 'serviceType': 'hdfs'},"
            + " {'id': 2, 'service': 'two', 'serviceType': 'hdfs'}]}";

    assertThatThrownBy(() -> new RangerImport(Sources.of(export)).read())
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("one, two");
  }

  @Test
  void refusesWhatIsNoneOfThese() {
    assertThatThrownBy(() -> new RangerImport(Sources.of("[1]")).read())
        .hasMessageContaining("no JSON object");
    assertThatThrownBy(() -> new RangerImport(Sources.of("{'a': 1}")).read())
        .hasMessageContaining("neither");
    assertThatThrownBy(() -> new RangerImport(Sources.of("{'a': ")).read())
        .hasMessageContaining("line 1");
  }

  @Test
  void whatDidNotChangeIsNotCompiledAgain() {
    var archive = new Archive();
    for (var i = 1; i <= 50; i++) {
      archive.policy(i, ROOM + items("policyItems", i == 7 ? "moon" : "expression", "true"));
    }
    var first = archive.imported();
    var again = archive.importedAfter(first);
    var changed = archive.policy(51, ROOM + items("denyPolicyItems", "expression", "true"));
    var third = changed.importedAfter(again);

    assertThat(first.compiled().fresh()).isEqualTo(50);
    assertThat(again.compiled().fresh()).isZero();
    assertThat(again.findings()).isEqualTo(first.findings()).hasSize(1);
    assertThat(third.compiled().fresh()).isEqualTo(1);
    assertThat(third.policies()).isEqualTo(51);
    assertThat(changed.ask(LOOK)).startsWith("no 51");
  }

  @Test
  void anotherServiceDefMeansThatAllIsCompiledAgain() {
    var archive = new Archive().policy(4, ROOM + items("policyItems", "expression", "true"));
    var first = archive.imported();
    var other = archive.access("weigh").importedAfter(first);

    assertThat(other.compiled().fresh()).isEqualTo(1);
  }
}
