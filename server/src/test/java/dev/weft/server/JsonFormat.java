package dev.weft.server;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weft.model.Json;

/** JSON objects. */
final class JsonFormat implements PortFormat {
  @Override
  public String inContract() {
    return "json";
  }

  @Override
  public byte[] encode(ObjectNode record) {
    return Json.bytes(record);
  }

  @Override
  public ObjectNode decode(byte[] value) {
    return (ObjectNode) Json.parse(value);
  }

  @Override
  public String word() {
    return "json";
  }
}
