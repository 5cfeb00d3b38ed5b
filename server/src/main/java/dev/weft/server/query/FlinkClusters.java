package dev.weft.server.query;

import dev.weft.engines.EmbeddedFlink;
import dev.weft.model.Environment;
import dev.weft.model.FlowSpec;
import dev.weft.model.Problem;
import dev.weft.model.ProblemException;
import dev.weft.model.QuerySpec;
import dev.weft.model.ResourceKind;
import dev.weft.spi.MeshState;
import dev.weft.sql.Launch;
import dev.weft.sql.cluster.FlinkRest;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The Flink clusters that run queries: the one in this process, started when the first query needs
 * it, and those that environments name. Safe for any thread.
 */
public final class FlinkClusters implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(FlinkClusters.class);
  private static final String EMBEDDED = "";

  private final Path data;
  private final Map<String, Cluster> known = new ConcurrentHashMap<>();
  private List<Path> jars = List.of();
  private EmbeddedFlink embedded;
  private boolean closed;

  public FlinkClusters(Path data) {
    this.data = data;
  }

  /** One cluster, and how it is asked. */
  record Cluster(Launch.Cluster address, FlinkRest rest) {
    static Cluster of(Launch.Cluster address) {
      return new Cluster(address, new FlinkRest(address));
    }
  }

  /**
   * Where a query runs.
   *
   * @param flink empty: in this process
   */
  record Site(Optional<Environment.Flink> flink) {
    /** As {@link QueryRun#cluster()} has it. */
    String name() {
      return flink.map(Environment.Flink::url).orElse(EMBEDDED);
    }
  }

  /** Where a query is to run: in its environment, else in the one that is called default. */
  static Site site(MeshState state, QuerySpec query) {
    var named = query.environment();
    if (named.equals(FlowSpec.IN_THE_SERVER)) {
      return new Site(Optional.empty());
    }
    var name = named.isEmpty() ? FlowSpec.DEFAULT_ENVIRONMENT : named;
    var found = state.find(ResourceKind.ENVIRONMENT, name, Environment.class);
    if (found.isEmpty() && !named.isEmpty()) {
      throw Problem.conflict(
              "no-such-environment", "The environment '" + named + "' is not there.", "Apply it.")
          .asException();
    }
    return new Site(found.flatMap(Environment::flink));
  }

  /** Whether a query is to run in this process, as far as can be told yet. */
  static boolean isHere(MeshState state, QuerySpec query) {
    try {
      return site(state, query).flink().isEmpty();
    } catch (ProblemException e) {
      return false; // Its environment comes with it, or it will be told that it does not.
    }
  }

  /** The cluster of this name, if it can be known: the embedded one only while it runs. */
  Optional<Cluster> find(MeshState state, String name) {
    if (name.equals(EMBEDDED)) {
      return Optional.ofNullable(known.get(EMBEDDED));
    }
    // An environment that is gone does not end the jobs that run there.
    return siteOf(state, name).flink().map(this::remote);
  }

  /** The site of the cluster of this name, as environments have it now. */
  Site siteOf(MeshState state, String name) {
    if (name.equals(EMBEDDED)) {
      return new Site(Optional.empty());
    }
    return new Site(
        Optional.of(
            state.all(ResourceKind.ENVIRONMENT, Environment.class).stream()
                .flatMap(each -> each.flink().stream())
                .filter(flink -> flink.url().equals(name))
                .findFirst()
                .orElseGet(() -> new Environment.Flink(name, "", "", Map.of()))));
  }

  /** The cluster of a site; starts the embedded one. */
  Cluster at(Site site) {
    return site.flink().map(this::remote).orElseGet(this::embedded);
  }

  private Cluster remote(Environment.Flink flink) {
    var address = new Launch.Cluster(URI.create(flink.url()), flink.properties(), jars());
    return known.compute(
        flink.url(),
        (url, before) ->
            before != null && before.address().equals(address) ? before : Cluster.of(address));
  }

  private synchronized List<Path> jars() {
    if (jars.isEmpty()) {
      jars = JobJars.of(System.getProperty("java.class.path", ""), data.resolve("flink"));
    }
    return jars;
  }

  /** The one in this process. */
  synchronized Cluster embedded() {
    if (closed) {
      throw Problem.environment("stopping", "Weft stops.", "").asException();
    }
    if (embedded == null) {
      embedded = EmbeddedFlink.start(data);
      known.put(
          EMBEDDED,
          Cluster.of(new Launch.Cluster(embedded.url(), embedded.clientSettings(), List.of())));
    }
    return known.get(EMBEDDED);
  }

  /**
   * Starts the one in this process beside, for who will need it soon and is told then if it cannot:
   * both the cluster and the planner take seconds to load.
   */
  void begin() {
    if (hasStarted()) {
      return;
    }
    var start = new Thread(this::tryToStart, "weft-flink-start");
    start.setDaemon(true);
    start.start();
  }

  private void tryToStart() {
    try {
      var unused = embedded();
    } catch (ProblemException e) {
      LOG.debug("The embedded Flink could not be started ahead", e);
    }
  }

  /** Whether the cluster in this process has been needed. */
  public synchronized boolean hasStarted() {
    return embedded != null;
  }

  @Override
  public synchronized void close() {
    closed = true;
    if (embedded != null) {
      embedded.close();
      embedded = null;
      known.remove(EMBEDDED);
    }
  }
}
