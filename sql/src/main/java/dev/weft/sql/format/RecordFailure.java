package dev.weft.sql.format;

import dev.weft.model.RecordPlace;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A record that cannot be computed with. Only what failed while the expressions of a statement were
 * computed from that one record, or while its row was written, is laid to it: a network or a disk
 * that failed meanwhile is not its fault.
 */
public final class RecordFailure extends RuntimeException {
  private static final long serialVersionUID = 1;
  private static final Pattern SAID =
      Pattern.compile("RecordFailure: The record (\\S+) cannot be computed with");

  /** What Flink generates of expressions, and what makes records of rows. */
  private static final List<String> OF_THE_RECORD =
      List.of(
          "StreamExecCalc$",
          "StreamExecCorrelate$",
          "dev.weft.sql.format.FieldWriter",
          "dev.weft.sql.format.PortJsonWriter",
          "dev.weft.sql.format.PortRecordWriter",
          "dev.weft.sql.format.PortKeyWriter");

  private static final List<String> OF_THE_MACHINE =
      List.of(
          "org.apache.flink.runtime.",
          "org.apache.flink.streaming.runtime.io.",
          "org.apache.flink.kafka.",
          "org.apache.flink.connector.");

  private RecordFailure(RecordPlace place, Throwable cause) {
    super("The record " + place + " cannot be computed with", cause);
  }

  /** What to throw for something that failed while a record with this value was worked on. */
  static RuntimeException of(byte[] value, RuntimeException failure) {
    return isOfTheRecord(failure)
        ? RecentRecords.placeOf(value)
            .<RuntimeException>map(place -> new RecordFailure(place, failure))
            .orElse(failure)
        : failure;
  }

  /** The record that a failure was laid to, by the failure's messages. */
  public static Optional<RecordPlace> place(List<String> causes) {
    return causes.stream()
        .map(SAID::matcher)
        .filter(match -> match.find())
        .flatMap(match -> RecordPlace.parse(match.group(1)).stream())
        .findFirst();
  }

  static boolean isOfTheRecord(Throwable failure) {
    var deepest = failure;
    while (deepest.getCause() != null) {
      deepest = deepest.getCause();
    }
    if (deepest instanceof VirtualMachineError
        || deepest instanceof InterruptedException
        || Thread.currentThread().isInterrupted()) {
      return false;
    }
    return Stream.of(deepest.getStackTrace())
        .map(StackTraceElement::getClassName)
        .filter(name -> begins(name, OF_THE_RECORD) || begins(name, OF_THE_MACHINE))
        .findFirst()
        .filter(name -> begins(name, OF_THE_RECORD))
        .isPresent();
  }

  private static boolean begins(String name, List<String> with) {
    return with.stream().anyMatch(name::startsWith);
  }
}
