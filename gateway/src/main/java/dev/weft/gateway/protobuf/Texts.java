package dev.weft.gateway.protobuf;

import com.google.protobuf.Descriptors.EnumDescriptor;
import dev.weft.gateway.json.JsonText;
import dev.weft.gateway.json.RecordSink;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;

/** What is a text in JSON: strings, bytes as Base64, the symbols of enums. */
final class Texts {
  private Texts() {}

  /** UTF-8, as proto3 says; of proto2 what is anything else cannot be decoded either. */
  static final class StringType implements ScalarType {
    @Override
    public int wire() {
      return ProtobufReader.LENGTH;
    }

    @Override
    public void skip(ProtobufReader in) {
      var length = in.takeLength();
      if (!JsonText.isText(in.bytes, in.at, in.at + length)) {
        throw new BadProtobuf("a string that is no text");
      }
      in.at += length;
    }

    @Override
    public void json(ProtobufReader in, RecordSink out) {
      var length = in.takeLength();
      if (!JsonText.write(in.bytes, in.at, in.at + length, out)) {
        throw new BadProtobuf("a string that is no text");
      }
      in.at += length;
    }

    @Override
    public void put(Object masked, RecordSink out) {
      Texts.put(masked, out);
    }
  }

  static final class BytesType implements ScalarType {
    @Override
    public int wire() {
      return ProtobufReader.LENGTH;
    }

    @Override
    public void skip(ProtobufReader in) {
      in.skip(in.takeLength());
    }

    @Override
    public void json(ProtobufReader in, RecordSink out) {
      var length = in.takeLength();
      var value = Arrays.copyOfRange(in.bytes, in.at, in.at + length);
      in.at += length;
      Numbers.write('"' + Base64.getEncoder().encodeToString(value) + '"', out);
    }

    /** The text that the mask wrote, as bytes: nothing of the value that is not in this text. */
    @Override
    public void put(Object masked, RecordSink out) {
      Texts.put(masked, out);
    }
  }

  /** A number that is the symbol of an enum; one without a symbol is shown as a number. */
  static final class EnumType implements ScalarType {
    private static final String NULL = "google.protobuf.NullValue";

    private final EnumDescriptor symbols;
    private final boolean isNull;

    EnumType(EnumDescriptor symbols) {
      this.symbols = symbols;
      this.isNull = symbols.getFullName().equals(NULL);
    }

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
      var number = (int) in.takeVarint();
      var symbol = symbols.findValueByNumber(number);
      if (isNull) {
        Numbers.write("null", out);
      } else if (symbol == null) {
        Numbers.write(Integer.toString(number), out);
      } else {
        Numbers.write('"' + symbol.getName() + '"', out);
      }
    }

    /** Symbols are few, so one that stands for another would hide nothing: the first one. */
    @Override
    public void put(Object masked, RecordSink out) {
      ProtobufBytes.writeVarint(symbols.getValues().get(0).getNumber(), out);
    }
  }

  private static void put(Object masked, RecordSink out) {
    var text = masked == null ? "" : masked.toString();
    ProtobufBytes.writeBytes(text.getBytes(StandardCharsets.UTF_8), out);
  }
}
