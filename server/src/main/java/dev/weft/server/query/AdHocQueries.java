package dev.weft.server.query;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weft.model.DataProduct;
import dev.weft.model.DataRecord;
import dev.weft.model.KafkaAccess;
import dev.weft.model.Place;
import dev.weft.model.PortName;
import dev.weft.model.Problem;
import dev.weft.model.ProblemException;
import dev.weft.model.ResourceKind;
import dev.weft.model.format.Checked;
import dev.weft.model.format.Documents;
import dev.weft.model.format.Problems;
import dev.weft.model.format.SourceText;
import dev.weft.server.access.Insiders;
import dev.weft.server.apply.KnownResources;
import dev.weft.server.identity.Caller;
import dev.weft.server.identity.Rights;
import dev.weft.server.identity.SessionKeys;
import dev.weft.spi.AccessContext;
import dev.weft.spi.Decisions;
import dev.weft.spi.MeshLog;
import dev.weft.sql.CheckedQuery;
import dev.weft.sql.Launch;
import dev.weft.sql.PortTables;
import dev.weft.sql.QueryText;
import dev.weft.sql.SqlPlanner;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Queries that somebody thinks about or looks at once: checked against what they may know of, run
 * in the embedded cluster through the gateway as they themselves, and ended when they go.
 */
public final class AdHocQueries {
  private static final int AT_ONCE = 4;
  private static final int TEXT_MAX = 100_000;
  private static final Duration EVERY = Duration.ofSeconds(1);
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final MeshLog mesh;
  private final SqlPlanner planner;
  private final QueryChecks checks;
  private final FlinkClusters clusters;
  private final SessionKeys sessions;
  private final Decisions decisions;
  private final Path data;
  private final Clock clock;
  private final Semaphore places = new Semaphore(AT_ONCE);

  AdHocQueries(
      MeshLog mesh,
      SqlPlanner planner,
      FlinkClusters clusters,
      SessionKeys sessions,
      Decisions decisions,
      Path data,
      Clock clock) {
    this.clock = clock;
    this.mesh = mesh;
    this.planner = planner;
    this.checks = new QueryChecks(planner, clusters);
    this.clusters = clusters;
    this.sessions = sessions;
    this.decisions = decisions;
    this.data = data;
  }

  /**
   * A query that somebody asks about.
   *
   * @param file with a query as a document in {@code text}, in place of a statement
   * @param into the ports that it would fill; empty for one that is only looked at
   */
  public record Asked(
      String file, String text, String sql, List<PortName> into, Map<String, JsonNode> parameters) {
    public Asked {
      into = into == null ? List.of() : List.copyOf(into);
      parameters = parameters == null ? Map.of() : Map.copyOf(parameters);
    }

    QueryText query() {
      if (sql == null || sql.isBlank()) {
        throw Problem.input(
                "missing-field",
                Place.field("sql"),
                "There is no statement.",
                "Give one, such as SELECT * FROM product.port.")
            .asException();
      }
      if (sql.length() > TEXT_MAX) {
        throw Problem.input(
                "too-long",
                Place.field("sql"),
                "The statement has " + sql.length() + " characters.",
                "It may have " + TEXT_MAX + ".")
            .asException();
      }
      return QueryTexts.loose(sql, into, parameters);
    }
  }

  /** Takes rows one by one. */
  public interface Sink {
    /** Whether it wants more. */
    boolean take(DataRecord row);

    /** Asked now and then while no row comes: whether it still wants any. */
    boolean waits();
  }

  /** What the planner says; nothing runs. */
  public CheckPage check(Caller caller, Asked asked) {
    if (asked.text() == null) {
      var product = asked.into().isEmpty() ? "" : asked.into().get(0).product();
      return CheckPage.of(
          planner.check(asked.query(), tables(caller, product)), mesh.state(), clock.instant());
    }
    var document = document(asked);
    var product = document.tree().path("product").asText();
    return CheckPage.of(
        checks.document(document, tables(caller, product)), mesh.state(), clock.instant());
  }

  private static Checked document(Asked asked) {
    var problems = new Problems();
    var documents = new Documents();
    var file = asked.file() == null ? "query.yaml" : asked.file();
    var read = documents.read(new SourceText(file, asked.text()), problems);
    var checked = documents.check(read, problems);
    problems.throwIfAny();
    return checked.stream()
        .filter(one -> one.key().kind() == ResourceKind.QUERY)
        .findFirst()
        .orElseThrow(
            () ->
                Problem.input(
                        "no-query",
                        new Place(file, 1, 1, ""),
                        "The file has no document of kind Query.",
                        "Begin it with 'apiVersion: weft.dev/v1' and 'kind: Query'.")
                    .asException());
  }

