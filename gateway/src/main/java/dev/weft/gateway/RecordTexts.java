package dev.weft.gateway;

import dev.weft.gateway.avro.AvroDecoder;
import dev.weft.gateway.json.JsonFrame;
import dev.weft.gateway.json.JsonText;
import dev.weft.gateway.protobuf.ProtobufDecoder;
import dev.weft.model.PortName;
import dev.weft.model.json.BadJson;
import dev.weft.spi.RecordDecoder;
import dev.weft.spi.RecordFormat;
import dev.weft.spi.Schemas;
import java.util.Arrays;
import java.util.Optional;

/** Records of all formats as JSON, each by the format of its port. */
public final class RecordTexts implements RecordDecoder {
  private final Schemas schemas;
  private final AvroDecoder avro;
  private final ProtobufDecoder protobuf;
  private final JsonFrame frame;

  public RecordTexts(Schemas schemas) {
    this.schemas = schemas;
    this.avro = new AvroDecoder(schemas);
    this.protobuf = new ProtobufDecoder(schemas);
    this.frame = new JsonFrame(schemas);
  }

  @Override
  public Optional<byte[]> json(PortName port, byte[] value) {
    return switch (schemas.format(port)) {
      case JSON -> unframed(value).filter(JsonText::isObject);
      case AVRO -> avro.json(value);
      case PROTOBUF -> protobuf.json(value);
    };
  }

  @Override
  public boolean isJson(PortName port) {
    return schemas.format(port) == RecordFormat.JSON;
  }

  private Optional<byte[]> unframed(byte[] value) {
    try {
      var begin = frame.end(value, 0, value.length);
      return Optional.of(begin == 0 ? value : Arrays.copyOfRange(value, begin, value.length));
    } catch (BadJson e) {
      return Optional.empty();
    }
  }
}
