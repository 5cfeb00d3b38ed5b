package dev.weft.processors.standard.record;

import com.fasterxml.jackson.core.JsonProcessingException;

/** Says what is wrong with a JSON text, without repeating any of it: it may be personal data. */
final class JsonFault {
  private JsonFault() {}

  static String of(JsonProcessingException e) {
    var at = e.getLocation();
    var kind =
        e.getOriginalMessage().startsWith("Duplicate field")
            ? "the JSON has a key twice in one object"
            : "the JSON is malformed";
    return at == null ? kind : kind + " at column " + at.getColumnNr();
  }
}
