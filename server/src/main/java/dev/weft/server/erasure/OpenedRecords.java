package dev.weft.server.erasure;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weft.model.Json;
import dev.weft.model.PortName;
import dev.weft.spi.RecordDecoder;
import java.io.UncheckedIOException;
import java.util.Optional;

/** Records as Weft itself looks at them behind the door: with their encrypted fields opened. */
public final class OpenedRecords implements RecordDecoder {
  private final RecordDecoder behind;
  private final SealedPorts sealed;

  public OpenedRecords(RecordDecoder behind, SealedPorts sealed) {
    this.behind = behind;
    this.sealed = sealed;
  }

  @Override
  public Optional<byte[]> json(PortName port, byte[] value) {
    var fields = sealed.of(port);
    var text = behind.json(port, value);
    return fields.isEmpty() ? text : text.map(json -> opened(port, json));
  }

  private byte[] opened(PortName port, byte[] json) {
    try {
      if (Json.parse(json) instanceof ObjectNode record) {
        for (var field : sealed.of(port)) {
          if (record.path(field).isTextual()) {
            record.put(field, sealed.opened(port, field, record.path(field).asText()));
          }
        }
        return Json.bytes(record);
      }
    } catch (UncheckedIOException e) {
      // It is no record: whoever looks says so.
    }
    return json;
  }
}
