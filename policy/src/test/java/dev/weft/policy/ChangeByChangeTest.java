package dev.weft.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.model.PrincipalId;
import dev.weft.model.ResourceKind;
import dev.weft.spi.ReadView;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * An engine that has followed every change answers as one that has just read everything, and a
 * change of one policy leaves the answers alone that it is not about.
 */
class ChangeByChangeTest {
  private static final int CHANGES = 150;

  private final RandomMesh random = new RandomMesh(17);

  @Test
  void whoHasFollowedEveryChangeAnswersAsWhoHasJustReadEverything() {
    var allowed = 0;
    for (var i = 0; i < CHANGES; i++) {
      random.change();

      assertThat(random.answers(random.engine)).isEqualTo(random.answersAnew());
      allowed += (int) views().stream().filter(ReadView::allowed).count();
    }
    assertThat(allowed).isBetween(CHANGES, CHANGES * views().size() - CHANGES);
  }

  @Test
  void aPolicyLeavesTheAnswersAloneThatItIsNotAbout() {
    random.policy("for-all", "'ports': ['*']", "'everyone': true");
    var before = views();

    random.mesh.put(
        ResourceKind.POLICY,
        "for-cy",
        "{'name': 'for-cy', 'type': 'access', 'resources': {'ports': ['one.out']},"
            + " 'rules': [{'principals': {'users': ['cy']}, 'deny': ['read']}]}");

    var after = views();
    for (var i = 0; i < before.size(); i++) {
      var isAbout =
          before.get(i).port().topic().equals("one.out") && i / RandomMesh.ports().size() == 2;
      if (isAbout) {
        assertThat(after.get(i)).as("%d", i).isNotSameAs(before.get(i));
      } else {
        assertThat(after.get(i)).as("%d", i).isSameAs(before.get(i));
      }
    }
  }

  /** Else a gateway would look at the keys of all connections with every change of a policy. */
  @Test
  void keysAreLookedAtAgainOnlyWhenOneMayHaveEndedOrSomebodyGone() {
    var before = random.engine.revision();
    random.policy("for-all", "'ports': ['*']", "'everyone': true");
    assertThat(random.engine.revision()).isEqualTo(before);

    random.mesh.put(
        ResourceKind.CLIENT_KEY, "k", "{'id': 'k', 'principal': 'user:ada', 'revoked': true}");
    var afterKey = random.engine.revision();
    assertThat(afterKey).isGreaterThan(before);

    random.mesh.put(ResourceKind.USER, "ada", "{'name': 'ada', 'disabled': true}");
    assertThat(random.engine.revision()).isGreaterThan(afterKey);
  }

  /** Of those whom the engine knows, whatever changes: of others there is nothing to keep. */
  private List<ReadView> views() {
    var all = new ArrayList<ReadView>();
    for (var reader : RandomMesh.readers()) {
      if (reader.type() == PrincipalId.Type.AGENT) {
        continue;
      }
      RandomMesh.ports().forEach(port -> all.add(random.engine.read(reader, port)));
    }
    return all;
  }
}
