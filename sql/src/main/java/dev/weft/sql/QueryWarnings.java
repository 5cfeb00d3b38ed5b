package dev.weft.sql;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weft.model.Json;
import dev.weft.model.Place;
import dev.weft.model.Problem;
import dev.weft.spi.RecordFormat;
import dev.weft.spi.Schemas;
import dev.weft.sql.CheckedQuery.Output;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What a query may do that its author may not expect. It runs all the same. */
final class QueryWarnings {
  private static final Set<String> NOT_REPEATABLE =
      Set.of(
          "RAND",
          "RAND_INTEGER",
          "UUID",
          "NOW",
          "CURRENT_TIMESTAMP",
          "CURRENT_ROW_TIMESTAMP",
          "CURRENT_DATE",
          "CURRENT_TIME",
          "LOCALTIME",
          "LOCALTIMESTAMP",
          "UNIX_TIMESTAMP",
          "PROCTIME");

  private final Place place;
  private final List<Problem> warnings = new ArrayList<>();

  /**
   * @param place of the query
   */
  QueryWarnings(Place place) {
    this.place = place;
  }

  List<Problem> all() {
    return warnings;
  }

  /** Functions whose results are others when a record is read again. */
  void functions(SqlScript script) {
    for (var function : NOT_REPEATABLE.stream().sorted().toList()) {
      if (script.names(function)) {
        warn(
            "not-repeatable",
            function
                + " gives another value when a record is read again, after a failure for instance.",
            "Use a field of the record where it can be.");
      }
    }
  }

  /**
   * The key of a port against what tells the rows of its result apart.
   *
   * @param apart sets of columns that do
   */
  void key(Output output, List<String> key, List<Set<String>> apart) {
    if (key.isEmpty()) {
      return;
    }
    for (var field : output.fields()) {
      if (key.contains(field.name()) && field.nullable()) {
        warn(
            "key-may-be-null",
            "'"
                + field.name()
                + "' is part of the primary key of '"
                + output.port()
                + "' and may be NULL; such rows are left out.",
            "Add WHERE ... IS NOT NULL to say so, or COALESCE to give it a value.");
      }
    }
    if (apart.stream().noneMatch(key::containsAll)) {
      warn(
          "rows-share-a-key",
          "Rows of the result may have the same "
              + String.join(", ", key)
              + ", the primary key of '"
              + output.port()
              + "': a later one replaces the others.",
          "Group by the key, or give the contract a key that tells the rows apart.");
    }
  }

  /** A port whose records need a schema that nobody has registered yet. */
  void schema(PortTable port, Schemas schemas) {
    var format = port.format().filter(any -> any != RecordFormat.JSON);
    if (format.isPresent()
        && schemas.newest(port.port()).filter(any -> any.format() == format.get()).isEmpty()) {
      warn(
          "no-schema",
          "No schema of type "
              + format.get()
              + " is registered for '"
              + port.port()
              + "', so nothing can be written to it.",
          "Register one under the subject '" + port.port().topic() + "-value'.");
    }
  }

  /** What a plan remembers for ever unless its query is told to forget. */
  void state(String flink) {
    for (var node : Json.parse(flink).path("nodes")) {
      if (!node.path("state").isEmpty()) {
        state(node);
      }
    }
  }

  private void state(JsonNode node) {
    var type = node.path("type").asText();
    var about =
        type.startsWith("stream-exec-join")
            ? "A join keeps all rows of both sides"
            : type.startsWith("stream-exec-group-aggregate")
                ? "A group keeps one row for each of its keys"
                : type.startsWith("stream-exec-rank") || type.startsWith("stream-exec-sort-limit")
                    ? "A rank keeps rows for each of its groups"
                    : "";
    if (!about.isEmpty()) {
      warn(
          "state-grows",
          about + " for as long as the query runs.",
          "Where keys do not come again: 'stateTtl', or a window.");
    }
  }

  private void warn(String code, String message, String hint) {
    var warning = Problem.input(code, place, message, hint);
    if (!warnings.contains(warning)) {
      warnings.add(warning);
    }
  }
}
