package dev.weft.gateway;

import dev.weft.gateway.avro.AvroDecoder;
import dev.weft.gateway.avro.AvroEncoder;
import dev.weft.gateway.protobuf.ProtobufDecoder;
import dev.weft.model.DataRecord;
import dev.weft.model.PortName;
import dev.weft.spi.RecordCodecs;
import dev.weft.spi.RecordDecoder;
import dev.weft.spi.RecordEncoder;
import dev.weft.spi.Schemas;
import dev.weft.spi.WriterSchema;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The codecs of the gateway for jobs elsewhere: these see and write what the gateway does. */
public final class PortCodecs implements RecordCodecs {
  @Override
  public RecordDecoder decoder(Schemas schemas) {
    return new Resolved(
        schemas, new AvroDecoder(schemas), new ProtobufDecoder(schemas), new RecordTexts(schemas));
  }

  private record Resolved(
      Schemas schemas, AvroDecoder avro, ProtobufDecoder protobuf, RecordTexts own)
      implements RecordDecoder {
    @Override
    public Optional<byte[]> json(PortName port, byte[] value) {
      var format = schemas.format(port);
      var reader = schemas.newest(port).filter(schema -> schema.format() == format);
      if (reader.isEmpty()) {
        return own.json(port, value);
      }
      return switch (format) {
        case JSON -> own.json(port, value);
        case AVRO -> avro.json(value, reader.get());
        case PROTOBUF -> protobuf.json(value, reader.get());
      };
    }
  }

  @Override
  public RecordEncoder encoder(Schemas schemas) {
    var bytes = new RecordBytes(schemas);
    var avro = new AvroEncoder();
    return (port, record) ->
        bytes.encode(
            port,
            switch (schemas.format(port)) {
              case JSON -> record;
              case AVRO ->
                  schemas
                      .newest(port)
                      .map(schema -> avro.withoutNulls(schema, record))
                      .orElse(record);
              case PROTOBUF -> new DataRecord(withoutNulls(record.fields()));
            });
  }

  @Override
  public Optional<Long> fingerprint(WriterSchema schema) {
    return AvroDecoder.fingerprint(schema);
  }

  /** A field of Protobuf that is not there is not there. */
  private static Map<String, Object> withoutNulls(Map<?, ?> fields) {
    var left = new LinkedHashMap<String, Object>();
    fields.forEach(
        (name, value) -> {
          if (value != null) {
            left.put(String.valueOf(name), withoutNulls(value));
          }
        });
    return left;
  }

  private static Object withoutNulls(Object value) {
    if (value instanceof Map<?, ?> fields) {
      return withoutNulls(fields);
    }
    if (value instanceof List<?> items) {
      var left = new ArrayList<Object>();
      items.forEach(item -> left.add(withoutNulls(item)));
      return left;
    }
    return value;
  }
}
