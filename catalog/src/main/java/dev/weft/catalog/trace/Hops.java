package dev.weft.catalog.trace;

import dev.weft.spi.TraceLog.Destination;
import dev.weft.spi.TraceLog.Hop;
import dev.weft.spi.TraceLog.Origin;
import dev.weft.spi.TraceLog.Run;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** What a hop says about one record. Pure arithmetic. */
final class Hops {
  private Hops() {}

  /** Where the record at this offset came from, if this hop wrote it. */
  static Optional<Origin> origin(Hop hop, long offset) {
    return hop.runs().stream()
        .filter(run -> run.offset() <= offset && offset < run.offset() + run.count())
        .findFirst()
        .map(run -> new Origin(hop, run.source(), run.key(), positionOf(run, offset), 1, 0));
  }

  /** What went into this number, if this hop gathered some of it. */
  static Stream<Run> parts(Hop hop, long number) {
    return hop.runs().stream().filter(run -> run.offset() == number);
  }

  /** The numbers that this place went into. */
  static Stream<Long> numbers(Hop hop, Place place) {
    return hop.runs().stream()
        .filter(run -> run.source().equals(place.source()) && indexes(run, place).length > 0)
        .map(Run::offset);
  }

  /** Every record that this hop made from this place. */
  static void destinations(Hop hop, Place place, Consumer<Destination> each) {
    for (var run : hop.runs()) {
      if (run.source().equals(place.source())) {
        for (var i : indexes(run, place)) {
          each.accept(new Destination(hop, hop.topic(), hop.partition(), run.offset() + i));
        }
      }
    }
  }

  static long lowest(Run run) {
    return Math.min(run.position(), lastPosition(run));
  }

  static long highest(Run run) {
    return Math.max(run.position(), lastPosition(run));
  }

  /** Which of the run's positions are of the place, from 0. */
  private static long[] indexes(Run run, Place place) {
    if (run.stride() == 0) {
      return place.has(run.key(), run.position())
          ? LongStream.range(0, run.count()).toArray()
          : new long[0];
    }
    if (!place.isOnePosition()) {
      return LongStream.range(0, run.count())
          .filter(i -> place.has(run.key(), run.position() + i * run.stride()))
          .toArray();
    }
    var i = (place.low() - run.position()) / run.stride();
    var isOne = i >= 0 && i < run.count() && run.position() + i * run.stride() == place.low();
    return isOne ? new long[] {i} : new long[0];
  }

  private static long positionOf(Run run, long offset) {
    return run.position() + (offset - run.offset()) * run.stride();
  }

  private static long lastPosition(Run run) {
    return positionOf(run, run.offset() + run.count() - 1);
  }
}
