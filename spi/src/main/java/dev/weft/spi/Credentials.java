package dev.weft.spi;

import dev.weft.model.ClientKey;
import java.util.Optional;

/**
 * Knows the keys of Kafka clients. Safe for any thread; never blocks. The gateway asks at
 * authentication and again whenever {@link Decisions#epoch()} has changed: a revoked key ends its
 * open connections.
 */
public interface Credentials {
  /** The key with this id, if it may be used now. */
  Optional<ClientKey> key(String id);
}
