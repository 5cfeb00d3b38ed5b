package dev.weft.sql.cluster;

import java.time.Instant;

/**
 * A job as its cluster sees it.
 *
 * @param state in Flink's words
 * @param since when it got there
 * @param tasks how many it has
 * @param running how many of them run: a job may be RUNNING while its tasks are still being
 *     deployed
 */
public record JobState(String state, Instant since, int tasks, int running) {
  /** Whether it will never do anything again. */
  public boolean isOver() {
    return switch (state) {
      case "FAILED", "CANCELED", "FINISHED", "SUSPENDED" -> true;
      default -> false;
    };
  }

  /** Whether all of it runs. */
  public boolean isRunning() {
    return state.equals("RUNNING") && tasks > 0 && running == tasks;
  }
}
