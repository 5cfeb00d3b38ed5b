package dev.weft.gateway.avro;

import dev.weft.gateway.json.RecordSink;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.UUID;

/** Bytes, of any length or of one that the schema fixes: Base64 in JSON, or decimals, or UUIDs. */
final class Binaries {
  private Binaries() {}

  /** How long a value is: as it says, or always so many bytes. */
  record Extent(int fixed) {
    static final Extent FREE = new Extent(-1);

    boolean isFixed() {
      return fixed >= 0;
    }

    byte[] take(AvroReader in) {
      var length = isFixed() ? fixed : in.takeLength();
      var from = in.at;
      in.skip(length);
      return Arrays.copyOfRange(in.bytes, from, from + length);
    }

    void skip(AvroReader in) {
      in.skip(isFixed() ? fixed : in.takeLength());
    }

    void put(byte[] value, RecordSink out) {
      if (isFixed()) {
        out.append(Arrays.copyOf(value, fixed), 0, fixed);
      } else {
        AvroBytes.writeBytes(value, out);
      }
    }
  }

  static final class BytesType implements ScalarType {
    private final Extent extent;

    BytesType(Extent extent) {
      this.extent = extent;
    }

    @Override
    public void skip(AvroReader in) {
      extent.skip(in);
    }

    @Override
    public void json(AvroReader in, RecordSink out) {
      Numbers.write('"' + Base64.getEncoder().encodeToString(extent.take(in)) + '"', out);
    }

    /** The text that the mask wrote, as bytes: nothing of the value that is not in this text. */
    @Override
    public void avro(Object masked, RecordSink out) {
      var text = masked == null ? "" : masked.toString();
      extent.put(text.getBytes(StandardCharsets.UTF_8), out);
    }
  }

  /** Sixteen bytes that are a UUID. */
  static final class UuidType implements ScalarType {
    private static final Extent SIXTEEN = new Extent(16);

    @Override
    public void skip(AvroReader in) {
      SIXTEEN.skip(in);
    }

    @Override
    public void json(AvroReader in, RecordSink out) {
      var bytes = ByteBuffer.wrap(SIXTEEN.take(in));
      Numbers.write('"' + new UUID(bytes.getLong(), bytes.getLong()).toString() + '"', out);
    }

    @Override
    public void avro(Object masked, RecordSink out) {
      var uuid = Texts.uuid(masked == null ? "" : masked.toString());
      SIXTEEN.put(
          ByteBuffer.allocate(SIXTEEN.fixed)
              .putLong(uuid.getMostSignificantBits())
              .putLong(uuid.getLeastSignificantBits())
              .array(),
          out);
    }
  }

  /** A number with so many digits behind the point, as the bytes of a whole number. */
  static final class DecimalType implements ScalarType {
    /** More digits cost time that grows with the square. */
    private static final int BYTES_MAX = 128;

    private final Extent extent;
    private final int precision;
    private final int scale;

    DecimalType(Extent extent, int precision, int scale) {
      this.extent = extent;
      this.precision = precision;
      this.scale = scale;
    }

    @Override
    public void skip(AvroReader in) {
      extent.skip(in);
    }

    @Override
    public void json(AvroReader in, RecordSink out) {
      var bytes = extent.take(in);
      if (bytes.length == 0 || bytes.length > BYTES_MAX) {
        throw new BadAvro("a decimal without digits, or with too many");
      }
      Numbers.write(new BigDecimal(new BigInteger(bytes), scale).toString(), out);
    }

    @Override
    public void avro(Object masked, RecordSink out) {
      var number =
          masked instanceof Number some ? new BigDecimal(some.toString()) : BigDecimal.ZERO;
      var unscaled = number.setScale(scale, RoundingMode.DOWN).unscaledValue();
      if (precision < BYTES_MAX) {
        unscaled = unscaled.remainder(BigInteger.TEN.pow(precision));
      }
      var bytes = unscaled.toByteArray();
      if (!extent.isFixed()) {
        AvroBytes.writeBytes(bytes, out);
        return;
      }
      for (int i = extent.fixed - bytes.length; i > 0; i--) {
        out.append((byte) (unscaled.signum() < 0 ? -1 : 0));
      }
      var cut = Math.max(0, bytes.length - extent.fixed);
      out.append(bytes, cut, bytes.length);
    }
  }
}
