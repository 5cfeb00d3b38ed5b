package dev.weft.server.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.model.ClientKey;
import dev.weft.model.PrincipalId;
import dev.weft.model.ProblemException;
import dev.weft.server.Fixture;
import java.security.SecureRandom;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ClientKeysTest {
  private final Fixture fixture = new Fixture();
  private final ClientKeys keys = new ClientKeys(fixture.mesh, new SecureRandom());

  @Test
  void aProductsKeysAreMadeListedAndEndedByWhoMayChangeIt() {
    var fresh = keys.createFor(Fixture.OLGA, "customers", "of another mesh", Optional.empty());
    var id = fresh.key().id();

    assertThat(fresh.key().principal()).isEqualTo(PrincipalId.product("customers"));
    assertThat(keys.list(Fixture.OLGA)).extracting(ClientKey::id).contains(id);
    assertThat(keys.list(Fixture.ADA)).isEmpty();
    assertThatThrownBy(() -> keys.revoke(Fixture.ADA, id)).isInstanceOf(ProblemException.class);
    keys.revoke(Fixture.OLGA, id);
    assertThat(keys.list(Fixture.OLGA)).allMatch(ClientKey::revoked);
  }

  @Test
  void nobodyElseMakesThem() {
    for (var product : new String[] {"customers", "nothing"}) {
      assertThatThrownBy(() -> keys.createFor(Fixture.ADA, product, "", Optional.empty()))
          .isInstanceOf(ProblemException.class)
          .hasMessageContaining("You may not make keys of product '" + product + "'");
    }
    assertThat(keys.list(Fixture.ADMIN)).isEmpty();
  }
}