  /**
   * Gives rows until there are no more, there are {@code most}, or the sink wants none.
   *
   * @param follow whether to go on where the ports end now
   * @throws ProblemException INPUT when it is not sound, REFUSED when the caller may not read a
   *     port that it names
   */
  public void run(
      Caller caller, AccessContext context, Asked asked, boolean follow, int most, Sink sink) {
    var text = asked.query();
    var tables = tables(caller);
    if (!clusters.hasStarted()) {
      begin(text, tables).forEach(port -> requireRead(caller, context, port));
    }
    if (!places.tryAcquire()) {
      throw Problem.environment(
              "too-many-queries",
              AT_ONCE + " queries are being looked at already.",
              "Try again in a moment.")
          .asException();
    }
    var job = UUID.randomUUID().toString().replace("-", "");
    var admitted = new AtomicBoolean();
    Consumer<CheckedQuery> admission =
        checked -> {
          checked.reads().forEach(port -> requireRead(caller, context, port));
          admitted.set(true);
        };
    try (var session = sessions.open(caller.id(), context);
        var rows =
            PulledRows.of(
                () -> planner.look(text, tables, !follow, admission, launch(job, session.access())),
                () -> clusters.embedded().rest().cancel(job))) {
      give(rows, most, admitted::get, sink);
    } finally {
      places.release();
    }
  }

  /**
   * With the first query of a process its cluster starts while the planner's classes are loaded.
   *
   * @return the ports that it reads
   */
  private List<PortName> begin(QueryText text, PortTables tables) {
    clusters.begin();
    var checked = planner.check(text, tables);
    if (!checked.isSound()) {
      throw new ProblemException(checked.problems());
    }
    return checked.reads();
  }

  /** In the cluster of this process. */
  private Launch launch(String job, KafkaAccess gateway) {
    return new Launch(
        clusters.embedded().address(),
        job,
        gateway,
        Optional.empty(),
        data.toAbsolutePath().resolve("flink").resolve("looks").toUri().toString(),
        EVERY,
        1,
        Duration.ZERO);
  }

  /** Until it is known whether the caller is refused, the sink is told nothing. */
  private static void give(PulledRows rows, int most, BooleanSupplier admitted, Sink sink) {
    var left = most;
    while (left > 0 && !rows.isOver()) {
      var row = rows.next(PATIENCE);
      var waits = row.isEmpty() && !rows.isOver() && admitted.getAsBoolean();
      if ((row.isPresent() && !sink.take(row.get())) || (waits && !sink.waits())) {
        return;
      }
      left -= row.isPresent() ? 1 : 0;
    }
  }

  /**
   * A contract (ODCS) for a port that the statement could fill, for its author to complete.
   *
   * @throws ProblemException INPUT when the statement is not sound, or the port's name is none
   */
  public JsonNode draft(Caller caller, Asked asked, String product, String port) {
    var name =
        PortName.parse(product + "." + port)
            .orElseThrow(
                () ->
                    Problem.input(
                            "bad-name",
                            Place.field("port"),
                            "'" + product + "." + port + "' is not the name of a port.",
                            "A product and a port are small letters, digits, '-' and '_'.")
                        .asException());
    var checked = planner.check(asked.query(), tables(caller));
    if (!checked.isSound()) {
      throw new ProblemException(checked.problems());
    }
    var result = checked.outputs().get(0);
    return planner.draft(
        new CheckedQuery.Output(
            name, result.changes(), result.key(), result.fields(), result.uses()),
        product);
  }

  private void requireRead(Caller caller, AccessContext context, PortName port) {
    var view = decisions.read(caller.id(), port, context);
    if (!view.allowed()) {
      throw Problem.refused(
              "not-authorized",
              "You may not read " + port + ": " + view.reason(),
              "Ask for it: weft subscribe " + port + " --purpose TEXT.")
          .asException();
    }
  }

  private PortTables tables(Caller caller) {
    return tables(caller, "");
  }

  /**
   * With the functions of the caller's own products, those that are for all, and those for queries
   * of a product.
   */
  private PortTables tables(Caller caller, String product) {
    var state = mesh.state();
    var insiders = new Insiders(state, caller);
    var rights = new Rights(state);
    return new VisibleTables(
        new QueryTables(
            new KnownResources(state),
            function ->
                function.isUsableBy(product)
                    || state
                        .find(ResourceKind.DATA_PRODUCT, function.product(), DataProduct.class)
                        .filter(its -> rights.mayChange(caller, its))
                        .isPresent()),
        insiders::sees);
  }
}
