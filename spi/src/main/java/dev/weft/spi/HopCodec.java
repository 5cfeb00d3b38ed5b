package dev.weft.spi;

import dev.weft.spi.TraceLog.Hop;
import dev.weft.spi.TraceLog.Run;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes a hop as few bytes and reads it back, exactly.
 *
 * <p>Layout, all numbers as variable-length integers: version, flow, processors, topic, partition,
 * time, a table of (source, key), the first offset, its source, then blocks. A block's header is
 * {@code n << 2 | moved << 1 | run}. When moved, the index of the source and the gap before the
 * block's first offset follow. A run is {@code n} records, followed by the delta to its position
 * and its stride; otherwise {@code n} single records follow, each a delta to the position before,
 * so that the scattered positions of a hash partition cost about a byte each.
 *
 * <p>In a hop that gathers all records of a block belong to the one at its first offset.
 *
 * <p>Reading never trusts the bytes: sizes are bounded by what is there and by {@link #MAX_BYTES}.
 */
public final class HopCodec {
  /** The largest encoded hop, in bytes; the writer of hops splits before it gets there. */
  public static final int MAX_BYTES = 900_000;

  private static final int VERSION = 1;

  private HopCodec() {}

  /** Throws IllegalArgumentException when the result would exceed {@link #MAX_BYTES}. */
  public static byte[] encode(Hop hop) {
    var out = new HopWriter();
    out.number(VERSION);
    out.text(hop.flow());
    out.number(hop.processors().size());
    hop.processors().forEach(out::text);
    out.text(hop.topic());
    out.number(hop.partition());
    out.number(hop.time());
    var sources = sources(hop.runs());
    out.number(sources.size());
    for (var source : sources.keySet()) {
      out.text(source.source());
      out.text(source.key());
    }
    runs(hop, sources, out);
    if (out.size() > MAX_BYTES) {
      throw new IllegalArgumentException("a hop of " + out.size() + " bytes exceeds " + MAX_BYTES);
    }
    return out.bytes();
  }

  /** Throws IllegalArgumentException, saying where, when these are not the bytes of a hop. */
  public static Hop decode(byte[] bytes) {
    var in = new HopReader(bytes);
    var version = in.number();
    if (version != VERSION) {
      throw new IllegalArgumentException("a hop of unknown version " + version);
    }
    var flow = in.text();
    var processors = new ArrayList<String>();
    for (var left = in.size(); left > 0; left--) {
      processors.add(in.text());
    }
    var topic = in.text();
    var partition = in.integer();
    var time = in.number();
    var sources = new ArrayList<Source>();
    for (var left = in.size(); left > 0; left--) {
      sources.add(new Source(in.text(), in.text()));
    }
    var runs = runs(in, sources, FlowTopics.isGathering(topic) ? 0 : 1);
    in.end();
    return new Hop(flow, List.copyOf(processors), topic, partition, runs, time);
  }

  private static Map<Source, Integer> sources(List<Run> runs) {
    var sources = new LinkedHashMap<Source, Integer>();
    for (var run : runs) {
      sources.putIfAbsent(Source.of(run), sources.size());
    }
    return sources;
  }

  private static void runs(Hop hop, Map<Source, Integer> sources, HopWriter out) {
    var runs = hop.runs();
    var step = hop.gathers() ? 0 : 1;
    if (runs.isEmpty()) {
      return;
    }
    var offset = runs.get(0).offset();
    out.number(offset);
    var source = Source.of(runs.get(0));
    out.number(sources.get(source));
    var position = 0L;
    for (var i = 0; i < runs.size(); ) {
      var first = runs.get(i);
      var moved = first.offset() != offset || !Source.of(first).equals(source);
      var singles = singles(runs, i, step);
      var records = singles == 0 ? first.count() : singles;
      out.number((long) records << 2 | (moved ? 2 : 0) | (singles == 0 ? 1 : 0));
      if (moved) {
        source = Source.of(first);
        out.number(sources.get(source));
        out.number(Math.subtractExact(first.offset(), offset));
      }
      if (singles == 0) {
        out.signed(first.position() - position);
        out.signed(first.stride());
        position = last(first);
        i++;
      } else {
        for (var end = i + singles; i < end; i++) {
          out.signed(runs.get(i).position() - position);
          position = runs.get(i).position();
        }
      }
      offset = first.offset() + (long) step * records;
    }
  }

  /** How many runs from here on are single records, next to each other, of one source. */
  private static int singles(List<Run> runs, int from, int step) {
    var first = runs.get(from);
    var n = 0;
    while (from + n < runs.size()) {
      var run = runs.get(from + n);
      var follows = run.offset() == first.offset() + (long) step * n;
      var fits = run.count() == 1 && run.stride() == 0 && follows;
      if (!fits || !Source.of(run).equals(Source.of(first))) {
        break;
      }
      n++;
    }
    return n;
  }

  private static List<Run> runs(HopReader in, List<Source> sources, int step) {
    if (in.atEnd()) {
      return List.of();
    }
    var runs = new ArrayList<Run>();
    var offset = in.number();
    var source = in.oneOf(sources);
    var position = 0L;
    while (!in.atEnd()) {
      var header = in.number();
      if ((header & 2) != 0) {
        source = in.oneOf(sources);
        offset = in.sum(offset, in.number());
      }
      var records = in.count(header >>> 2);
      if ((header & 1) != 0) {
        var run = source.run(offset, records, position + in.signed(), in.signed());
        runs.add(run);
        position = last(run);
      } else {
        in.expect(records);
        for (var i = 0; i < records; i++) {
          position += in.signed();
          runs.add(source.run(offset + (long) step * i, 1, position, 0));
        }
      }
      offset = in.sum(offset, (long) step * records);
    }
    return List.copyOf(runs);
  }

  private static long last(Run run) {
    return run.position() + (run.count() - 1) * run.stride();
  }

  private record Source(String source, String key) {
    static Source of(Run run) {
      return new Source(run.source(), run.key());
    }

    Run run(long offset, int count, long position, long stride) {
      return new Run(offset, count, source, key, position, stride);
    }
  }
}
