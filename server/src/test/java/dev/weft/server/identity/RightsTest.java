package dev.weft.server.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.model.DataProduct;
import dev.weft.model.PrincipalId;
import dev.weft.model.ResourceKind;
import dev.weft.testing.MemoryMesh;
import java.time.Clock;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RightsTest {
  private final MemoryMesh mesh = new MemoryMesh(Clock.systemUTC());

  @BeforeEach
  void publish() {
    mesh.put(ResourceKind.USER, "olga", "{'name': 'olga', 'groups': ['shop-board']}");
    mesh.put(ResourceKind.USER, "sam", "{'name': 'sam'}");
    mesh.put(ResourceKind.USER, "ada", "{'name': 'ada'}");
    mesh.put(ResourceKind.GROUP, "shop-board", "{'name': 'shop-board'}");
    mesh.put(ResourceKind.GROUP, "keepers", "{'name': 'keepers', 'members': ['sam']}");
    mesh.put(
        ResourceKind.DOMAIN,
        "shop",
        "{'name': 'shop', 'governance': {'body': ['shop-board'], 'stewards': ['keepers']}}");
    mesh.put(ResourceKind.DATA_PRODUCT, "orders", "{'id': 'orders', 'domain': 'shop'}");
  }

  @Test
  void whoIsInAGroupGovernsWhatItGoverns() {
    assertThat(rights().governs(caller("olga"), "shop")).isTrue();
    assertThat(rights().governs(caller("sam"), "shop")).isFalse();
    assertThat(rights().governs(caller("ada"), "shop")).isFalse();
  }

  @Test
  void whoIsInAGroupTendsWhatItTends() {
    var orders = mesh.state().find(ResourceKind.DATA_PRODUCT, "orders", DataProduct.class).get();

    assertThat(rights().tends(caller("sam"), orders)).isTrue();
    assertThat(rights().stewardedBy("sam")).containsExactly("shop");
    assertThat(rights().tends(caller("olga"), orders)).isFalse();
  }

  private Rights rights() {
    return new Rights(mesh.state());
  }

  private static Caller caller(String name) {
    return new Caller(PrincipalId.user(name), Set.of(), Instant.MAX);
  }
}
