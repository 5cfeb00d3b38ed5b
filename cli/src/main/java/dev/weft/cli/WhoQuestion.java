package dev.weft.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weft.model.Json;
import dev.weft.model.Place;
import dev.weft.model.Problem;
import java.util.Optional;

/** What {@code weft audit who} asks: a port, or one of its fields, and of which records. */
record WhoQuestion(
    String what,
    boolean raw,
    boolean masked,
    Optional<String> from,
    Optional<String> to,
    Optional<String> key,
    Optional<String> keyField) {

  WhoQuestion {
    if (what.indexOf('.') < 1) {
      throw Problem.input(
              "bad-port",
              Place.field("FIELD_OR_PORT"),
              "'" + what + "' is neither a port nor a field.",
              "Write product.port, or product.port.field.")
          .asException();
    }
  }

  /** The key goes in the body, never in an address. */
  JsonNode body() {
    var afterProduct = what.indexOf('.') + 1;
    var dot = what.indexOf('.', afterProduct);
    var body = Json.object().put("port", dot < 0 ? what : what.substring(0, dot));
    if (dot > 0) {
      body.put("field", what.substring(dot + 1));
    }
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
