package dev.weft.server.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What Kafka clients must know of the gateway to get in.
 *
 * @param address where they begin; known when the gateway listens
 * @param security their {@code security.protocol} when they log in with SASL
 * @param trust the certificate, as PEM, by which they know the gateway; empty without TLS, or when
 *     somebody else has signed it whom they trust or must be told of
 * @param issuer whose tokens get them in besides Weft's own
 */
public record GatewayDoor(
    Supplier<String> address, String security, Supplier<String> trust, Optional<Issuer> issuer) {

  /**
   * An issuer of tokens.
   *
   * @param tokenUrl where clients get them for id and secret; empty: the operator has not said
   */
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  public record Issuer(String issuer, String audience, String tokenUrl) {}

  /** The same as a page. */
  record Page(String bootstrap, String security, String trust, Optional<Issuer> oauth) {}

  Page page() {
    return new Page(address.get(), security, trust.get(), issuer);
  }

  public boolean isEncrypted() {
    return security.equals("SASL_SSL");
  }
}
