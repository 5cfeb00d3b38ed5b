package dev.weft.sql;

import dev.weft.model.Place;
import dev.weft.model.PortName;
import dev.weft.model.Problem;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Holds the ports that a query names, beside its text and in it, against those that there are. */
record NamedPorts(QueryText query, PortTables ports) {

  /** What is wrong whatever the text says. */
  List<Problem> before() {
    var problems = new ArrayList<Problem>();
    into(problems);
    eventTimes(problems);
    return problems;
  }

  /**
   * What is wrong given what the text does.
   *
   * @param tables all ports that it names
   */
  List<Problem> after(
      Collection<PortName> filled, Collection<PortName> reads, Collection<PortTable> tables) {
    var problems = new ArrayList<Problem>();
    targets(filled, reads, problems);
    formats(tables, problems);
    return problems;
  }

  private void into(List<Problem> problems) {
    for (var port : query.into()) {
      if (ports.contract(port).isEmpty()) {
        problems.add(
            Problem.input(
                "no-contract",
                place("into"),
                "There is no port '" + port + "' with a contract.",
                "'weft query draft' writes a contract for the query's result."));
      }
    }
  }

  private void eventTimes(List<Problem> problems) {
    query
        .eventTime()
        .forEach(
            (port, time) -> {
              var contract = ports.contract(port);
              var known =
                  contract.isPresent()
                      && (time.field().isEmpty()
                          || PortTable.isTimestamp(contract.get(), time.field()));
              if (!known) {
                problems.add(
                    Problem.input(
                        "no-event-time",
                        place("eventTime"),
                        "'" + port + "' has no timestamp '" + time.field() + "'.",
                        "Name a field whose logicalType is timestamp, or leave 'field' out for the"
                            + " time that Kafka keeps."));
              }
            });
  }

  private void targets(
      Collection<PortName> filled, Collection<PortName> reads, List<Problem> problems) {
    for (var port : query.into()) {
      if (!filled.contains(port)) {
        problems.add(
            Problem.input(
                "not-filled",
                place("into"),
                "The query does not fill '" + port + "', which its 'into' names.",
                "Write INSERT INTO " + port + ", or leave it out of 'into'."));
      }
      if (reads.contains(port)) {
        problems.add(
            Problem.input(
                "reads-itself",
                place("into"),
                "The query reads '" + port + "', which it fills itself: it would never end.",
                "Fill another port."));
      }
    }
  }

  private void formats(Collection<PortTable> tables, List<Problem> problems) {
    for (var table : tables) {
      if (table.format().isEmpty()) {
        problems.add(
            Problem.input(
                "unknown-format",
                place("sql"),
                "The contract of '"
                    + table.port()
                    + "' says that its records are "
                    + table.messages()
                    + ".",
                "Queries know json, avro and protobuf."));
      }
    }
  }

  private Place place(String path) {
    return new Place(query.file(), 0, 0, path);
  }
}
