package dev.weft.gateway.wire;

import java.io.IOException;

/** The broker behind the gateway cannot be reached at the moment. */
final class BrokerAway extends RuntimeException {
  BrokerAway(IOException cause) {
    super(cause.getMessage(), cause);
  }
}
