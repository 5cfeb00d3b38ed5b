package dev.weft.gateway;

import dev.weft.gateway.avro.AvroDecoder;
import dev.weft.gateway.json.JsonText;
import dev.weft.model.PortName;
import dev.weft.spi.RecordDecoder;
import dev.weft.spi.RecordFormat;
import dev.weft.spi.Schemas;
import java.util.Optional;

/** Records of all formats as JSON, each by the format of its port. */
public final class RecordTexts implements RecordDecoder {
  private final Schemas schemas;
  private final AvroDecoder avro;

  public RecordTexts(Schemas schemas) {
    this.schemas = schemas;
    this.avro = new AvroDecoder(schemas);
  }

  @Override
  public Optional<byte[]> json(PortName port, byte[] value) {
    var format = schemas.format(port);
    if (format == RecordFormat.AVRO) {
      return avro.json(value);
    }
    return format == RecordFormat.JSON && JsonText.isObject(value)
        ? Optional.of(value)
        : Optional.empty();
  }
}
