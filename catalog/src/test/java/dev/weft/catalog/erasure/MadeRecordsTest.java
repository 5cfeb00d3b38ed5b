package dev.weft.catalog.erasure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.spi.TraceLog;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MadeRecordsTest {
  /** Hops in memory: which position of which source became which record. */
  private static final class Hops implements TraceLog {
    private final Map<String, List<Destination>> all = new HashMap<>();

    Hops with(String source, long position, String topic, int partition, long offset) {
      all.computeIfAbsent(source + "@" + position, none -> new ArrayList<>())
          .add(new Destination(null, topic, partition, offset));
      return this;
    }

    @Override
    public List<Origin> origins(String topic, int partition, long offset) {
      return List.of();
    }

    @Override
    public List<Destination> destinations(String source, long position) {
      return all.getOrDefault(source + "@" + position, List.of());
    }
  }

  @Test
  void followsWhatWasMadeOverAnyNumberOfFlowsAndEndsInCircles() {
    var trace =
        new Hops()
            .with("a.a/0", 5, "b.b", 1, 7)
            .with("a.a/0", 6, "b.b", 1, 8)
            .with("b.b/1", 7, "c.c", 0, 0)
            .with("b.b/1", 7, "b.b.quarantine", 0, 3)
            .with("c.c/0", 0, "a.a", 0, 5);
    var made = new MadeRecords(trace);

    made.follow("a.a", Map.of(0, new long[] {5}));

    assertThat(made.of("b.b").get(1)).containsExactly(7L);
    assertThat(made.of("c.c").get(0)).containsExactly(0L);
    assertThat(made.of("b.b.quarantine").get(0)).containsExactly(3L);
    assertThat(made.of("a.a")).isEmpty();
    assertThat(made.isTruncated()).isFalse();
  }

  @Test
  void saysWhenItStopsFollowing() {
    var many = new Hops();
    for (var i = 0; i < MadeRecords.RECORDS_MAX; i++) {
      many.with("a.a/0", 1, "b.b", 0, i);
    }
    var made = new MadeRecords(many);

    made.follow("a.a", Map.of(0, new long[] {1}));

    assertThat(made.isTruncated()).isTrue();
  }
}
