package dev.weft.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.spi.TraceLog.Hop;
import dev.weft.spi.TraceLog.Run;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class HopCodecTest {
  private static final long SEED = 20_240_607;

  @Test
  void readsWhatItWrote() {
    var random = new Random(SEED);
    for (var i = 0; i < 2_000; i++) {
      var hop = anyHop(random);

      assertThat(HopCodec.decode(HopCodec.encode(hop))).isEqualTo(hop);
    }
  }

  @Test
  void aTableReadInOrderCostsNextToNothing() {
    var hop = hop(List.of(new Run(5_000, 10_000, "chinook.customer", "customer_id", 1, 1)));

    assertThat(HopCodec.encode(hop)).hasSizeLessThan(150);
  }

  @Test
  void scatteredPositionsOfAHashPartitionCostAtMostTwoBytesEach() {
    var random = new Random(SEED);
    var runs = new ArrayList<Run>();
    var position = 1_000_000L;
    for (var i = 0; i < 1_000; i++) {
      position += 1 + random.nextInt(12);
      runs.add(new Run(70_000_000L + i, 1, "sales.invoices/3", "offset", position, 0));
    }

    var bytes = HopCodec.encode(hop(runs));

    assertThat((double) bytes.length / runs.size()).isLessThan(1.2);
  }

  @Test
  void whatIsGatheredCostsAtMostTwoBytesAPart() {
    var random = new Random(SEED);
    var groups = 100;
    var parts = new ArrayList<List<Long>>();
    for (var i = 0; i < groups; i++) {
      parts.add(new ArrayList<>());
    }
    for (var position = 0L; position < 20_000; position++) {
      parts.get(random.nextInt(groups)).add(70_000_000L + position);
    }
    var runs = new ArrayList<Run>();
    for (var i = 0; i < groups; i++) {
      for (var position : parts.get(i)) {
        runs.add(new Run(1_000_000_000_000L + i, 1, "shop.orders/3", "offset", position, 0));
      }
    }
    var hop = new Hop("count", List.of("sum"), "count#sum", 0, runs, 1_750_000_000_000L);

    var bytes = HopCodec.encode(hop);

    assertThat(HopCodec.decode(bytes)).isEqualTo(hop);
    assertThat((double) bytes.length / runs.size()).isLessThan(2);
  }

  @Test
  void refusesBytesThatAreNoHop() {
    var random = new Random(SEED);
    for (var i = 0; i < 20_000; i++) {
      var bytes = HopCodec.encode(anyHop(random));
      var broken = random.nextBoolean() ? flip(bytes, random) : cut(bytes, random);
      readOrRefuse(broken);
    }
  }

  @Test
  void doesNotAllocateWhatHostileBytesAnnounce() {
    byte[] twoBillionProcessors = {1, 0, -1, -1, -1, -1, 7};

    assertThatThrownBy(() -> HopCodec.decode(twoBillionProcessors))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("more announced than there is");
  }

  @Test
  void refusesAVersionThatItDoesNotKnow() {
    assertThatThrownBy(() -> HopCodec.decode(new byte[] {9}))
        .hasMessageContaining("unknown version 9");
  }

  private static void readOrRefuse(byte[] bytes) {
    try {
      assertThat(HopCodec.decode(bytes)).isNotNull();
    } catch (IllegalArgumentException expected) {
      assertThat(expected.getMessage()).isNotBlank();
    }
  }

  private static byte[] flip(byte[] bytes, Random random) {
    var broken = bytes.clone();
    broken[random.nextInt(broken.length)] = (byte) random.nextInt(256);
    return broken;
  }

  private static byte[] cut(byte[] bytes, Random random) {
    return Arrays.copyOf(bytes, random.nextInt(bytes.length));
  }

  private static Hop hop(List<Run> runs) {
    return new Hop(
        "ingest", List.of("read", "tidy", "publish"), "a.b", 2, runs, 1_750_000_000_000L);
  }

  private static Hop anyHop(Random random) {
    var runs = new ArrayList<Run>();
    var gathers = random.nextBoolean();
    var topic = gathers ? "f#sum" : "p.q";
    var offset = random.nextInt(1_000_000);
    for (var left = random.nextInt(40); left > 0; left--) {
      var count = random.nextInt(3) > 0 ? 1 : 1 + random.nextInt(500);
      var source = "source" + random.nextInt(3) + (random.nextInt(9) == 0 ? "ü" : "");
      var stride = random.nextInt(3) == 0 ? random.nextInt(2_000) - 1_000 : 0;
      var position = random.nextInt(5) == 0 ? random.nextLong() : random.nextInt(10_000);
      runs.add(new Run(offset, count, source, "id", position, stride));
      offset += (gathers ? random.nextInt(2) : count) + (random.nextInt(8) == 0 ? 17 : 0);
    }
    var processors = List.of("a", "", "publish").subList(0, random.nextInt(4));
    return new Hop(
        "f" + random.nextInt(), processors, topic, random.nextInt(64), runs, random.nextInt(1_000));
  }
}
