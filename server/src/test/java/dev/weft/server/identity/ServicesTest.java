package dev.weft.server.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.model.ClientKey;
import dev.weft.model.Json;
import dev.weft.model.PrincipalId;
import dev.weft.model.ProblemException;
import dev.weft.model.ResourceKind;
import dev.weft.policy.RequestConditions;
import dev.weft.server.Fixture;
import dev.weft.server.requests.Routing;
import dev.weft.server.requests.Subscriptions;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class ServicesTest {
  private final Fixture shop = new Fixture();
  private final Services services = new Services(shop.mesh, shop.clock, new SecureRandom());

  @Test
  void whileAKeyIsReplacedBothHold() {
    var first = services.create(Fixture.OLGA, "loader", "Loads at night");

    var second = services.rotate(Fixture.OLGA, "loader", Duration.ofDays(7));

    assertThat(valid()).containsExactlyInAnyOrder(first.key().id(), second.key().id());
    assertThat(code(() -> services.rotate(Fixture.OLGA, "loader", Duration.ofDays(7))))
        .isEqualTo("two-keys");
    shop.clock.advance(Duration.ofDays(8));
    assertThat(valid()).containsExactly(second.key().id());
    services.rotate(Fixture.OLGA, "loader", Duration.ZERO);
    assertThat(valid()).hasSize(1).doesNotContain(second.key().id());
  }

  @Test
  void anOldKeyIsSaidToBeOld() {
    services.create(Fixture.OLGA, "loader", "");
    assertThat(services.list(Fixture.OLGA).get(0).keys().get(0).old()).isFalse();

    shop.clock.advance(Duration.ofDays(91));

    var key = services.list(Fixture.OLGA).get(0).keys().get(0);
    assertThat(key.old()).isTrue();
    assertThat(key.days()).isEqualTo(91);
  }

  @Test
  void othersNeitherSeeNorTouchIt() {
    var key = services.create(Fixture.OLGA, "loader", "").key().id();

    assertThat(services.list(Fixture.PIA)).isEmpty();
    assertThat(code(() -> services.rotate(Fixture.PIA, "loader", Duration.ZERO)))
        .isEqualTo("no-such-service");
    assertThat(code(() -> services.revoke(Fixture.PIA, "loader", Optional.of(key))))
        .isEqualTo("no-such-service");
    assertThat(code(() -> services.rotate(Fixture.OLGA, "ada", Duration.ZERO)))
        .isEqualTo("no-such-service");
    assertThat(code(() -> services.create(Fixture.PIA, "other", ""))).isEqualTo("not-an-owner");
    assertThat(code(() -> services.create(Fixture.OLGA, "ada", ""))).isEqualTo("name-taken");
  }

  @Test
  void aServiceMakesNoServicesAndItsOwnerDoesNotDecideForIt() {
    services.create(Fixture.OLGA, "loader", "");
    var loader = new Caller(PrincipalId.user("loader"), Set.of(), Instant.MAX);
    var subscriptions =
        new Subscriptions(
            shop.mesh,
            new Routing(new RequestConditions(), shop.clock),
            shop.clock,
            new SecureRandom());

    var request =
        subscriptions.request(
            loader,
            new Subscriptions.Request("customers.customers", "load", List.of(), Optional.empty()));

    assertThat(code(() -> services.create(loader, "child", ""))).isEqualTo("not-an-owner");
    assertThat(code(() -> subscriptions.approve(Fixture.OLGA, request.id())))
        .isEqualTo("four-eyes");
  }

  @Test
  void revokingTheServiceEndsAllOfItsKeys() {
    var fresh = services.create(Fixture.OLGA, "loader", "");

    services.revoke(Fixture.OLGA, "loader", Optional.empty());

    assertThat(valid()).isEmpty();
    assertThat(services.list(Fixture.OLGA).get(0).disabled()).isTrue();
    assertThat(Json.text(shop.mesh.audit())).doesNotContain(fresh.secret());
  }

  private List<String> valid() {
    return shop.mesh.state().all(ResourceKind.CLIENT_KEY, ClientKey.class).stream()
        .filter(key -> key.validAt(shop.clock.instant()))
        .map(ClientKey::id)
        .toList();
  }

  private static String code(ThrowingCallable act) {
    var codes = new String[1];
    assertThatThrownBy(act)
        .isInstanceOfSatisfying(ProblemException.class, e -> codes[0] = e.first().code());
    return codes[0];
  }
}
