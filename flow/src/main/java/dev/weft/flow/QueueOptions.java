package dev.weft.flow;

import dev.weft.model.FlowSpec;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Comparator;
import java.util.Optional;

/**
 * How the queue of a connection behaves.
 *
 * @param recordsMax after so many waiting records the senders wait
 * @param bytesMax after so many waiting bytes they do
 * @param order who is next of those that wait
 * @param expiry how long one may wait; empty for ever
 */
record QueueOptions(
    int recordsMax, long bytesMax, Comparator<Waiting> order, Optional<Duration> expiry) {
  private static final Comparator<Waiting> FIFO = Comparator.comparingLong(Waiting::number);
  private static final Comparator<Waiting> OLDEST =
      Comparator.comparing(Waiting::since).thenComparing(FIFO);
  private static final String ATTRIBUTE = "attribute:";

  /** First in, first out, within the runner's limits. */
  static QueueOptions of(FlowLimits limits) {
    return new QueueOptions(
        limits.connectionRecords(), limits.connectionBytes(), FIFO, Optional.empty());
  }

  /** What holds for a connection of a flow. */
  static QueueOptions of(FlowSpec flow, FlowSpec.Connection wire, FlowLimits limits) {
    return flow.queues().stream()
        .filter(
            queue -> FlowSpec.Connection.parse(queue.connection()).filter(wire::equals).isPresent())
        .findFirst()
        .map(queue -> of(queue, limits))
        .orElseGet(() -> of(limits));
  }

  /** As the flow's author wants it, but never beyond the runner's limits. */
  static QueueOptions of(FlowSpec.Queue queue, FlowLimits limits) {
    var records = queue.records() == null ? limits.connectionRecords() : queue.records();
    var bytes = queue.bytes() == null ? limits.connectionBytes() : queue.bytes();
    return new QueueOptions(
        Math.max(1, Math.min(records, limits.connectionRecords())),
        Math.max(1, Math.min(bytes, limits.connectionBytes())),
        order(queue.order()),
        Optional.ofNullable(queue.expiry()).map(DurationText::parse));
  }

  boolean isFifo() {
    return order == FIFO;
  }

  private static Comparator<Waiting> order(String text) {
    if (text == null || text.equals("fifo")) {
      return FIFO;
    }
    if (text.startsWith(ATTRIBUTE)) {
      var name = text.substring(ATTRIBUTE.length());
      return Comparator.comparing((Waiting one) -> priority(one, name)).thenComparing(FIFO);
    }
    return text.equals("oldest") ? OLDEST : OLDEST.reversed();
  }

  /** Numbers first, the smallest before all; what is no number comes last, as in NiFi. */
  private static BigDecimal priority(Waiting one, String attribute) {
    try {
      return new BigDecimal(one.flowFile().attributes().getOrDefault(attribute, ""));
    } catch (NumberFormatException e) {
      return BigDecimal.valueOf(Double.MAX_VALUE);
    }
  }
}
