package dev.weft.cli;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * One way through the gateway, as the server has described it.
 *
 * @param door the answer: {@code bootstrap}, {@code security}, {@code trust}, and what belongs to
 *     the key or to the issuer of tokens
 * @param login how the client proves who it is
 * @param certificate the file with the client's certificate and private key, as PEM; empty unless
 *     that is the login
 */
record GatewayWay(JsonNode door, KafkaLogin login, String certificate) {
  String bootstrap() {
    return door.path("bootstrap").asText();
  }

  /** Kafka's {@code security.protocol}. */
  String security() {
    return door.path("security").asText("SASL_PLAINTEXT");
  }

  boolean isEncrypted() {
    return security().endsWith("SSL");
  }

  /** The certificate to trust, as PEM without a line's end; empty: nothing need be said. */
  String trust() {
    return door.path("trust").asText().strip();
  }

  String id() {
    return door.path("id").asText();
  }

  String secret() {
    return door.path("secret").asText();
  }

  /** Where clients get their tokens. */
  String tokenUrl() {
    return door.path("oauth").path("tokenUrl").asText();
  }
}
