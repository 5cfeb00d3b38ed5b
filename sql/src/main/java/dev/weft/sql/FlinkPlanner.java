package dev.weft.sql;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weft.model.Place;
import dev.weft.model.PortName;
import dev.weft.model.Problem;
import dev.weft.model.ProblemException;
import dev.weft.spi.Schemas;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.table.api.TableException;
import org.apache.flink.table.functions.ScalarFunction;
import org.apache.flink.table.functions.TableFunction;

/**
 * Plans queries with Flink's own planner, and submits their jobs by a cluster's REST interface.
 *
 * <p>All planning is done by one thread, the only one that Flink's planner works on; it starts with
 * the first query. What is submitted is always a compiled plan, so that a job's state fits the plan
 * that is kept. Ports become tables while a query is planned; their options, which hold the login,
 * are part of the job that is sent and of nothing else.
 */
public final class FlinkPlanner implements SqlPlanner {
  private final Schemas schemas;
  private final FunctionClasses classes;
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(
          run -> {
            var planner = new Thread(run, "weft-sql-planner");
            planner.setDaemon(true);
            planner.setContextClassLoader(FlinkPlanner.class.getClassLoader());
            return planner;
          });

  /**
   * @param schemas by which the records of ports that are not JSON are written
   * @param jars of functions that queries call
   */
  public FlinkPlanner(Schemas schemas, FunctionJars jars) {
    this.schemas = schemas;
    this.classes = new FunctionClasses(jars);
  }

  @Override
  public CheckedQuery check(QueryText query, PortTables tables) {
    return planned(
        () -> {
          try {
            return checked(query, tables, JobSettings.planning()).check();
          } catch (StackOverflowError e) {
            return tooDeep(query);
          } catch (ProblemException e) { // Of a function that it calls.
            return unsound(e.problems().stream().map(one -> placed(one, query)).toList());
          }
        });
  }

  private static Problem placed(Problem problem, QueryText query) {
    return !problem.place().toString().isEmpty()
        ? problem
        : new Problem(
            problem.kind(),
            problem.code(),
            new Place(query.file(), 0, 0, "sql"),
            problem.message(),
            problem.hint());
  }

  private static CheckedQuery tooDeep(QueryText query) {
    var problem =
        Problem.input(
            "query-too-deep",
            new Place(query.file(), 0, 0, "sql"),
            "The query is nested too deeply.",
            "Temporary views take parts of it apart.");
    return unsound(List.of(problem));
  }

  private static CheckedQuery unsound(List<Problem> problems) {
    return new CheckedQuery(problems, List.of(), List.of(), List.of(), List.of(), "");
  }

  private QueryCheck checked(QueryText query, PortTables tables, Configuration settings) {
    return check(query, tables, settings, TableOptions.none(query.name()));
  }

  private QueryCheck check(
      QueryText query, PortTables ports, Configuration settings, TableOptions options) {
    var script = SqlScript.of(query);
    var recordTime = script.names(PortTable.RECORD_TIME);
    var products = products(ports);
    var functions = ports.functions().stream().filter(script::calls).map(classes::load).toList();
    var planning =
        Planning.with(
            settings,
            options,
            port -> table(query, ports, port, recordTime),
            products::contains,
            Set.copyOf(query.into()),
            functions);
    return new QueryCheck(
        query,
        ports,
        script,
        planning,
        schemas,
        functions.stream().map(FunctionClasses.Loaded::function).toList());
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
                  JobSettings.filling(query.name(), launch.with(classes.jars(kept.functions()))),
                  TableOptions.of(launch, false, query.name(), schemas),
                  port -> Optional.ofNullable(kept.tables().get(port)),
                  product ->
                      kept.tables().keySet().stream().anyMatch(p -> p.product().equals(product)),
                  Set.copyOf(query.into()),
                  kept.functions().stream().map(classes::load).toList());
          submitted(
              launch,
              () -> {
                planning.submit(kept.flink(launch.stateTtl()));
                return null;
              });
          return null;
        });
  }

  private String sound(QueryText query, PortTables tables) {
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
  public Rows look(
      QueryText query,
      PortTables tables,
      boolean bounded,
      Consumer<CheckedQuery> admission,
      Launch launch) {
    return planned(
        () -> {
          var check =
              check(
                  query,
                  tables,
                  JobSettings.looking(query.name(), launch.with(jars(query, tables)), bounded),
                  TableOptions.of(launch, bounded, query.name(), schemas));
          var checked = check.check();
          if (!checked.isSound()) {
            throw new ProblemException(checked.problems());
          }
          admission.accept(checked);
          return submitted(launch, () -> check.look(bounded));
        });
  }

  private List<Path> jars(QueryText query, PortTables tables) {
    var script = SqlScript.of(query);
    return classes.jars(tables.functions().stream().filter(script::calls).toList());
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
  public FunctionFacts describe(QueryFunction function) {
    return planned(
        () -> {
          try {
            return describe(classes.load(function));
          } catch (ProblemException e) {
            return new FunctionFacts("", List.of(), e.problems());
          }
        });
  }

  private static FunctionFacts describe(FunctionClasses.Loaded loaded) {
    var kind =
        ScalarFunction.class.isAssignableFrom(loaded.type())
            ? "scalar"
            : TableFunction.class.isAssignableFrom(loaded.type()) ? "table" : "aggregate";
    try {
      var planning =
          Planning.with(
              JobSettings.planning(),
              TableOptions.none(""),
              port -> Optional.empty(),
              product -> true,
              Set.of(),
              List.of(loaded));
      return new FunctionFacts(kind, planning.signatures(loaded), List.of());
    } catch (OutOfMemoryError e) {
      throw e;
    } catch (RuntimeException | Error e) { // Code of others: whatever it does wrong is its fault.
      return new FunctionFacts("", List.of(), List.of(FunctionClasses.wrong(loaded.function(), e)));
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
