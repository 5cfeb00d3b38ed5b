package dev.weft.server.query;

import dev.weft.engines.EmbeddedFlink;
import dev.weft.model.KafkaAccess;
import dev.weft.server.identity.HostKeys;
import dev.weft.server.identity.SessionKeys;
import dev.weft.spi.Decisions;
import dev.weft.spi.MeshLog;
import dev.weft.spi.Schemas;
import dev.weft.sql.SqlPlanner;
import java.nio.file.Path;
import java.time.Clock;
import java.util.function.BooleanSupplier;

/** All that a server has of queries, put together. What starts first stops last. */
public final class Queries implements AutoCloseable {
  private final SqlPlanner planner;
  private final Clock clock;
  private final FlinkClusters clusters;
  private final QueryKeeper keeper;
  private final QueryControls controls;
  private final AdHocQueries adHoc;
  private final FunctionPages functions;
  private final FunctionOffers offers;

  /**
   * @param kafka the cluster behind the gateway, as Weft itself
   * @param offersJars whether people may send jars with functions
   * @param server this one's address for people
   * @param data Weft's data folder
   */
  public Queries(
      MeshLog mesh,
      BooleanSupplier writer,
      SqlPlanner planner,
      FunctionFolder jars,
      FlinkClusters clusters,
      boolean offersJars,
      String server,
      Schemas schemas,
      SessionKeys sessions,
      HostKeys keys,
      Decisions decisions,
      KafkaAccess kafka,
      Path data,
      Clock clock) {
    this.planner = planner;
    this.clock = clock;
    this.clusters = clusters;
    var ledger = new QueryLedger(mesh);
    var cpu = new CpuShares(() -> EmbeddedFlink.threads().cpuNanos(), System::nanoTime);
    var parts =
        new KeptQuery.Parts(
            planner,
            new QueryPlans(planner, ledger, schemas),
            ledger,
            new QueryAccess(sessions, keys, decisions, cpu, mesh::state),
            clusters,
            new Checkpoints(data),
            new UpcomingContents(kafka, sessions),
            new LeftOutRecords(kafka),
            new StateSizes(),
            cpu,
            clock);
    this.keeper = new QueryKeeper(mesh, writer, parts, clock);
    this.functions = new FunctionPages(mesh, jars);
    this.offers = new FunctionOffers(mesh, new OfferedJars(data), jars, offersJars, server, clock);
    this.controls = new QueryControls(mesh, keeper);
    this.adHoc = new AdHocQueries(mesh, planner, clusters, sessions, decisions, data, clock);
  }

  /** The jars of functions in a data folder. */
  public static FunctionFolder functions(Path data) {
    return new FunctionFolder(data);
  }

  public void start() {
    keeper.start();
  }

  public QueryControls controls() {
    return controls;
  }

  public AdHocQueries adHoc() {
    return adHoc;
  }

  public FunctionPages functions() {
    return functions;
  }

  public FunctionOffers offers() {
    return offers;
  }

  public QueryKeeper keeper() {
    return keeper;
  }

  public FlinkClusters clusters() {
    return clusters;
  }

  /** For Prometheus. */
  public String metrics() {
    return QueryMetrics.of(keeper.status(), clock.instant());
  }

  @Override
  public void close() {
    keeper.close();
    clusters.close();
    planner.close();
  }
}
