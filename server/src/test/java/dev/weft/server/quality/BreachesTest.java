package dev.weft.server.quality;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.model.Contract;
import dev.weft.model.Json;
import dev.weft.model.PortHealth;
import dev.weft.model.PortName;
import dev.weft.model.ResourceKind;
import dev.weft.policy.CelExpressions;
import dev.weft.registry.quality.Meter;
import dev.weft.registry.quality.Objectives;
import dev.weft.spi.AuditEvent;
import dev.weft.testing.MemoryMesh;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/** A broken promise is written down once, and so is that it is kept again. */
class BreachesTest {
  private static final Instant NOW = Instant.parse("2026-11-28T12:00:00Z");
  private static final PortName ORDERS = new PortName("orders", "placed");
  private static final TopicPartition ONLY = new TopicPartition(ORDERS.topic(), 0);

  private final MemoryMesh mesh = new MemoryMesh(Clock.systemUTC());
  private final Breaches breaches = new Breaches(mesh);

  @Test
  void aPromiseBreaksOnceAndIsKeptAgainAfterAMinute() {
    var port = port("freshness", 60);
    port.meter().newest(NOW.minusSeconds(10).toEpochMilli());
    note(port, NOW);
    assertThat(broken()).isEmpty();

    note(port, NOW.plusSeconds(55));
    var since = NOW.plusSeconds(55);
    assertThat(broken()).extracting(PortHealth.Breach::since).containsExactly(since);
    note(port, NOW.plusSeconds(60));
    assertThat(broken()).extracting(PortHealth.Breach::since).containsExactly(since);
    assertThat(actions()).containsExactly("promise.broken");

    // It wavers: fresh again, but not for a minute.
    port.meter().newest(NOW.plusSeconds(61).toEpochMilli());
    note(port, NOW.plusSeconds(65));
    assertThat(broken()).hasSize(1);
    port.meter().newest(NOW.plusSeconds(120).toEpochMilli());
    note(port, NOW.plusSeconds(121));
    assertThat(broken()).isEmpty();
    assertThat(actions()).containsExactly("promise.broken", "promise.kept");
  }

  @Test
  void whatANewServerFindsWrittenDownStaysUntilItHasMeasured() {
    var port = port("freshness", 60);
    note(port, NOW);
    assertThat(broken()).hasSize(1);

    var again = new Breaches(mesh);
    var reading = unread("freshness", 60);
    again.note(List.of(reading), NOW.plusSeconds(600));
    assertThat(broken()).hasSize(1);
    reading.unread(List.of());
    reading.meter().newest(NOW.plusSeconds(600).toEpochMilli());
    reading.judge(NOW.plusSeconds(601));
    again.note(List.of(reading), NOW.plusSeconds(601));
    assertThat(broken()).as("it may have been broken a moment ago").hasSize(1);
    reading.meter().newest(NOW.plusSeconds(700).toEpochMilli());
    reading.judge(NOW.plusSeconds(701));
    again.note(List.of(reading), NOW.plusSeconds(701));
    assertThat(broken()).isEmpty();
  }

  @Test
  void whatIsPromisedNoMoreIsNotBroken() {
    note(port("freshness", 60), NOW);
    assertThat(broken()).hasSize(1);
    breaches.note(List.of(), NOW);
    assertThat(mesh.state().all(ResourceKind.PORT_HEALTH)).isEmpty();

    note(port("freshness", 60), NOW);
    note(port("freshness", 30), NOW.plusSeconds(1));
    assertThat(broken())
        .as("another promise, broken in its own right")
        .extracting(PortHealth.Breach::promised)
        .containsExactly("at most 30 s since the newest");
  }

  private void note(PortMeter port, Instant now) {
    port.judge(now);
    breaches.note(List.of(port), now);
  }

  private List<PortHealth.Breach> broken() {
    return mesh.state()
        .find(ResourceKind.PORT_HEALTH, ORDERS.topic(), PortHealth.class)
        .map(PortHealth::breaches)
        .orElse(List.of());
  }

  private List<String> actions() {
    return mesh.audit().stream().map(AuditEvent::action).toList();
  }

  /** A port that has been read to its end. */
  private static PortMeter port(String level, int seconds) {
    var port = unread(level, seconds);
    port.unread(List.of());
    return port;
  }

  private static PortMeter unread(String level, int seconds) {
    var contract = Json.object();
    contract
        .putArray("slaProperties")
        .addObject()
        .put("property", level)
        .put("value", seconds)
        .put("unit", "s");
    var objectives = Objectives.of(Json.read(contract, Contract.class), new CelExpressions());
    var meter = new Meter(objectives, NOW.minus(Duration.ofDays(30)));
    var port = new PortMeter(ORDERS, 1, meter);
    port.partitions(List.of(ONLY));
    return port;
  }
}
