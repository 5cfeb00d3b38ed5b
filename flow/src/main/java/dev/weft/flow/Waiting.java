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
 */
record Waiting(long number, FlowFile flowFile, Instant since, List<String> path, long bytes) {}
