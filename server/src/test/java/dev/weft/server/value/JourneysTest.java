package dev.weft.server.value;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weft.model.Json;
import dev.weft.spi.AuditLog.Stored;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class JourneysTest {
  private static final Instant NOON = Instant.parse("2026-05-01T12:00:00Z");

  private final Journeys journeys = new Journeys();

  @Test
  void measuresFromTheRequestToTheFirstRecord() {
    request(0, "subscription.request", "ada", "s-1", "ada", "shop.orders", "REQUESTED");
    event(60, "key.create", "ada", "ClientKey/k-1", Json.object());
    request(120, "subscription.approve", "olga", "s-1", "ada", "shop.orders", "APPROVED");
    read(900, "ada", "shop.orders", 5, 180);
    read(2000, "ada", "shop.orders", 5, 1900);

    var measured = measured();

    assertThat(measured.requests()).isEqualTo(1);
    assertThat(measured.decision()).isEqualTo(new Spread(1, 120, 120));
    assertThat(measured.firstRecord()).isEqualTo(new Spread(1, 180, 180));
    assertThat(measured.steps().median()).isEqualTo(3);
  }

  @Test
  void countsNoRecordBeforeTheApprovalAndNoneOfAnotherPort() {
    request(0, "subscription.request", "ada", "s-1", "ada", "shop.orders", "REQUESTED");
    read(10, "ada", "shop.orders", 5, 5);
    request(20, "subscription.approve", "olga", "s-1", "ada", "shop.orders", "APPROVED");
    read(30, "ada", "shop.customers", 5, 25);
    read(40, "ada", "shop.orders", 0, 35);

    assertThat(measured().granted()).isEqualTo(1);
    assertThat(measured().served()).isZero();

    read(50, "ada", "shop.orders", 1, 5);

    assertThat(measured().firstRecord().median()).isEqualTo(20);
  }

  @Test
  void countsNoStepForWhatARuleDecidedByItself() {
    request(0, "subscription.request", "ada", "s-1", "ada", "shop.orders", "REQUESTED");
    request(1, "subscription.approve", "weft", "s-1", "ada", "shop.orders", "APPROVED");
    read(30, "ada", "shop.orders", 5, 25);

    assertThat(measured().steps().median()).isEqualTo(1);
  }

  @Test
  void takesNoRefusalForAnApproval() {
    request(0, "subscription.request", "ada", "s-1", "ada", "shop.orders", "REQUESTED");
    request(20, "subscription.reject", "olga", "s-1", "ada", "shop.orders", "REJECTED");

    assertThat(measured().granted()).isZero();
  }

  @Test
  void countsWhoUsesAProductButNotTheProductItself() {
    read(10, "ada", "shop.orders", 5, 5);
    read(20, "product:sales", "shop.orders", 7, 5);
    read(30, "product:shop", "shop.orders", 100, 5);
    read(40, "ada", "shop.orders", 1, 35);

    var reuse =
        journeys
            .measured(NOON, NOON, true, Map.of("shop", Set.of("ada"), "other", Set.of("bo")))
            .reuse();

    assertThat(reuse)
        .containsExactly(
            new Measured.Reuse("shop", 2, 1, 3, 13), new Measured.Reuse("other", 0, 1, 0, 0));
  }

  private Measured measured() {
    return journeys.measured(NOON, NOON, true, Map.of());
  }

  private void request(
      int at, String action, String by, String id, String who, String port, String status) {
    var details = Json.object();
    details
        .putObject("after")
        .put("id", id)
        .put("principal", who)
        .put("port", port)
        .put("status", status);
    event(at, action, by, "Subscription/" + id, details);
  }

  private void read(int at, String who, String port, long delivered, int since) {
    var details =
        Json.object().put("delivered", delivered).put("since", NOON.plusSeconds(since).toString());
    event(at, "read", who, port, details);
  }

  private void event(int at, String action, String actor, String subject, ObjectNode details) {
    journeys.see(
        new Stored("w", 1, NOON.plusSeconds(at), actor, action, subject, true, details, "", ""));
  }
}
