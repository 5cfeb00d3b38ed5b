package dev.weft.flow;

import dev.weft.spi.flow.FlowFile;
import java.time.Instant;
import java.util.List;

/**
 * A FlowFile in a connection.
 *
 * @param number grows with the order of arrival, within the flow
 * @param since when it came in
 * @param path the processors that it has been through
 * @param bytes about how large it is
 * @param tried how often it was tried at the other end
 */
record Waiting(
    long number, FlowFile flowFile, Instant since, List<String> path, long bytes, Tried tried) {

  /** One that nobody has tried. */
  Waiting(long number, FlowFile flowFile, Instant since, List<String> path, long bytes) {
    this(number, flowFile, since, path, bytes, Tried.NEVER);
  }

  Waiting tried(Tried now, long size) {
    return new Waiting(number, flowFile, since, path, size, now);
  }
}
