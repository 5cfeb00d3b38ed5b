package dev.weft.gateway.access;

import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says loudly when the audit did not take an event that nobody waits for. */
public final class AuditWatch {
  private static final Logger log = LoggerFactory.getLogger(AuditWatch.class);

  private AuditWatch() {}

  /**
   * @param what the event, as a phrase that names no secret
   */
  @SuppressWarnings("FutureReturnValueIgnored") // the failure is handled right here
  public static void watch(CompletableFuture<Void> stored, String what) {
    stored.whenComplete(
        (done, failure) -> {
          if (failure != null) {
            log.error("The audit did not take {}.", what, failure);
          }
        });
  }
}
