package dev.weft.model.json;

/** What was scanned is not valid JSON. Carries no stack trace: records may be full of it. */
public final class BadJson extends RuntimeException {
  public BadJson(String message) {
    super(message, null, false, false);
  }
}
