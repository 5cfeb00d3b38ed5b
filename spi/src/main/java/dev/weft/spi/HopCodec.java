package dev.weft.spi;

import dev.weft.spi.TraceLog.Hop;
import dev.weft.spi.TraceLog.Run;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
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
 * <p>Reading never trusts the bytes: sizes are bounded by what is there and by {@link #MAX_BYTES}.
 */
public final class HopCodec {
  /** The largest encoded hop, in bytes; the writer of hops splits before it gets there. */
  public static final int MAX_BYTES = 900_000;

  private static final int VERSION = 1;

  private HopCodec() {}

  /** Throws IllegalArgumentException when the result would exceed {@link #MAX_BYTES}. */
  public static byte[] encode(Hop hop) {
    var out = new Writer();
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
    runs(hop.runs(), sources, out);
    if (out.bytes.size() > MAX_BYTES) {
      throw new IllegalArgumentException(
          "a hop of " + out.bytes.size() + " bytes exceeds " + MAX_BYTES);
    }
    return out.bytes.toByteArray();
  }

  /** Throws IllegalArgumentException, saying where, when these are not the bytes of a hop. */
  public static Hop decode(byte[] bytes) {
    var in = new Reader(bytes);
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
    var runs = runs(in, sources);
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

  private static void runs(List<Run> runs, Map<Source, Integer> sources, Writer out) {
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
      var singles = singles(runs, i);
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
      offset = first.offset() + records;
    }
  }

  /** How many runs from here on are single records, next to each other, of one source. */
  private static int singles(List<Run> runs, int from) {
    var first = runs.get(from);
    var n = 0;
    while (from + n < runs.size()) {
      var run = runs.get(from + n);
      var fits = run.count() == 1 && run.stride() == 0 && run.offset() == first.offset() + n;
      if (!fits || !Source.of(run).equals(Source.of(first))) {
        break;
      }
      n++;
    }
    return n;
  }

  private static List<Run> runs(Reader in, List<Source> sources) {
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
          runs.add(source.run(offset + i, 1, position, 0));
        }
      }
      offset = in.sum(offset, records);
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

  /** Seven bits a byte, the lowest first. */
  private static final class Writer {
    final ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);

    void number(long value) {
      if (value < 0) {
        throw new IllegalArgumentException("a hop has no negative numbers here: " + value);
      }
      bits(value);
    }

    void signed(long value) {
      bits(value << 1 ^ value >> 63);
    }

    void text(String text) {
      var utf8 = text.getBytes(StandardCharsets.UTF_8);
      number(utf8.length);
      bytes.writeBytes(utf8);
    }

    private void bits(long value) {
      var rest = value;
      while ((rest & ~0x7FL) != 0) {
        bytes.write((int) ((rest & 0x7F) | 0x80));
        rest >>>= 7;
      }
      bytes.write((int) rest);
    }
  }

  /** Reads what {@link Writer} wrote, and refuses everything else. */
  private static final class Reader {
    private final byte[] bytes;
    private int at;

    Reader(byte[] bytes) {
      if (bytes.length > MAX_BYTES) {
        throw new IllegalArgumentException("a hop of " + bytes.length + " bytes is too large");
      }
      this.bytes = bytes;
    }

    boolean atEnd() {
      return at == bytes.length;
    }

    void end() {
      if (!atEnd()) {
        throw broken("bytes left over");
      }
    }

    long number() {
      var value = bits();
      if (value < 0) {
        throw broken("a number out of range");
      }
      return value;
    }

    int integer() {
      return count(number());
    }

    int count(long value) {
      if (value < 0 || value > Integer.MAX_VALUE) {
        throw broken("a count out of range");
      }
      return (int) value;
    }

    /** A number of things of which each takes at least a byte. */
    int size() {
      var size = integer();
      expect(size);
      return size;
    }

    void expect(int atLeast) {
      if (atLeast > bytes.length - at) {
        throw broken("more announced than there is");
      }
    }

    long sum(long a, long b) {
      if (a > Long.MAX_VALUE - b) {
        throw broken("an offset out of range");
      }
      return a + b;
    }

    long signed() {
      var value = bits();
      return value >>> 1 ^ -(value & 1);
    }

    String text() {
      var length = size();
      var text = new String(bytes, at, length, StandardCharsets.UTF_8);
      at += length;
      return text;
    }

    Source oneOf(List<Source> sources) {
      var index = number();
      if (index >= sources.size()) {
        throw broken("an unknown source");
      }
      return sources.get((int) index);
    }

    private long bits() {
      var value = 0L;
      for (var shift = 0; shift < 64; shift += 7) {
        if (atEnd()) {
          throw broken("it ends too early");
        }
        var next = bytes[at++];
        value |= (long) (next & 0x7F) << shift;
        if (next >= 0) {
          return value;
        }
      }
      throw broken("a number too long");
    }

    private IllegalArgumentException broken(String what) {
      return new IllegalArgumentException("not a hop: " + what + " at byte " + at);
    }
  }
}
