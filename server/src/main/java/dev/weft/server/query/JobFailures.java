package dev.weft.server.query;

import dev.weft.sql.format.RecordFailure;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What people are told of why a job has failed. What an exception says may quote a value of a
 * record, which whoever may see the query need not be allowed to see: told are its name and the
 * step of the job, and its text only where that is the machine's and never a record's.
 */
final class JobFailures {
  /** A cause as {@code FlinkRest} gives it: the exception, what it says, the step. */
  private static final Pattern CAUSE =
      Pattern.compile("([\\w$]+)(?:: (.*?))?( \\(in [^()]*(?:\\([^()]*\\)[^()]*)*\\))?");

  /** Exceptions of Flink, Kafka and the JDK that speak of jobs, connections, rights and types. */
  private static final Set<String> OF_THE_MACHINE =
      Set.of(
          "ArithmeticException",
          "CheckpointException",
          "ClassCastException",
          "ClassNotFoundException",
          "ConnectException",
          "JobException",
          "JobExecutionException",
          "NoClassDefFoundError",
          "NoResourceAvailableException",
          "NoSuchMethodError",
          "OutOfMemoryError",
          "RecordFailure",
          "SaslAuthenticationException",
          "StackOverflowError",
          "StateMigrationException",
          "TimeoutException",
          "UnknownTopicOrPartitionException");

  private static final String OF_RIGHTS = "AuthorizationException";

  /** Ours and Flink's own words about a state that does not fit. */
  private static final List<String> PLAIN =
      List.of("Failed to rollback to checkpoint/savepoint", "There is no operator for the state");

  private JobFailures() {}

  /** The causes without what could be a record's: the names of all, the texts of some. */
  static List<String> told(List<String> causes) {
    return causes.stream().map(JobFailures::told).toList();
  }

  private static String told(String cause) {
    var parts = CAUSE.matcher(cause);
    if (!parts.matches() || parts.group(2) == null) {
      return parts.matches() ? cause : "An exception that is not told here";
    }
    var name = parts.group(1);
    var text = parts.group(2);
    var isPlain =
        OF_THE_MACHINE.contains(name)
            || name.endsWith(OF_RIGHTS)
            || PLAIN.stream().anyMatch(text::startsWith);
    return isPlain
        ? cause
        : Stream.of(name, parts.group(3)).filter(part -> part != null).reduce("", String::concat);
  }

  /** Why Flink has given a job up, and what can be done about it. */
  static String givenUp(String query, QueryRun run, List<String> causes) {
    var isOfState =
        causes.stream()
            .anyMatch(cause -> cause.contains("savepoint") || cause.contains("checkpoint"));
    var anew = "'weft query restart " + query + " --from earliest' computes it anew.";
    return isOfState && run.restoreFrom().isPresent()
        ? "It cannot go on with the state that it had before the change. "
            + anew
            + " With 'onChange: beside' in its execution a next change is computed beside the old statement first."
        : "Flink gave it up: " + last(causes) + " " + anew;
  }

  /** Why Flink tries it again, with the record that it fails at where that is known. */
  static String triedAgain(List<String> causes) {
    return RecordFailure.place(causes)
        .map(
            place ->
                "The record %s cannot be computed with: %s. 'weft trace %s' says where it comes from. Mend the statement, or leave such records out with 'onError: skip' in its execution."
                    .formatted(place, last(causes), place))
        .orElseGet(() -> last(causes));
  }

  /** The deepest cause, as it is told. */
  static String last(List<String> causes) {
    return causes.isEmpty() ? "nobody says why." : told(causes.get(causes.size() - 1));
  }
}
