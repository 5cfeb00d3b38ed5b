package dev.weft.flow;

import java.nio.file.Path;
import java.time.Duration;

/**
 * The limits of a runner.
 *
 * @param threads how many flows work at the same moment; idle flows need none
 * @param connectionRecords how many records wait in one connection before its sender waits
 * @param connectionBytes how many bytes wait in one connection before its sender waits
 * @param recordBytes the largest record that is written to a port; a larger one goes to quarantine
 * @param triesInPlace how often a processor is called again for one FlowFile before the whole unit
 *     of work is put back and taken up again later
 * @param retryFirst the pause before the first retry, which doubles up to {@code retryLongest}; the
 *     real pause is between half of it and all of it
 * @param spillFolder where content goes that is too large for memory, a folder a flow
 * @param spillBytes how much of it one flow may have
 * @param stopWithin how long a flow that is stopped may take to finish its unit of work
 * @param idleAfter how long a flow with nothing to do keeps its connections to the log
 */
public record FlowLimits(
    int threads,
    int connectionRecords,
    long connectionBytes,
    int recordBytes,
    int triesInPlace,
    Duration retryFirst,
    Duration retryLongest,
    Path spillFolder,
    long spillBytes,
    Duration stopWithin,
    Duration idleAfter) {

  /**
   * 32 threads, 10,000 records, 64 MB a connection, 1 MB a record, 5 tries, pauses from 200 ms to 1
   * min, 10 s, 30 s.
   */
  public static final FlowLimits DEFAULT =
      new FlowLimits(
          32,
          10_000,
          64L * 1024 * 1024,
          1_000_000,
          5,
          Duration.ofMillis(200),
          Duration.ofMinutes(1),
          Path.of(System.getProperty("java.io.tmpdir"), "weft-spill"),
          1L << 30,
          Duration.ofSeconds(10),
          Duration.ofSeconds(30));

  public FlowLimits {
    if (threads < 1
        || connectionRecords < 1
        || connectionBytes < 1
        || recordBytes < 1
        || triesInPlace < 0) {
      throw new IllegalArgumentException("limits of flows must be at least 1");
    }
  }

  public FlowLimits withRetries(Duration first, Duration longest) {
    return new FlowLimits(
        threads,
        connectionRecords,
        connectionBytes,
        recordBytes,
        triesInPlace,
        first,
        longest,
        spillFolder,
        spillBytes,
        stopWithin,
        idleAfter);
  }

  public FlowLimits withConnectionRecords(int records) {
    return new FlowLimits(
        threads,
        records,
        connectionBytes,
        recordBytes,
        triesInPlace,
        retryFirst,
        retryLongest,
        spillFolder,
        spillBytes,
        stopWithin,
        idleAfter);
  }

  public FlowLimits withRecordBytes(int bytes) {
    return new FlowLimits(
        threads,
        connectionRecords,
        connectionBytes,
        bytes,
        triesInPlace,
        retryFirst,
        retryLongest,
        spillFolder,
        spillBytes,
        stopWithin,
        idleAfter);
  }

  public FlowLimits withThreads(int number) {
    return new FlowLimits(
        number,
        connectionRecords,
        connectionBytes,
        recordBytes,
        triesInPlace,
        retryFirst,
        retryLongest,
        spillFolder,
        spillBytes,
        stopWithin,
        idleAfter);
  }

  public FlowLimits withSpill(Path folder, long bytes) {
    return new FlowLimits(
        threads,
        connectionRecords,
        connectionBytes,
        recordBytes,
        triesInPlace,
        retryFirst,
        retryLongest,
        folder,
        bytes,
        stopWithin,
        idleAfter);
  }

  public FlowLimits withIdleAfter(Duration longest) {
    return new FlowLimits(
        threads,
        connectionRecords,
        connectionBytes,
        recordBytes,
        triesInPlace,
        retryFirst,
        retryLongest,
        spillFolder,
        spillBytes,
        stopWithin,
        longest);
  }
}
