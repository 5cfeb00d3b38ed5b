package dev.weft.processors.standard.record;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;

/** Says what is wrong with a JSON text, without repeating any of it: it may be personal data. */
final class JsonFault {
  private JsonFault() {}

  static String of(JsonProcessingException e) {
    if (e instanceof StreamConstraintsException) {
      return "a value is longer than "
          + Limits.RECORD_CHARACTERS
          + " characters, or nested too deeply";
    }
    var kind =
        e.getOriginalMessage().startsWith("Duplicate field")
            ? "the JSON has a key twice in one object"
            : "the JSON is malformed";
    var at = e.getLocation();
    return at == null ? kind : kind + " at column " + at.getColumnNr();
  }

  /** As {@link #of}, for text that is read as one stream over many lines. */
  static String withLine(JsonProcessingException e) {
    var at = e.getLocation();
    return at == null ? of(e) : of(e) + ", line " + at.getLineNr();
  }
}
