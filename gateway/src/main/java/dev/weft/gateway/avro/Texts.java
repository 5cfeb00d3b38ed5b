package dev.weft.gateway.avro;

import dev.weft.gateway.json.JsonText;
import dev.weft.gateway.json.RecordSink;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;

/** Strings, and what is a text in JSON: UUIDs and the symbols of enums. */
final class Texts {
  private static final int HEX_OF_UUID = 32;
  private static final UUID NO_UUID = new UUID(0, 0);

  private Texts() {}

  static final class StringType implements ScalarType {
    private final boolean isUuid;

    StringType(boolean isUuid) {
      this.isUuid = isUuid;
    }

    @Override
    public void skip(AvroReader in) {
      in.skip(in.takeLength());
    }

    @Override
    public void json(AvroReader in, RecordSink out) {
      var length = in.takeLength();
      if (!JsonText.write(in.bytes, in.at, in.at + length, out)) {
        throw new BadAvro("a string that is no text");
      }
      in.at += length;
    }

    @Override
    public void avro(Object masked, RecordSink out) {
      var text = masked == null ? "" : masked.toString();
      AvroBytes.writeBytes(
          (isUuid ? uuid(text).toString() : text).getBytes(StandardCharsets.UTF_8), out);
    }
  }

  /** The symbols of an enum, by their numbers. */
  static final class EnumType implements ScalarType {
    private final List<String> symbols;
    private final int neutral;

    EnumType(List<String> symbols, String preset) {
      this.symbols = symbols;
      this.neutral = Math.max(0, symbols.indexOf(preset));
    }

    @Override
    public void skip(AvroReader in) {
      in.takeIndex(symbols.size());
    }

    @Override
    public void json(AvroReader in, RecordSink out) {
      Numbers.write('"' + symbols.get(in.takeIndex(symbols.size())) + '"', out);
    }

    /** Symbols are few, so one that stands for another would hide nothing. */
    @Override
    public void avro(Object masked, RecordSink out) {
      AvroBytes.writeLong(neutral, out);
    }
  }

  /** The UUID that a mask wrote or, of a keyed hash, one that stands for it. */
  static UUID uuid(String masked) {
    try {
      if (masked.length() > HEX_OF_UUID && masked.indexOf('-') < 0) {
        return new UUID(
            Long.parseUnsignedLong(masked, 0, HEX_OF_UUID / 2, 16),
            Long.parseUnsignedLong(masked, HEX_OF_UUID / 2, HEX_OF_UUID, 16));
      }
      return UUID.fromString(masked);
    } catch (IllegalArgumentException e) {
      return NO_UUID;
    }
  }
}
