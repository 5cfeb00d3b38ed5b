package dev.weft.gateway.json;

import dev.weft.model.json.BadJson;
import dev.weft.spi.RecordFormat;
import dev.weft.spi.Schemas;
import java.nio.ByteBuffer;

/**
 * What stands before a record that a serializer of JSON Schema has written: a zero byte and the id
 * of the schema in four bytes. No JSON begins with a zero byte, so nothing is guessed.
 */
public final class JsonFrame {
  private static final int BYTES = 5;

  private final Schemas schemas;

  public JsonFrame(Schemas schemas) {
    this.schemas = schemas;
  }

  /**
   * Where the JSON itself begins.
   *
   * @throws BadJson when it stands behind something else than the id of a registered JSON Schema
   */
  public int end(byte[] value, int from, int to) {
    if (from >= to || value[from] != 0) {
      return from;
    }
    var known =
        to - from > BYTES
            && schemas
                .byId(ByteBuffer.wrap(value, from + 1, BYTES - 1).getInt())
                .filter(schema -> schema.format() == RecordFormat.JSON)
                .isPresent();
    if (!known) {
      throw new BadJson("it is not behind the id of a registered JSON Schema");
    }
    return from + BYTES;
  }
}
