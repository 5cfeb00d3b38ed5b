package dev.weft.catalog.trace;

import dev.weft.spi.TraceLog.Destination;
import dev.weft.spi.TraceLog.Hop;
import dev.weft.spi.TraceLog.Origin;
import dev.weft.spi.TraceLog.Run;
import java.util.Optional;
import java.util.function.Consumer;

/** What a hop says about one record. Pure arithmetic. */
final class Hops {
  private Hops() {}

  /** Where the record at this offset came from, if this hop wrote it. */
  static Optional<Origin> origin(Hop hop, long offset) {
    return hop.runs().stream()
        .filter(run -> run.offset() <= offset && offset < run.offset() + run.count())
        .findFirst()
        .map(run -> new Origin(hop, run.source(), positionOf(run, offset)));
  }

  /** Every record that this hop made from this position. */
  static void destinations(Hop hop, String source, long position, Consumer<Destination> each) {
    for (var run : hop.runs()) {
      if (run.source().equals(source)) {
        destinations(hop, run, position, each);
      }
    }
  }

  static long lowest(Run run) {
    return Math.min(run.position(), lastPosition(run));
  }

  static long highest(Run run) {
    return Math.max(run.position(), lastPosition(run));
  }

  private static void destinations(Hop hop, Run run, long position, Consumer<Destination> each) {
    if (run.stride() == 0 && run.position() == position) {
      for (var i = 0; i < run.count(); i++) {
        each.accept(new Destination(hop, hop.topic(), hop.partition(), run.offset() + i));
      }
    } else if (run.stride() != 0 && (position - run.position()) % run.stride() == 0) {
      var i = (position - run.position()) / run.stride();
      if (i >= 0 && i < run.count()) {
        each.accept(new Destination(hop, hop.topic(), hop.partition(), run.offset() + i));
      }
    }
  }

  private static long positionOf(Run run, long offset) {
    return run.position() + (offset - run.offset()) * run.stride();
  }

  private static long lastPosition(Run run) {
    return positionOf(run, run.offset() + run.count() - 1);
  }
}
