package dev.weft.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weft.model.Json;
import java.util.Optional;

/** What {@code weft audit who} asks: a port, or one of its fields, and of which records. */
record WhoQuestion(
    PortOrField what,
    boolean raw,
    boolean masked,
    Optional<String> from,
    Optional<String> to,
    Optional<String> key,
    Optional<String> keyField) {

  /** The key goes in the body, never in an address. */
  JsonNode body() {
    var body = Json.object().put("port", what.port());
    what.field().ifPresent(field -> body.put("field", field));
    if (raw != masked) {
      body.put("view", raw ? "raw" : "masked");
    }
    from.ifPresent(time -> body.put("from", time));
    to.ifPresent(time -> body.put("to", time));
    key.ifPresent(text -> body.put("key", text));
    keyField.ifPresent(path -> body.put("keyField", path));
    return body;
  }
}
