package dev.weft.spi;

import dev.weft.model.PortName;
import dev.weft.model.PrincipalId;

/**
 * Decides who may see what. Every door asks here, so that there is one answer.
 *
 * <p>Calls are cheap (views are compiled and cached), never block, never return null, and may come
 * from any thread. What is not known is denied. An answer holds until {@link #epoch()} changes or
 * {@link ReadView#until()} has passed: a door compares the epoch before it delivers a batch, and
 * asks again when it differs.
 */
public interface Decisions {
  /** What this principal may read of this port in these circumstances. */
  ReadView read(PrincipalId principal, PortName port, AccessContext context);

  /** The same where nothing is known but who asks: Weft's own questions. */
  default ReadView read(PrincipalId principal, PortName port) {
    return read(principal, port, AccessContext.NONE);
  }

  /** Whether this principal may write this port: its provisioning principal only. */
  Answer write(PrincipalId principal, PortName port);

  /** Grows whenever any answer may have changed. */
  long epoch();

  /** A yes or no with its reason. */
  record Answer(boolean allowed, String reason, String policy) {
    public static Answer allow(String reason, String policy) {
      return new Answer(true, reason, policy);
    }

    public static Answer deny(String reason) {
      return new Answer(false, reason, "");
    }
  }
}
