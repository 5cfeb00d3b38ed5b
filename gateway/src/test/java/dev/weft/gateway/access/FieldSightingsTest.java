package dev.weft.gateway.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.model.PortName;
import dev.weft.spi.FieldObserver;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class FieldSightingsTest {
  private static final PortName PORT = new PortName("shop", "orders");

  private final List<Map<String, FieldObserver.FieldSample>> reported = new ArrayList<>();
  private final TickingClock clock = new TickingClock();
  private final FieldSightings sightings = new FieldSightings(new Notes(), clock);

  @Test
  void reportsTypeAndSomeValues() {
    var look = sightings.look(PORT);
    for (int i = 0; i < 500; i++) {
      saw(look, "mobile", "\"+41 " + i + "\"");
    }
    saw(look, "age", "7");
    saw(look, "share", "0.5");
    saw(look, "open", "true");
    look.report();

    assertThat(reported).hasSize(1);
    assertThat(reported.get(0).get("mobile").values()).hasSize(100).contains("+41 7");
    assertThat(reported.get(0).get("age").type()).isEqualTo("integer");
    assertThat(reported.get(0).get("share").type()).isEqualTo("number");
    assertThat(reported.get(0).get("open").type()).isEqualTo("boolean");
  }

  @Test
  void looksAgainAfterAPause() {
    assertThat(sightings.look(PORT).wanted()).isTrue();
    assertThat(sightings.look(PORT).wanted()).isFalse();

    clock.pass(Duration.ofSeconds(3));

    assertThat(sightings.look(PORT).wanted()).isTrue();
  }

  @Test
  void nothingNewIsNotReported() {
    sightings.look(PORT).report();

    assertThat(reported).isEmpty();
  }

  private static void saw(FieldSightings.Look look, String path, String json) {
    var bytes = json.getBytes(StandardCharsets.UTF_8);
    look.saw(path, bytes, 0, bytes.length);
  }

  private final class Notes implements FieldObserver {
    @Override
    public Set<String> known(PortName port) {
      return Set.of();
    }

    @Override
    public CompletableFuture<Void> seen(PortName port, Map<String, FieldSample> samples) {
      reported.add(samples);
      return CompletableFuture.completedFuture(null);
    }
  }
}
