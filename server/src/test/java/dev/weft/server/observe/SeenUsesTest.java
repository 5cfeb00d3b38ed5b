package dev.weft.server.observe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.catalog.lineage.Direction;
import dev.weft.catalog.lineage.Graph.Edge;
import dev.weft.catalog.lineage.Graph.Seen;
import dev.weft.catalog.lineage.LineageGraph;
import dev.weft.model.Json;
import dev.weft.model.PortName;
import dev.weft.model.PortUse;
import dev.weft.model.PrincipalId;
import dev.weft.model.Resource;
import dev.weft.model.ResourceKind;
import dev.weft.model.Subscription;
import dev.weft.server.Fixture;
import dev.weft.spi.AuditLog.Stored;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Who uses ports turns up in the lineage, and costs the mesh log one change a day. */
class SeenUsesTest {
  private static final Instant NOON = Instant.parse("2026-11-01T12:00:00Z");

  private final Fixture shop = new Fixture();
  private final LineageGraph lineage = new LineageGraph();
  private boolean writes = true;
  private final SeenUses uses = new SeenUses(shop.mesh, () -> writes, Runnable::run);

  SeenUsesTest() {
    shop.mesh.follow(lineage);
    shop.mesh.put(
        ResourceKind.DATA_PRODUCT, "people", "{'id': 'people', 'outputPorts': [{'name': 'all'}]}");
  }

  @Test
  void whoReadsAndWhoWritesTurnUp() {
    read("ada", NOON, 3);
    see("write", "product:people", NOON, 0);

    var graph = lineage.walk("port/people.all", Direction.BOTH, 1);

    assertThat(graph.edges())
        .contains(
            new Edge("port/people.all", "principal/ada", "reads"),
            new Edge("product/people", "port/people.all", "produces"));
    assertThat(graph.seen())
        .containsExactlyInAnyOrder(
            new Seen("port/people.all", "principal/ada", "reads", NOON),
            new Seen("product/people", "port/people.all", "produces", NOON));
  }

  @Test
  void isToldOnceADayHoweverOften() {
    for (var minute = 0; minute < 1440; minute++) {
      read("ada", NOON.plusSeconds(60L * minute), 1);
    }
    assertThat(use().version()).isEqualTo(1);

    read("ada", NOON.plusSeconds(90_000), 1);

    assertThat(use().version()).isEqualTo(2);
    assertThat(use().as(PortUse.class).first()).isEqualTo(NOON);
    assertThat(use().as(PortUse.class).last()).isEqualTo(NOON.plusSeconds(90_000));
  }

  @Test
  void whoGotNothingHasNotRead() {
    read("ada", NOON, 0);
    see("read.opened", "ada", NOON, 5);

    assertThat(shop.mesh.state().all(ResourceKind.PORT_USE)).isEmpty();
  }

  @Test
  void aSubscriberWhoReadsIsToldApartFromOneWhoNeverDid() {
    subscribe("ada");
    subscribe("eve");
    read("ada", NOON, 1);

    var graph = lineage.walk("port/people.all", Direction.DOWN, 1);

    assertThat(graph.edges())
        .contains(
            new Edge("port/people.all", "principal/ada", "subscribes"),
            new Edge("port/people.all", "principal/eve", "subscribes"));
    assertThat(graph.seen()).extracting(Seen::to).containsOnly("principal/ada");
  }

  @Test
  void waitsWhileAnotherServerTells() {
    writes = false;
    read("ada", NOON, 1);
    assertThat(shop.mesh.state().all(ResourceKind.PORT_USE)).isEmpty();

    writes = true;
    read("eve", NOON, 1);

    assertThat(shop.mesh.state().all(ResourceKind.PORT_USE)).hasSize(2);
  }

  @Test
  void aPortThatIsGoneIsNotShown() {
    read("ada", NOON, 1);
    shop.mesh.remove(ResourceKind.DATA_PRODUCT, "people");

    assertThat(lineage.has("principal/ada")).isFalse();
  }

  private Resource use() {
    return shop.mesh
        .state()
        .get(PortUse.key("people.all", PortUse.Kind.READS, PrincipalId.user("ada")))
        .orElseThrow();
  }

  private void read(String who, Instant at, long delivered) {
    see("read", who, at, delivered);
  }

  private void see(String action, String who, Instant at, long delivered) {
    uses.see(
        new Stored(
            "w",
            1,
            at,
            who,
            action,
            "people.all",
            true,
            Json.object().put("delivered", delivered),
            "",
            ""));
  }

  private void subscribe(String who) {
    var port = new PortName("people", "all");
    var id = PrincipalId.user(who);
    var subscription =
        Subscription.request(
                "s-" + who, id, port, "test", List.of(), Optional.empty(), id, Instant.EPOCH)
            .approve(PrincipalId.user("bob"), Instant.EPOCH);
    shop.mesh.put(ResourceKind.SUBSCRIPTION, subscription.id(), Json.tree(subscription));
  }
}
