package dev.weft.gateway.protobuf;

import dev.weft.gateway.json.RecordSink;
import java.nio.charset.StandardCharsets;

/** Truth values and numbers. */
final class Numbers {
  private Numbers() {}

  /** How a whole number is written. */
  enum Coding {
    INT32(ProtobufReader.VARINT, true, false),
    INT64(ProtobufReader.VARINT, false, false),
    UINT32(ProtobufReader.VARINT, true, true),
    UINT64(ProtobufReader.VARINT, false, true),
    SINT32(ProtobufReader.VARINT, true, false),
    SINT64(ProtobufReader.VARINT, false, false),
    FIXED32(ProtobufReader.FIXED32, true, true),
    FIXED64(ProtobufReader.FIXED64, false, true),
    SFIXED32(ProtobufReader.FIXED32, true, false),
    SFIXED64(ProtobufReader.FIXED64, false, false);

    private final int wire;
    private final boolean isShort;
    private final boolean isUnsigned;

    Coding(int wire, boolean isShort, boolean isUnsigned) {
      this.wire = wire;
      this.isShort = isShort;
      this.isUnsigned = isUnsigned;
    }
  }

  static final class WholeType implements ScalarType {
    private final Coding coding;

    WholeType(Coding coding) {
      this.coding = coding;
    }

    @Override
    public int wire() {
      return coding.wire;
    }

    @Override
    public void skip(ProtobufReader in) {
      take(in);
    }

    private long take(ProtobufReader in) {
      return switch (coding) {
        case INT32 -> (int) in.takeVarint();
        case UINT32 -> in.takeVarint() & 0xffffffffL;
        case INT64, UINT64 -> in.takeVarint();
        case SINT32 -> {
          var value = (int) in.takeVarint();
          yield (value >>> 1) ^ -(value & 1);
        }
        case SINT64 -> {
          var value = in.takeVarint();
          yield (value >>> 1) ^ -(value & 1);
        }
        case FIXED32 -> in.takeFixed32() & 0xffffffffL;
        case SFIXED32 -> in.takeFixed32();
        case FIXED64, SFIXED64 -> in.takeFixed64();
      };
    }

    @Override
    public void json(ProtobufReader in, RecordSink out) {
      var value = take(in);
      write(coding.isUnsigned ? Long.toUnsignedString(value) : Long.toString(value), out);
    }

    /** A number that is too large for its type becomes another one that stands for it. */
    @Override
    public void put(Object masked, RecordSink out) {
      var value = masked instanceof Number number ? number.longValue() : 0;
      if (coding.isShort && coding.isUnsigned) {
        value &= 0xffffffffL;
      } else if (coding.isShort && value != (int) value) {
        value &= Integer.MAX_VALUE;
      }
      switch (coding) {
        case INT32, UINT32, INT64, UINT64 -> ProtobufBytes.writeVarint(value, out);
        case SINT32, SINT64 -> ProtobufBytes.writeVarint((value << 1) ^ (value >> 63), out);
        case FIXED32, SFIXED32 -> ProtobufBytes.writeFixed32((int) value, out);
        case FIXED64, SFIXED64 -> ProtobufBytes.writeFixed64(value, out);
      }
    }
  }

  static final class BoolType implements ScalarType {
    @Override
    public int wire() {
      return ProtobufReader.VARINT;
    }

    @Override
    public void skip(ProtobufReader in) {
      in.takeVarint();
    }

    @Override
    public void json(ProtobufReader in, RecordSink out) {
      write(in.takeVarint() != 0 ? "true" : "false", out);
    }

    @Override
    public void put(Object masked, RecordSink out) {
      out.append((byte) (Boolean.TRUE.equals(masked) ? 1 : 0));
    }
  }

  static final class FloatType implements ScalarType {
    @Override
    public int wire() {
      return ProtobufReader.FIXED32;
    }

    @Override
    public void skip(ProtobufReader in) {
      in.skip(Float.BYTES);
    }

    @Override
    public void json(ProtobufReader in, RecordSink out) {
      var value = Float.intBitsToFloat(in.takeFixed32());
      write(Float.isFinite(value) ? Float.toString(value) : "null", out);
    }

    @Override
    public void put(Object masked, RecordSink out) {
      var value = masked instanceof Number number ? number.floatValue() : 0;
      ProtobufBytes.writeFixed32(Float.floatToIntBits(value), out);
    }
  }

  static final class DoubleType implements ScalarType {
    @Override
    public int wire() {
      return ProtobufReader.FIXED64;
    }

    @Override
    public void skip(ProtobufReader in) {
      in.skip(Double.BYTES);
    }

    @Override
    public void json(ProtobufReader in, RecordSink out) {
      var value = Double.longBitsToDouble(in.takeFixed64());
      write(Double.isFinite(value) ? Double.toString(value) : "null", out);
    }

    @Override
    public void put(Object masked, RecordSink out) {
      var value = masked instanceof Number number ? number.doubleValue() : 0;
      ProtobufBytes.writeFixed64(Double.doubleToLongBits(value), out);
    }
  }

  static void write(String text, RecordSink out) {
    var bytes = text.getBytes(StandardCharsets.UTF_8);
    out.append(bytes, 0, bytes.length);
  }
}
