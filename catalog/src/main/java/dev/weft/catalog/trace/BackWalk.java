package dev.weft.catalog.trace;

import dev.weft.spi.TraceLog;
import dev.weft.spi.TraceLog.Hop;
import dev.weft.spi.TraceLog.Origin;
import dev.weft.spi.TraceLog.Run;
import dev.weft.spi.flow.Content;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * From a record to what it was made from. Numbers for what was made of several are replaced by
 * their parts, which may be such numbers again. For one question.
 */
final class BackWalk {
  /** Numbers that are looked up for one answer, at most. */
  private static final int NUMBERS_MAX = 100_000;

  private final Writers writers;
  private final List<Origin> found = new ArrayList<>();
  private final ArrayDeque<Made> open = new ArrayDeque<>();
  private final Set<Made> seen = new HashSet<>();

  /** Gives the hops that wrote an offset. */
  interface Writers {
    void of(String topic, int partition, long offset, Consumer<Hop> each);
  }

  /**
   * What was made of several.
   *
   * @param by the hop that wrote the record which is asked for
   */
  private record Made(Hop by, String source, long position) {}

  BackWalk(Writers writers) {
    this.writers = writers;
  }

  /** What the hop that wrote the record says. */
  void add(Origin origin) {
    add(
        origin.hop(),
        new Run(
            0, origin.count(), origin.source(), origin.key(), origin.position(), origin.stride()));
    while (!open.isEmpty() && found.size() < TraceLog.ORIGINS_MAX) {
      var number = open.poll();
      writers.of(
          number.source(),
          0,
          number.position(),
          hop -> Hops.parts(hop, number.position()).forEach(run -> add(number.by(), run)));
    }
  }

  private void add(Hop by, Run run) {
    if (Content.Origin.isGathered(run.key())) {
      for (var i = 0; i < run.count() && seen.size() < NUMBERS_MAX; i++) {
        var position = run.position() + i * run.stride();
        var isPlace = run.key().equals(Content.Origin.WITHIN);
        var whole = isPlace ? position - position % Content.Origin.PLACES : position;
        var number = new Made(by, run.source(), whole);
        if (seen.add(number)) {
          open.add(number);
        }
      }
    } else if (found.size() < TraceLog.ORIGINS_MAX) {
      found.add(new Origin(by, run.source(), run.key(), run.position(), run.count(), run.stride()));
    }
  }

  List<Origin> found() {
    return found;
  }
}
