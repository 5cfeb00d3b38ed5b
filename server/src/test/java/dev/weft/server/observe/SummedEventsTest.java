package dev.weft.server.observe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.model.Json;
import dev.weft.model.PrincipalId;
import dev.weft.server.Fixture;
import dev.weft.server.MemoryAudit;
import dev.weft.spi.AuditEvent;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class SummedEventsTest {
  private final Fixture.HandClock clock = new Fixture.HandClock();
  private final MemoryAudit audit = new MemoryAudit(clock);
  private final SummedEvents events = new SummedEvents(audit, clock);

  @Test
  void thoseAlikeAreOneSumAMinute() {
    for (int i = 0; i < 100; i++) {
      note("ada");
    }
    note("bo");
    events.sweep();
    assertThat(counts()).containsExactly(1L, 1L);

    clock.advance(Duration.ofMinutes(1));
    events.sweep();

    assertThat(counts()).containsExactly(1L, 1L, 99L);
  }

  @Test
  void noneIsLostAtTheEnd() {
    note("ada");
    note("ada");

    events.close();

    assertThat(counts()).containsExactly(1L, 1L);
  }

  private void note(String who) {
    assertThat(events.note(event(who))).isCompleted();
  }

  private List<Long> counts() {
    return audit.events().stream()
        .map(event -> event.details().path("event_count").asLong())
        .toList();
  }

  private static AuditEvent event(String who) {
    return new AuditEvent(
        PrincipalId.user(who), "request.refused", "GET /", false, Json.object().put("code", "no"));
  }
}
