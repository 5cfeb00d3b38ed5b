package dev.weft.gateway;

import dev.weft.gateway.avro.AvroDecoder;
import dev.weft.gateway.json.JsonText;
import dev.weft.gateway.protobuf.ProtobufDecoder;
import dev.weft.model.PortName;
import dev.weft.spi.RecordDecoder;
import dev.weft.spi.Schemas;
import java.util.Optional;

/** Records of all formats as JSON, each by the format of its port. */
public final class RecordTexts implements RecordDecoder {
  private final Schemas schemas;
  private final AvroDecoder avro;
  private final ProtobufDecoder protobuf;

  public RecordTexts(Schemas schemas) {
    this.schemas = schemas;
    this.avro = new AvroDecoder(schemas);
    this.protobuf = new ProtobufDecoder(schemas);
  }

  @Override
  public Optional<byte[]> json(PortName port, byte[] value) {
    return switch (schemas.format(port)) {
      case JSON -> Optional.of(value).filter(JsonText::isObject);
      case AVRO -> avro.json(value);
      case PROTOBUF -> protobuf.json(value);
    };
  }
}
