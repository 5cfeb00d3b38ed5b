package dev.weft.server.openlineage;

import java.net.URI;
import java.util.Optional;

/** Where events are sent, and the key that is sent with them, which is a secret. */
public record OutboxSettings(URI url, Optional<String> key) {
  @Override
  public String toString() {
    return url.toString(); // never the key
  }
}
