package dev.weft.server.operations;

import dev.weft.model.Erasure;
import dev.weft.model.PortHealth;
import dev.weft.server.operations.Operations.Alert;
import dev.weft.server.operations.Operations.FlowState;
import dev.weft.server.operations.Operations.QueryState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What needs somebody, from what is known anyway; the worst first. Pure. */
final class Alerts {
  private static final String ERROR = "error";
  private static final String WARNING = "warning";
  private static final double ROOM_LOW = 0.1;
  private static final double ROOM_GONE = 0.03;
  private static final String WARNS = "warning: ";

  private final List<Alert> found = new ArrayList<>();

  private Alerts() {}

  static List<Alert> of(
      Map<String, String> checks,
      Operations.Storage storage,
      List<FlowState> flows,
      List<QueryState> queries,
      List<PortHealth> promises,
      List<Erasure> interrupted) {
    var alerts = new Alerts();
    checks.forEach(alerts::check);
    alerts.room(storage);
    flows.forEach(alerts::flow);
    queries.forEach(alerts::query);
    promises.forEach(alerts::promises);
    interrupted.forEach(alerts::erasure);
    alerts.found.sort(Comparator.comparing((Alert one) -> one.severity().equals(ERROR) ? 0 : 1));
    return List.copyOf(alerts.found);
  }

  private void check(String name, String text) {
    if (!text.equals("ok")) {
      var warns = text.startsWith(WARNS);
      add(
          warns ? WARNING : ERROR,
          "check-" + name,
          "server",
          name,
          warns ? text.substring(WARNS.length()) : text,
          Optional.empty());
    }
  }

  private void room(Operations.Storage storage) {
    var free = storage.total() == 0 ? 1 : (double) storage.usable() / storage.total();
    if (free < ROOM_LOW) {
      add(
          free < ROOM_GONE ? ERROR : WARNING,
          "disk-nearly-full",
          "server",
          "storage",
          "%d %% of the disk with the data folder are free.".formatted(Math.round(free * 100)),
          Optional.empty());
    }
    if (!storage.problem().isEmpty()) {
      add(WARNING, "broker-silent", "server", "kafka", storage.problem(), Optional.empty());
    }
  }

  private void flow(FlowState flow) {
    if (flow.status().equals("failed") || flow.status().equals("waiting")) {
      add(
          flow.status().equals("failed") ? ERROR : WARNING,
          "flow-" + flow.status(),
          "flow",
          flow.name(),
          flow.message(),
          Optional.of(flow.since()));
    } else if (flow.fullest() >= 1) {
      add(
          WARNING,
          "queue-full",
          "flow",
          flow.name(),
          "A connection is full, so its senders wait.",
          Optional.empty());
    }
  }

  private void query(QueryState query) {
    if (query.state().equals("FAILED") || query.state().equals("RESTARTING")) {
      add(
          query.state().equals("FAILED") ? ERROR : WARNING,
          "query-" + query.state().toLowerCase(Locale.ROOT),
          "query",
          query.name(),
          query.message(),
          Optional.of(query.since()));
    }
  }

  private void promises(PortHealth health) {
    for (var breach : health.breaches()) {
      add(
          WARNING,
          "promise-broken",
          "port",
          health.port(),
          breach.sentence(),
          Optional.of(breach.since()));
    }
  }

  private void erasure(Erasure erasure) {
    add(
        WARNING,
        "erasure-interrupted",
        "erasure",
        erasure.id(),
        "It has begun and not ended. Apply it again: it goes on where it was.",
        erasure.appliedAt());
  }

  private void add(
      String severity,
      String code,
      String kind,
      String name,
      String message,
      Optional<Instant> since) {
    found.add(new Alert(severity, code, kind, name, message, since));
  }
}
