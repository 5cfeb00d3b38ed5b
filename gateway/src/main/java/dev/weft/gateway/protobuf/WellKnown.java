package dev.weft.gateway.protobuf;

import dev.weft.gateway.json.RecordSink;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.regex.Pattern;

/**
 * Messages of Protobuf's own that are scalars in JSON: timestamps as ISO 8601 texts, durations as
 * seconds with an s behind, wrappers as what they wrap.
 */
final class WellKnown {
  private static final long SECOND_NANOS = 1_000_000_000;

  private WellKnown() {}

  /** Seconds and nanoseconds. */
  private abstract static sealed class Moment implements ScalarType {
    @Override
    public int wire() {
      return ProtobufReader.LENGTH;
    }

    @Override
    public void skip(ProtobufReader in) {
      read(in);
    }

    /** The last of each counts, as with all fields. */
    private static long[] read(ProtobufReader in) {
      long seconds = 0;
      long nanos = 0;
      var outer = in.begin(in.takeLength());
      while (in.more()) {
        var tag = in.takeTag();
        if (tag == 8) {
          seconds = in.takeVarint();
        } else if (tag == 16) {
          nanos = (int) in.takeVarint();
        } else {
          in.skipValue(tag, 1);
        }
      }
      in.finish(outer);
      return new long[] {seconds, nanos};
    }

    static void write(long seconds, int nanos, RecordSink out) {
      var mark = out.length();
      if (seconds != 0) {
        out.append((byte) 8);
        ProtobufBytes.writeVarint(seconds, out);
      }
      if (nanos != 0) {
        out.append((byte) 16);
        ProtobufBytes.writeVarint(nanos, out);
      }
      ProtobufBytes.prefixLength(mark, out);
    }

    @Override
    public void json(ProtobufReader in, RecordSink out) {
      var moment = read(in);
      Numbers.write('"' + text(moment[0], (int) moment[1]) + '"', out);
    }

    abstract String text(long seconds, int nanos);
  }

  static final class TimestampType extends Moment {
    private static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");
    private static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999999999Z");

    @Override
    String text(long seconds, int nanos) {
      try {
        return Instant.ofEpochSecond(seconds, nanos).toString();
      } catch (DateTimeException | ArithmeticException e) {
        return Long.toString(seconds);
      }
    }

    /** What a mask wrote may be a date, or no time at all. */
    @Override
    public void put(Object masked, RecordSink out) {
      var time = masked instanceof String text ? time(text) : Instant.EPOCH;
      var known = time.isBefore(FIRST) || time.isAfter(LAST) ? Instant.EPOCH : time;
      write(known.getEpochSecond(), known.getNano(), out);
    }

    private static Instant time(String text) {
      try {
        return text.indexOf('T') < 0
            ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
            : Instant.parse(text);
      } catch (DateTimeException e) {
        return Instant.EPOCH;
      }
    }
  }

  static final class DurationType extends Moment {
    private static final Pattern TEXT = Pattern.compile("-?\\d{1,12}(\\.\\d{1,9})?s");

    @Override
    String text(long seconds, int nanos) {
      var whole = BigDecimal.valueOf(seconds).add(BigDecimal.valueOf(nanos, 9));
      return (whole.signum() == 0 ? "0" : whole.stripTrailingZeros().toPlainString()) + "s";
    }

    @Override
    public void put(Object masked, RecordSink out) {
      if (masked instanceof String text && TEXT.matcher(text).matches()) {
        var nanos = new BigDecimal(text.substring(0, text.length() - 1)).movePointRight(9);
        write(
            nanos.divideToIntegralValue(BigDecimal.valueOf(SECOND_NANOS)).longValue(),
            nanos.remainder(BigDecimal.valueOf(SECOND_NANOS)).intValue(),
            out);
      } else {
        out.append((byte) 0);
      }
    }
  }

  /** A message whose only field is the value. */
  static final class WrapperType implements ScalarType {
    private final ScalarType inner;
    private final int tag;

    WrapperType(ScalarType inner) {
      this.inner = inner;
      this.tag = 1 << 3 | inner.wire();
    }

    @Override
    public int wire() {
      return ProtobufReader.LENGTH;
    }

    @Override
    public void skip(ProtobufReader in) {
      var outer = in.begin(in.takeLength());
      while (in.more()) {
        var next = in.takeTag();
        if (next == tag) {
          inner.skip(in);
        } else {
          in.skipValue(next, 1);
        }
      }
      in.finish(outer);
    }

    @Override
    public void json(ProtobufReader in, RecordSink out) {
      var mark = out.length();
      var outer = in.begin(in.takeLength());
      while (in.more()) {
        var next = in.takeTag();
        if (next == tag) {
          out.truncate(mark);
          inner.json(in, out);
        } else {
          in.skipValue(next, 1);
        }
      }
      in.finish(outer);
      if (out.length() == mark) {
        var none = new RecordSink(Long.BYTES);
        inner.put(null, none);
        var again = new ProtobufReader();
        again.start(none.bytes(), 0, none.length());
        inner.json(again, out);
      }
    }

    @Override
    public void put(Object masked, RecordSink out) {
      var value = new RecordSink(Long.BYTES);
      inner.put(masked, value);
      var mark = out.length();
      if (!ScalarType.isZero(value)) {
        out.append((byte) tag);
        out.append(value.bytes(), 0, value.length());
      }
      ProtobufBytes.prefixLength(mark, out);
    }
  }
}
