package dev.weft.spi;

import dev.weft.model.ClientKey;
import java.time.Duration;
import java.util.Optional;

/**
 * Knows the keys, certificates and tokens of Kafka clients. Safe for any thread; never blocks. The
 * gateway asks at authentication, and with {@link #stillHolds} again whenever {@link #revision()}
 * has changed, and now and then: a revoked key ends its open connections.
 */
public interface Credentials {
  /** The key with this id, if it may be used now. */
  Optional<ClientKey> key(String id);

  /**
   * The key that is bound to this certificate, if it may be used now. Who holds the certificate has
   * been proven; who has signed it does not matter.
   *
   * @param fingerprint SHA-256 of the certificate, as hex digits in lower case
   */
  default Optional<ClientKey> certificate(String fingerprint) {
    return Optional.empty();
  }

  /** Who has this bearer token. */
  default TokenAnswer token(String token) {
    return new TokenAnswer.Unknown("Tokens are not accepted here.");
  }

  /**
   * The address of the person for whom Weft itself reads with this key; empty: whoever holds the
   * key is at the other end of the connection.
   */
  default Optional<String> addressBehind(ClientKey key) {
    return Optional.empty();
  }

  /**
   * How long whoever reads with this key has to wait now, whatever policies say of their rates:
   * zero for one that is held to something and may go on, in small pieces; empty for one that is
   * held to nothing. Asked for each fetch.
   */
  default Optional<Duration> rest(ClientKey key) {
    return Optional.empty();
  }

  /**
   * Grows whenever something that was found here may have ended. What ends without being noticed
   * here is found out when the gateway asks by itself, a few times a second.
   */
  long revision();

  /** Whether what was found here at a login, some time ago, may still be used. */
  default boolean stillHolds(ClientKey found) {
    return key(found.id())
        .filter(known -> known.principal().equals(found.principal()))
        .filter(known -> known.storedKey().equals(found.storedKey()))
        .filter(known -> known.certificate().equals(found.certificate()))
        .isPresent();
  }

  /** What a token is worth. */
  sealed interface TokenAnswer {
    /**
     * It is somebody's.
     *
     * @param key stands for the token: its id is for the audit, and it ends when the token does
     */
    record Known(ClientKey key) implements TokenAnswer {}

    /** It is worth nothing; the reason is for the log, not for the client. */
    record Unknown(String reason) implements TokenAnswer {}

    /**
     * It cannot be checked yet, as its issuer is being asked for new keys: the client tries again.
     */
    record NotYet() implements TokenAnswer {}
  }
}
