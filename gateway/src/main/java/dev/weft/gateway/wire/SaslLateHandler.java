package dev.weft.gateway.wire;

import org.apache.kafka.common.protocol.Errors;

/** Refuses to log in again where nothing is to be renewed, or so soon after the last time. */
final class SaslLateHandler implements ApiHandler {
  @Override
  public void handle(Exchange exchange) {
    exchange.refuse(Errors.ILLEGAL_SASL_STATE);
  }
}
