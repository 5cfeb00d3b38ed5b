package dev.weft.sql;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weft.model.Place;
import dev.weft.model.PortName;
import dev.weft.model.Problem;
import dev.weft.model.ProblemException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.table.api.TableException;

/**
 * Plans queries with Flink's own planner, and submits their jobs by a cluster's REST interface.
 *
 * <p>All planning is done by one thread, the only one that Flink's planner works on; it starts with
 * the first query. What is submitted is always a compiled plan, so that a job's state fits the plan
 * that is kept. Ports become tables while a query is planned; their options, which hold the login,
 * are part of the job that is sent and of nothing else.
 */
public final class FlinkPlanner implements SqlPlanner {
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(
          run -> {
            var planner = new Thread(run, "weft-sql-planner");
            planner.setDaemon(true);
            planner.setContextClassLoader(FlinkPlanner.class.getClassLoader());
            return planner;
          });

  @Override
  public CheckedQuery check(QueryText query, PortTables tables) {
    return planned(
        () -> {
          try {
            return checked(query, tables, JobSettings.planning()).check();
          } catch (StackOverflowError e) {
            return tooDeep(query);
          }
        });
  }

  private static CheckedQuery tooDeep(QueryText query) {
    var problem =
        Problem.input(
            "query-too-deep",
            new Place(query.file(), 0, 0, "sql"),
            "The query is nested too deeply.",
            "Temporary views take parts of it apart.");
    return new CheckedQuery(List.of(problem), List.of(), List.of(), List.of(), "");
  }

  private static QueryCheck checked(QueryText query, PortTables tables, Configuration settings) {
    return check(query, tables, settings, TableOptions.none(query.name()));
  }

  private static QueryCheck check(
      QueryText query, PortTables ports, Configuration settings, TableOptions options) {
    var script = SqlScript.of(query);
    var recordTime = script.names(PortTable.RECORD_TIME);
    var products = products(ports);
    var planning =
        Planning.with(
            settings,
            options,
            port -> table(query, ports, port, recordTime),
            products::contains,
            Set.copyOf(query.into()));
    return new QueryCheck(query, ports, script, planning);
  }

  private static Optional<PortTable> table(
      QueryText query, PortTables ports, PortName port, boolean recordTime) {
    return ports
        .contract(port)
        .map(contract -> PortTable.of(port, contract, query.eventTime().get(port), recordTime));
  }

  private static Set<String> products(PortTables ports) {
    return ports.names().stream().map(PortName::product).collect(Collectors.toSet());
  }

  @Override
  public void start(QueryText query, PortTables tables, String plan, Launch launch) {
    planned(
        () -> {
          var kept = PlanText.parse(plan.isEmpty() ? sound(query, tables) : plan);
          var planning =
              Planning.with(
                  JobSettings.filling(query.name(), launch),
                  TableOptions.of(launch, false, query.name()),
                  port -> Optional.ofNullable(kept.tables().get(port)),
                  product ->
                      kept.tables().keySet().stream().anyMatch(p -> p.product().equals(product)),
                  Set.copyOf(query.into()));
          submitted(
              launch,
              () -> {
                planning.submit(kept.flink(launch.stateTtl()));
                return null;
              });
          return null;
        });
  }

  private static String sound(QueryText query, PortTables tables) {
    var checked = checked(query, tables, JobSettings.planning()).check();
    if (!checked.isSound()) {
      throw new ProblemException(checked.problems());
    }
    if (checked.plan().isEmpty()) {
      throw Problem.input(
              "fills-nothing",
              null,
              "The query fills no port, so there is nothing to start.",
              "Name a port in 'into'.")
          .asException();
    }
    return checked.plan();
  }

  @Override
  public Rows look(QueryText query, PortTables tables, boolean bounded, Launch launch) {
    return seen(query, tables, bounded, launch).rows();
  }

  /** What is known of a query that is looked at, and its rows. */
  record Seen(CheckedQuery checked, Rows rows) {}

  Seen seen(QueryText query, PortTables tables, boolean bounded, Launch launch) {
    return planned(
        () -> {
          var check =
              check(
                  query,
                  tables,
                  JobSettings.looking(query.name(), launch, bounded),
                  TableOptions.of(launch, bounded, query.name()));
          var checked = check.check();
          if (!checked.isSound()) {
            throw new ProblemException(checked.problems());
          }
          return new Seen(checked, submitted(launch, () -> check.look(bounded)));
        });
  }

  /** What goes wrong from here on is the cluster's, and may have settings in its messages. */
  private static <T> T submitted(Launch launch, Callable<T> submit) throws Exception {
    try {
      return submit.call();
    } catch (TableException e) {
      throw new ProblemException(
          List.of(
              Problem.environment(
                  "job-not-taken",
                  "The Flink cluster at " + launch.cluster().url() + " does not take the job.",
                  "Look whether it runs, and whether it is Flink 2.3.")),
          e);
    }
  }

  @Override
  public JsonNode draft(CheckedQuery.Output output, String product) {
    return ContractDraft.of(output, product);
  }

  private <T> T planned(Callable<T> work) {
    var done = thread.submit(work);
    try {
      return done.get();
    } catch (InterruptedException e) {
      done.cancel(true);
      Thread.currentThread().interrupt();
      throw Problem.environment("interrupted", "Planning was interrupted.", "").asException();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      if (e.getCause() instanceof Error cause) {
        throw cause;
      }
      throw new IllegalStateException(e.getCause());
    }
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
