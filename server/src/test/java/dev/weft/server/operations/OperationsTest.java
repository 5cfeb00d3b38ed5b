package dev.weft.server.operations;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.model.PortHealth;
import dev.weft.model.ResourceKind;
import dev.weft.server.Fixture;
import dev.weft.server.operations.Operations.Alert;
import dev.weft.server.operations.Operations.FlowState;
import dev.weft.server.operations.Operations.QueryState;
import dev.weft.server.operations.Operations.Storage;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OperationsTest {
  private static final Storage ROOMY = new Storage(100, 50, 0, 0, 0, "");

  @Test
  void saysNothingWhereAllIsWell() {
    assertThat(alerts(Map.of("log", "ok"), ROOMY, flow("running", 0.5), query("RUNNING")))
        .isEmpty();
  }

  @Test
  void putsErrorsBeforeWarningsAndSaysWhatEachIsAbout() {
    var alerts =
        alerts(
            Map.of("audit", "warning: 3 events wait"),
            ROOMY,
            flow("failed", 0),
            query("RESTARTING"));

    assertThat(alerts).extracting(Alert::severity).containsExactly("error", "warning", "warning");
    assertThat(alerts.get(0).name()).isEqualTo("ingest");
    assertThat(alerts)
        .extracting(Alert::code)
        .contains("flow-failed", "check-audit", "query-restarting");
    assertThat(alerts).extracting(Alert::message).contains("3 events wait");
  }

  @Test
  void seesAFullQueueABrokenPromiseAndADiskThatIsNearlyFull() {
    var health =
        new PortHealth(
            "shop.orders",
            List.of(new PortHealth.Breach("o", "freshness", "", "1 h", "3 h", "", Instant.EPOCH)));

    var alerts =
        Alerts.of(
            Map.of(),
            new Storage(100, 2, 0, 0, 0, ""),
            List.of(flow("running", 1)),
            List.of(),
            List.of(health),
            List.of());

    assertThat(alerts)
        .extracting(Alert::code)
        .containsExactlyInAnyOrder("disk-nearly-full", "queue-full", "promise-broken");
    assertThat(alerts.get(0).severity()).isEqualTo("error");
  }

  @Test
  void knowsWhoseAConsumerGroupIs() {
    assertThat(BrokerGroup.of("door~user~ada~my-app")).contains(new BrokerGroup("ada", "my-app"));
    assertThat(BrokerGroup.of("door~product~card%20sales~g~1"))
        .contains(new BrokerGroup("product:card sales", "g~1"));
    assertThat(BrokerGroup.of("connect-cluster")).isEmpty();
  }

  @Test
  void countsDecisionsByHowLongTheyTook() {
    var times = new DecisionTimes();

    times.took(900);
    times.took(1_500);
    times.took(200_000_000);

    assertThat(times.times().count()).isEqualTo(3);
    assertThat(times.times().counts().subList(0, 2)).containsExactly(1L, 1L);
    assertThat(times.times().counts().get(times.times().counts().size() - 1)).isEqualTo(1);
    assertThat(times.metrics())
        .contains("weft_decision_seconds_bucket{le=\"0.000001\"} 1\n")
        .contains("weft_decision_seconds_bucket{le=\"0.000002\"} 2\n")
        .contains("weft_decision_seconds_bucket{le=\"+Inf\"} 3\n")
        .contains("weft_decision_seconds_count 3\n");
  }

  @Test
  void stewardsOfADomainSeeItsProductsAndNoneThatIsNamedLikeIt() {
    var shop = new Fixture();
    shop.mesh.put(
        ResourceKind.DOMAIN,
        "risk",
        "{'kind':'Domain','name':'risk','governance':{'stewards':['ada']}}");
    for (var product : Map.of("scores", "risk", "risk", "shop").entrySet()) {
      shop.mesh.put(
          ResourceKind.DATA_PRODUCT,
          product.getKey(),
          "{'id':'%s','name':'One','status':'active','domain':'%s'}"
              .formatted(product.getKey(), product.getValue()));
    }

    var sees = OperationsPages.scope(shop.mesh.state(), Fixture.ADA);

    assertThat(sees.test("scores")).isTrue();
    assertThat(sees.test("risk")).isFalse();
  }

  private static List<Alert> alerts(
      Map<String, String> checks, Storage storage, FlowState flow, QueryState query) {
    return Alerts.of(checks, storage, List.of(flow), List.of(query), List.of(), List.of());
  }

  private static FlowState flow(String status, double fullest) {
    return new FlowState("ingest", "shop", status, Instant.EPOCH, "", 0, 0, 0, 0, fullest);
  }

  private static QueryState query(String state) {
    return new QueryState(
        "spending", "shop", state, Instant.EPOCH, "", 0, 0, 0, 0, Optional.empty());
  }
}
