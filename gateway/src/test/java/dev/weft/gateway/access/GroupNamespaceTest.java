package dev.weft.gateway.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.model.PrincipalId;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class GroupNamespaceTest {
  @Test
  void namesComeBackAsTheyWent() {
    var ada = new GroupNamespace(PrincipalId.user("ada"));

    for (var name : List.of("g", "", "door~user~bo~g", "Zürich ~ %7E")) {
      assertThat(ada.inward(ada.outward(name))).contains(name);
    }
  }

  @Test
  void noTwoPrincipalsShareAName() {
    var principals =
        List.of(
            PrincipalId.user("a"),
            PrincipalId.user("a~b"),
            PrincipalId.user("a%7Eb"),
            PrincipalId.user("A"),
            PrincipalId.product("a"),
            PrincipalId.user("product:a"),
            PrincipalId.user(""));
    var groups = List.of("g", "b~g", "~g", "", "user~a~g");
    var names = new HashSet<String>();

    for (var principal : principals) {
      groups.forEach(group -> names.add(new GroupNamespace(principal).outward(group)));
    }

    assertThat(names).hasSize(principals.size() * groups.size());
  }

  @Test
  void namesOfOthersAreNotOurs() {
    var ada = new GroupNamespace(PrincipalId.user("ada"));
    var adam = new GroupNamespace(PrincipalId.user("adam"));

    assertThat(ada.inward(adam.outward("g"))).isEmpty();
    assertThat(ada.inward("_weft.writer")).isEmpty();
  }
}
