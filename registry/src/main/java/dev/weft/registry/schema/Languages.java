package dev.weft.registry.schema;

import dev.weft.spi.RecordFormat;

/** The languages of schemas, one for each format of records. */
final class Languages {
  private static final SchemaLanguage AVRO = new AvroLanguage();
  private static final SchemaLanguage PROTOBUF = new ProtobufLanguage();
  private static final SchemaLanguage JSON = new JsonSchemaLanguage();

  private Languages() {}

  static SchemaLanguage of(RecordFormat format) {
    return switch (format) {
      case AVRO -> AVRO;
      case PROTOBUF -> PROTOBUF;
      case JSON -> JSON;
    };
  }

  /** The language of a schema as it is kept. */
  static SchemaLanguage of(String type) {
    return of(RecordFormat.valueOf(type));
  }
}
