package dev.weft.server.files;

import java.time.Duration;

/**
 * What one file may take.
 *
 * @param bytes so long it may become
 * @param time so long its reader may take to have it
 * @param rowGroupBytes so much of it is held in memory, until it is written
 */
public record FileLimits(long bytes, Duration time, int rowGroupBytes) {
  public static final FileLimits STANDARD = new FileLimits(8L << 30, Duration.ofHours(1), 16 << 20);
}
