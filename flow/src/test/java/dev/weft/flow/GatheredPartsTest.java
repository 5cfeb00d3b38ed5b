package dev.weft.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.spi.TraceLog.Run;
import dev.weft.spi.flow.Content.Origin;
import java.util.Collections;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class GatheredPartsTest {
  private record Part(long made, String source, long position) {}

  @Test
  void everyPartIsToldOnceWhateverTheOrder() {
    var random = new Random(5);
    var parts = new GatheredParts();
    var added = new HashSet<Part>();
    for (var i = 0; i < 5_000; i++) {
      var part = new Part(random.nextInt(7), "table" + random.nextInt(2), random.nextInt(3_000));
      added.add(part);
      parts.add(part.made(), new Origin(part.source(), "id", part.position()));
    }

    var runs = parts.take();

    assertThat(all(runs)).isEqualTo(added);
    assertThat(runs.stream().mapToInt(Run::count).sum()).isEqualTo(added.size());
    assertThat(parts.isEmpty()).isTrue();
  }

  @Test
  void neighboursAreOneRun() {
    var parts = new GatheredParts();
    LongStream.range(0, 30_000).forEach(i -> parts.add(9, new Origin("orders/0", "offset", 7 + i)));

    assertThat(parts.take())
        .isEqualTo(Collections.singletonList(new Run(9, 30_000, "orders/0", "offset", 7, 1)));
  }

  private static Set<Part> all(java.util.List<Run> runs) {
    var all = new HashSet<Part>();
    for (var run : runs) {
      for (var i = 0; i < run.count(); i++) {
        all.add(new Part(run.offset(), run.source(), run.position() + i * run.stride()));
      }
    }
    return all;
  }
}
