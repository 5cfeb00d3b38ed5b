package dev.weft.cli;

import java.util.Locale;

/** How a Kafka client proves who it is; {@code weft connect --auth} chooses. */
enum KafkaLogin {
  /** A key with a secret, which does not cross the wire. */
  SCRAM,
  /** A key with a secret, for clients that fail with SCRAM. */
  PLAIN,
  /** A certificate that is a key. */
  CERTIFICATE,
  /** A token of the issuer that the operator trusts. */
  OAUTH;

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
