package dev.weft.catalog.erasure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.model.ErasurePlan.Way;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What was found in a topic, and so what would remove it there. */
class FoundTest {
  private static final Instant NOW = Instant.parse("2026-05-01T12:00:00Z");
  private static final Cleanup COMPACTED =
      Cleanup.of(
          Map.of(
              "cleanup.policy", "compact",
              "segment.ms", "3600000",
              "max.compaction.lag.ms", "86400000"));
  private static final Cleanup EXPIRING =
      Cleanup.of(Map.of("cleanup.policy", "delete", "retention.ms", "86400000"));

  private final Found compacted = new Found(true);
  private final Found kept = new Found(false);

  @Test
  void aTombstoneIsForWhatStandsLastUnderItsKey() {
    take(compacted, 0, "a", true, false);
    take(compacted, 1, "b", false, false);
    take(compacted, 2, "a", true, false);

    assertThat(compacted.records()).isEqualTo(2);
    assertThat(compacted.keys()).hasSize(1);
    assertThat(compacted.lastOnes()).containsExactly("0/2");
    assertThat(COMPACTED.way(compacted)).isEqualTo(Way.TOMBSTONE);
    assertThat(compacted.offsets().get(0)).containsExactly(0, 2);
  }

  @Test
  void underAKeyThatIsAnothersNowNothingIsErased() {
    take(compacted, 0, "seat-12", true, false);
    take(compacted, 1, "seat-12", false, false);

    assertThat(compacted.keys()).isEmpty();
    assertThat(compacted.replaced()).isEqualTo(1);
    assertThat(compacted.deletedKeys()).isEmpty();
    assertThat(COMPACTED.way(compacted)).isEqualTo(Way.COMPACTION);
  }

  @Test
  void whatIsDeletedWaitsForTheLogAndComesBackWhenThePersonDoes() {
    take(compacted, 0, "a", true, false);
    take(compacted, 1, "a", false, true);

    assertThat(compacted.deletedKeys()).hasSize(1);
    assertThat(compacted.deletedBy("e-1")).isEqualTo(1);
    assertThat(compacted.deletedBy("e-2")).isZero();
    assertThat(COMPACTED.way(compacted)).isEqualTo(Way.COMPACTION);

    take(compacted, 2, "a", true, false);

    assertThat(compacted.deletedBy("e-1")).isZero();
    assertThat(compacted.replaced()).isZero();
    assertThat(COMPACTED.way(compacted)).isEqualTo(Way.TOMBSTONE);
  }

  @Test
  void whereNothingIsCompactedTheRetentionSaysWhen() {
    take(kept, 0, "a", true, false);
    take(kept, 1, "a", true, false);

    assertThat(kept.keys()).isEmpty();
    assertThat(EXPIRING.way(kept)).isEqualTo(Way.RETENTION);
    assertThat(EXPIRING.until(Way.RETENTION, NOW, Optional.of(NOW)))
        .contains(NOW.plus(Duration.ofDays(8)));
    var forEver = Cleanup.of(Map.of("cleanup.policy", "delete", "retention.ms", "-1"));
    assertThat(forEver.way(kept)).isEqualTo(Way.REMAINS);
    assertThat(forEver.until(Way.REMAINS, NOW, Optional.of(NOW))).isEmpty();
  }

  @Test
  void nobodyPromisesADayWhereTheTopicHasNoLimit() {
    assertThat(COMPACTED.until(Way.TOMBSTONE, NOW, Optional.of(NOW)))
        .contains(NOW.plus(Duration.ofHours(25)));
    var unlimited =
        Cleanup.of(
            Map.of("cleanup.policy", "compact", "max.compaction.lag.ms", "" + Long.MAX_VALUE));
    assertThat(unlimited.until(Way.TOMBSTONE, NOW, Optional.of(NOW))).isEmpty();
    var both = Cleanup.of(Map.of("cleanup.policy", "compact, delete", "retention.ms", "1"));
    assertThat(both.compacts() && both.expires().isPresent()).isTrue();
  }

  private static void take(Found found, long offset, String key, boolean holds, boolean gone) {
    var bytes = key.getBytes(StandardCharsets.UTF_8);
    if (gone) {
      found.takeDeletion(0, bytes, "e-1");
    } else {
      found.take(0, offset, NOW.toEpochMilli(), bytes, holds);
    }
  }
}
