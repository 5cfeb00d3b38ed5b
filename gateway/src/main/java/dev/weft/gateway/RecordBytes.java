package dev.weft.gateway;

import dev.weft.gateway.avro.AvroEncoder;
import dev.weft.gateway.protobuf.ProtobufEncoder;
import dev.weft.model.DataRecord;
import dev.weft.model.Json;
import dev.weft.model.PortName;
import dev.weft.model.Problem;
import dev.weft.spi.RecordEncoder;
import dev.weft.spi.Schemas;
import dev.weft.spi.WriterSchema;

/** Writes records in the formats of their ports. */
public final class RecordBytes implements RecordEncoder {
  private final Schemas schemas;
  private final AvroEncoder avro = new AvroEncoder();
  private final ProtobufEncoder protobuf;

  public RecordBytes(Schemas schemas) {
    this.schemas = schemas;
    this.protobuf = new ProtobufEncoder(schemas);
  }

  @Override
  public byte[] encode(PortName port, DataRecord record) {
    return switch (schemas.format(port)) {
      case JSON -> Json.bytes(record.fields());
      case AVRO -> avro.encode(schema(port), record);
      case PROTOBUF -> protobuf.encode(schema(port), record);
    };
  }

  private WriterSchema schema(PortName port) {
    var format = schemas.format(port);
    return schemas
        .newest(port)
        .filter(schema -> schema.format() == format)
        .orElseThrow(
            () ->
                Problem.conflict(
                        "no-schema",
                        "No schema of type " + format + " is registered for '" + port + "'.",
                        "Register one under the subject '" + port.topic() + "-value'.")
                    .asException());
  }
}
