package dev.weft.flow;

import dev.weft.flow.UnitAborted.Fenced;
import dev.weft.flow.UnitAborted.Stopped;
import dev.weft.flow.UnitAborted.WriterBroken;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;

/** Tells what a fault of the log means for a flow. */
final class Faults {
  private Faults() {}

  static UnitAborted ofLog(Throwable cause) {
    for (var each = cause; each != null; each = each.getCause()) {
      if (each instanceof ProducerFencedException
          || each instanceof InvalidProducerEpochException) {
        return new Fenced(cause);
      }
      if (each instanceof InterruptException || each instanceof InterruptedException) {
        return new Stopped();
      }
    }
    return new WriterBroken("Kafka does not take the flow's output: " + words(cause), cause);
  }

  /** A message for people, also from an exception that has none. */
  static String words(Throwable cause) {
    var message = cause.getMessage();
    return message == null || message.isBlank() ? cause.getClass().getSimpleName() : message;
  }
}
