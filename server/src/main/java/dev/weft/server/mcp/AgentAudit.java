package dev.weft.server.mcp;

import dev.weft.model.Json;
import dev.weft.model.Problem;
import dev.weft.spi.AuditEvent;
import dev.weft.spi.AuditLog;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/**
 * Writes down which agent did what on whose behalf; what cannot be written down is not answered.
 */
final class AgentAudit {
  private static final int SECONDS_MAX = 10;
  private static final int SQL_MAX = 2_000;

  private final AuditLog audit;

  AgentAudit(AuditLog audit) {
    this.audit = audit;
  }

  /**
   * Notes a call that has been made.
   *
   * @param code why it was refused; empty when it was not
   */
  void note(Tool tool, Asking asking, String code) {
    var subject = tool.subject().flatMap(asking::optional).orElse(tool.name());
    var details =
        Json.object()
            .put("tool", tool.name())
            .put("agent", asking.agent())
            .put("onBehalfOf", asking.caller().id().toString())
            .put("purpose", asking.purpose())
            .put("address", asking.address());
    asking
        .optional("sql")
        .ifPresent(sql -> details.put("sql", sql.substring(0, Math.min(SQL_MAX, sql.length()))));
    if (!code.isEmpty()) {
      details.put("code", code);
    }
    try {
      audit
          .append(
              new AuditEvent(asking.caller().id(), "agent.call", subject, code.isEmpty(), details))
          .orTimeout(SECONDS_MAX, TimeUnit.SECONDS)
          .join();
    } catch (CompletionException e) {
      throw Problem.environment(
              "audit-not-stored",
              "The audit does not take what was asked, so it is not answered.",
              "/health/ready says how the audit is.")
          .asException();
    }
  }
}
