package dev.weft.gateway.avro;

import dev.weft.gateway.json.RecordSink;
import java.nio.charset.StandardCharsets;

/** Null, truth values and numbers without a logical type. */
final class Numbers {
  private Numbers() {}

  static final class NullType implements ScalarType {
    @Override
    public void skip(AvroReader in) {
      // It takes no byte.
    }

    @Override
    public void json(AvroReader in, RecordSink out) {
      write("null", out);
    }

    @Override
    public void avro(Object masked, RecordSink out) {
      // It takes no byte.
    }
  }

  static final class BooleanType implements ScalarType {
    @Override
    public void skip(AvroReader in) {
      in.takeBoolean();
    }

    @Override
    public void json(AvroReader in, RecordSink out) {
      write(in.takeBoolean() ? "true" : "false", out);
    }

    @Override
    public void avro(Object masked, RecordSink out) {
      out.append((byte) (Boolean.TRUE.equals(masked) ? 1 : 0));
    }
  }

  /** An int or a long. */
  static final class WholeType implements ScalarType {
    private final boolean isInt;

    WholeType(boolean isInt) {
      this.isInt = isInt;
    }

    long take(AvroReader in) {
      return isInt ? in.takeInt() : in.takeLong();
    }

    /** A number that is too large for an int becomes another one that stands for it. */
    void put(long value, RecordSink out) {
      var fits = !isInt || value == (int) value;
      AvroBytes.writeLong(fits ? value : value & Integer.MAX_VALUE, out);
    }

    @Override
    public void skip(AvroReader in) {
      take(in);
    }

    @Override
    public void json(AvroReader in, RecordSink out) {
      write(Long.toString(take(in)), out);
    }

    @Override
    public void avro(Object masked, RecordSink out) {
      put(masked instanceof Number number ? number.longValue() : 0, out);
    }
  }

  static final class FloatType implements ScalarType {
    @Override
    public void skip(AvroReader in) {
      in.skip(Float.BYTES);
    }

    @Override
    public void json(AvroReader in, RecordSink out) {
      var value = Float.intBitsToFloat(in.takeFixed32());
      write(Float.isFinite(value) ? Float.toString(value) : "null", out);
    }

    @Override
    public void avro(Object masked, RecordSink out) {
      var value = masked instanceof Number number ? number.floatValue() : 0;
      AvroBytes.writeFixed32(Float.floatToIntBits(value), out);
    }
  }

  static final class DoubleType implements ScalarType {
    @Override
    public void skip(AvroReader in) {
      in.skip(Double.BYTES);
    }

    @Override
    public void json(AvroReader in, RecordSink out) {
      var value = Double.longBitsToDouble(in.takeFixed64());
      write(Double.isFinite(value) ? Double.toString(value) : "null", out);
    }

    @Override
    public void avro(Object masked, RecordSink out) {
      var value = masked instanceof Number number ? number.doubleValue() : 0;
      AvroBytes.writeFixed64(Double.doubleToLongBits(value), out);
    }
  }

  static void write(String text, RecordSink out) {
    var bytes = text.getBytes(StandardCharsets.UTF_8);
    out.append(bytes, 0, bytes.length);
  }
}
