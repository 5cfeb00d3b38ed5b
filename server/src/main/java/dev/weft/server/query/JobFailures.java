package dev.weft.server.query;

import dev.weft.sql.format.RecordFailure;
import java.util.List;

/** What people are told of why a job has failed. */
final class JobFailures {
  private JobFailures() {}

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

  static String last(List<String> causes) {
    return causes.isEmpty() ? "nobody says why." : causes.get(causes.size() - 1);
  }
}
