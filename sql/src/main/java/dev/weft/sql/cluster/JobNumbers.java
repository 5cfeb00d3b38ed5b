package dev.weft.sql.cluster;

import java.time.Instant;
import java.util.Optional;

/**
 * How much a job does.
 *
 * @param recordsIn read from ports since this run began
 * @param recordsOut written to ports
 * @param lag records that are in its ports and not yet read
 * @param busy the share of time for which its busiest task works, from 0 to 1
 * @param backPressure the share of time for which its most hindered task waits for the next one
 * @param checkpoint the last that was completed
 */
public record JobNumbers(
    long recordsIn,
    long recordsOut,
    long lag,
    double busy,
    double backPressure,
    Optional<Checkpoint> checkpoint) {

  /** Nothing is known. */
  public static final JobNumbers NONE = new JobNumbers(0, 0, 0, 0, 0, Optional.empty());

  /**
   * What a job can be restored from.
   *
   * @param bytes of state
   * @param millis it took
   * @param failed how many were begun and not completed in this run
   */
  public record Checkpoint(String path, Instant at, long bytes, long millis, long failed) {}
}
