package dev.weft.server.pages;

import dev.weft.model.PortName;
import dev.weft.spi.TraceLog;
import dev.weft.spi.TraceLog.Hop;
import dev.weft.spi.TraceLog.Origin;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;

/**
 * The way back from one record, through every product. Where many records became one, neighbours
 * are told together, as a stretch of positions. For one question.
 */
final class TraceWalk {
  private static final int DEPTH_MAX = 50;
  private static final int STEPS_MAX = 1_000;

  /** Records that are looked up, at most. */
  private static final int LOOKED_UP_MAX = 5_000;

  private final TraceLog trace;
  private final List<Step> steps = new ArrayList<>();
  private final Set<String> seen = new HashSet<>();
  private final IdentityHashMap<Hop, Map<String, Range>> ranges = new IdentityHashMap<>();
  private boolean complete = true;

  TraceWalk(TraceLog trace) {
    this.trace = trace;
  }

  /** The range of positions of the same source that were written together with the record. */
  public record Range(long from, long to) {}

  /**
   * One hop back; depth counts from 1.
   *
   * @param output the record, or the stretch of records, that this is the origin of
   * @param count how many positions, from {@code position} on in steps of {@code stride}
   */
  public record Step(
      int depth,
      String flow,
      List<String> processors,
      String output,
      String source,
      String key,
      long position,
      int count,
      long stride,
      Range range,
      Instant time) {}

  /** By whom and from where: what can be told together. */
  private record Way(String flow, List<String> processors, String source, String key) {
    static Way of(Origin origin) {
      var hop = origin.hop();
      return new Way(hop.flow(), hop.processors(), origin.source(), origin.key());
    }
  }

  List<Step> from(String topic, int partition, long offset) {
    walk(topic, partition, new long[] {offset}, 1);
    return List.copyOf(steps);
  }

  /** Whether there was room for all of it. */
  boolean isComplete() {
    return complete;
  }

  private void walk(String topic, int partition, long[] offsets, int depth) {
    var ways = new LinkedHashMap<Way, List<Origin>>();
    for (var offset : offsets) {
      for (var origin : origins(topic, partition, offset, depth)) {
        ways.computeIfAbsent(Way.of(origin), none -> new ArrayList<>()).add(origin);
      }
    }
    var output = topic + "/" + partition + "/" + named(offsets);
    for (var origins : ways.values()) {
      for (var origin : joined(origins)) {
        if (steps.size() >= STEPS_MAX) {
          complete = false;
          return;
        }
        steps.add(step(origin, output, depth));
        goOn(origin, depth + 1);
      }
    }
  }

  private List<Origin> origins(String topic, int partition, long offset, int depth) {
    if (depth > DEPTH_MAX || seen.size() >= LOOKED_UP_MAX) {
      complete = false;
      return List.of();
    }
    if (!seen.add(topic + "/" + partition + "/" + offset)) {
      return List.of();
    }
    var found = trace.origins(topic, partition, offset);
    complete &= found.size() < TraceLog.ORIGINS_MAX;
    return found;
  }

  /** Those that came from records of a port came from somewhere in turn. */
  private void goOn(Origin origin, int depth) {
    var slash = origin.source().lastIndexOf('/');
    if (slash > 0 && PortName.parse(origin.source().substring(0, slash)).isPresent()) {
      var partition = Integer.parseInt(origin.source().substring(slash + 1));
      var offsets =
          LongStream.range(0, Math.min(origin.count(), LOOKED_UP_MAX + 1))
              .map(i -> origin.position() + i * origin.stride())
              .toArray();
      walk(origin.source().substring(0, slash), partition, offsets, depth);
    }
  }

  /** In order of their positions, neighbours as one. */
  private static List<Origin> joined(List<Origin> origins) {
    if (origins.size() == 1) {
      return origins;
    }
    var joined = new ArrayList<Origin>();
    origins.sort(Comparator.comparingLong(Origin::position));
    for (var next : origins) {
      var last = joined.isEmpty() ? null : joined.get(joined.size() - 1);
      if (last != null && isStretch(last) && isStretch(next) && next.position() <= end(last)) {
        var count = Math.max(end(last), end(next)) - last.position();
        joined.set(joined.size() - 1, stretch(last, (int) Math.min(count, Integer.MAX_VALUE)));
      } else {
        joined.add(next);
      }
    }
    return joined;
  }

  private static boolean isStretch(Origin origin) {
    return origin.count() == 1 || origin.stride() == 1;
  }

  private static long end(Origin stretch) {
    return stretch.position() + stretch.count();
  }

  private static Origin stretch(Origin first, int count) {
    return new Origin(
        first.hop(), first.source(), first.key(), first.position(), count, count == 1 ? 0 : 1);
  }

  private static String named(long[] offsets) {
    var last = offsets[offsets.length - 1];
    return offsets[0] == last ? "" + last : offsets[0] + "-" + last;
  }

  private Step step(Origin origin, String output, int depth) {
    var hop = origin.hop();
    var last = origin.position() + (origin.count() - 1L) * origin.stride();
    var own = new Range(Math.min(origin.position(), last), Math.max(origin.position(), last));
    return new Step(
        depth,
        hop.flow(),
        hop.processors(),
        output,
        origin.source(),
        origin.key(),
        origin.position(),
        origin.count(),
        origin.stride(),
        ranges.computeIfAbsent(hop, TraceWalk::ranges).getOrDefault(origin.source(), own),
        Instant.ofEpochMilli(hop.time()));
  }

  private static Map<String, Range> ranges(Hop hop) {
    var ranges = new LinkedHashMap<String, Range>();
    for (var run : hop.runs()) {
      var last = run.position() + (run.count() - 1L) * run.stride();
      var range = new Range(Math.min(run.position(), last), Math.max(run.position(), last));
      ranges.merge(run.source(), range, TraceWalk::both);
    }
    return ranges;
  }

  private static Range both(Range one, Range other) {
    return new Range(Math.min(one.from(), other.from()), Math.max(one.to(), other.to()));
  }
}
