package dev.weft.server.connect;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * What Connect says of a flow's connector and its one task. It may be out of date: a worker that is
 * killed has written nothing.
 *
 * @param state of the task, or of the connector when that has failed: RUNNING, UNASSIGNED, FAILED,
 *     ...
 * @param worker where the task is
 * @param fault the first line of what went wrong; empty when nothing did
 */
record ConnectorStatus(String state, String worker, String fault) {
  private static final String FAILED = "FAILED";
  private static final int FAULT_MAX = 300;

  static ConnectorStatus of(JsonNode status) {
    var connector = status.path("connector");
    var task = status.path("tasks").path(0);
    var says =
        FAILED.equals(connector.path("state").asText()) || task.isMissingNode() ? connector : task;
    var trace = says.path("trace").asText();
    return new ConnectorStatus(
        task.isMissingNode() && !says.path("state").asText().equals(FAILED)
            ? "UNASSIGNED"
            : says.path("state").asText(),
        says.path("worker_id").asText(),
        shortened(trace.lines().findFirst().orElse(""), FAULT_MAX));
  }

  boolean hasFailed() {
    return state.equals(FAILED);
  }

  boolean isUnassigned() {
    return state.equals("UNASSIGNED");
  }

  static String shortened(String text, int max) {
    return text.length() <= max ? text : text.substring(0, max) + "…";
  }
}
