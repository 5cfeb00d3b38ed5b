package dev.weft.server.requests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.model.Json;
import dev.weft.model.PortName;
import dev.weft.model.PrincipalId;
import dev.weft.model.ResourceKind;
import dev.weft.model.Subscription;
import dev.weft.testing.MemoryMesh;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class GrantEndsTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private final MemoryMesh mesh = new MemoryMesh(Clock.systemUTC());
  private final GrantEnds ends = new GrantEnds();

  @Test
  void aGrantHasEndedWhenItsTimeHasComeThoughTheMeshIsAsItWas() {
    grant("a", Optional.of(NOW.plusSeconds(20)));
    grant("b", Optional.of(NOW.plusSeconds(10)));
    grant("c", Optional.empty());
    assertThat(ends.passed(mesh.state(), NOW)).isEmpty();

    assertThat(ends.passed(mesh.state(), NOW.plusSeconds(9))).isEmpty();
    assertThat(ends.passed(mesh.state(), NOW.plusSeconds(10))).containsExactly("b");
    // Nobody could write that down: it is told again, together with the next.
    assertThat(ends.passed(mesh.state(), NOW.plusSeconds(20))).containsExactly("a", "b");
  }

  @Test
  void aGrantThatCameSinceIsSeen() {
    assertThat(ends.passed(mesh.state(), NOW)).isEmpty();

    grant("a", Optional.of(NOW.minusSeconds(1)));

    assertThat(ends.passed(mesh.state(), NOW)).containsExactly("a");
  }

  private void grant(String id, Optional<Instant> until) {
    var request =
        Subscription.request(
            id,
            PrincipalId.user("ada"),
            new PortName("shop", "orders"),
            "To test.",
            List.of(),
            until,
            PrincipalId.user("ada"),
            NOW.minusSeconds(60));
    mesh.put(
        ResourceKind.SUBSCRIPTION,
        id,
        Json.tree(request.approve(PrincipalId.user("olga"), NOW.minusSeconds(50))));
  }
}
