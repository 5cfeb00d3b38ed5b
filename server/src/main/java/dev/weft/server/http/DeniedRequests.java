package dev.weft.server.http;

import dev.weft.model.Json;
import dev.weft.model.PrincipalId;
import dev.weft.model.Problem;
import dev.weft.model.ProblemException;
import dev.weft.server.identity.Caller;
import dev.weft.server.observe.SummedEvents;
import dev.weft.spi.AuditEvent;
import dev.weft.spi.AuditLog;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Tells the audit which requests were refused, those alike as one sum a minute. */
public final class DeniedRequests implements AutoCloseable {
  private static final int AUDIT_SECONDS = 2;

  private final SummedEvents events;

  public DeniedRequests(AuditLog audit, Clock clock) {
    this.events = new SummedEvents(audit, clock);
  }

  /** Notes a refusal; anything else that went wrong is no decision and not noted. */
  void note(Route route, Optional<Caller> caller, String address, ProblemException problem) {
    var first = problem.problems().get(0);
    if (first.kind() != Problem.Kind.REFUSED && first.kind() != Problem.Kind.UNAUTHENTICATED) {
      return;
    }
    var details =
        Json.object()
            .put("code", first.code())
            .put("reason", first.message())
            .put("address", address);
    var actor = caller.map(Caller::id).orElse(PrincipalId.WEFT);
    var call = route.method() + " " + route.path();
    // The audit comes before the answer, but a refusal stays one when the audit is away.
    events
        .note(new AuditEvent(actor, "request.refused", call, false, details))
        .completeOnTimeout(null, AUDIT_SECONDS, TimeUnit.SECONDS)
        .join();
  }

  /** Writes the sums whose minute is over; cheap enough for every request. */
  void sweep() {
    events.sweep();
  }

  @Override
  public void close() {
    events.close();
  }
}
