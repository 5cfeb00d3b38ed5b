package dev.weft.model;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The engines in which flows run: those that the server starts itself, unless an address is named.
 *
 * @param connect an existing Kafka Connect cluster that runs the environment's flows
 * @param flink an existing Flink session cluster that runs its queries
 * @param queryLimits how much of it the queries of one product may have
 */
public record Environment(
    String name,
    String description,
    Optional<Connect> connect,
    Optional<Flink> flink,
    QueryLimits queryLimits) {
  public Environment {
    description = Defaults.text(description);
    connect = connect == null ? Optional.empty() : connect;
    flink = flink == null ? Optional.empty() : flink;
    queryLimits = queryLimits == null ? QueryLimits.USUAL : queryLimits;
  }

  /**
   * How much the queries of one product may have, so that they leave room for those of others.
   *
   * @param queries how many there may be
   * @param tasks how many task slots they may have together: the sum of their parallelism
   * @param state how large their state may be together, such as 4GB
   * @param cpu how many cores they may keep busy together over time, such as 0.5; null: as many as
   *     there are. Only where Weft starts Flink itself, which tells its jobs apart
   */
  public record QueryLimits(Integer queries, Integer tasks, String state, Double cpu) {
    public static final QueryLimits USUAL = new QueryLimits(null, null, null, null);
    private static final int QUERIES = 40;
    private static final int TASKS = 64;
    private static final long STATE = 4L << 30;

    public QueryLimits {
      queries = queries == null ? QUERIES : queries;
      tasks = tasks == null ? TASKS : tasks;
      state = Defaults.text(state);
    }

    /** Empty: as many as there are. */
    public OptionalDouble cores() {
      return cpu == null ? OptionalDouble.empty() : OptionalDouble.of(cpu);
    }

    /** Bytes. */
    public long stateMax() {
      return SizeText.parse(state).orElse(STATE);
    }
  }

  /**
   * A Flink session cluster.
   *
   * @param url where its REST interface is
   * @param gateway how its task managers reach the gateway; empty: as every client does
   * @param checkpoints a folder that they and Weft share, or the URL of an object store; empty:
   *     Weft's data folder, which fits a cluster on the same machine
   * @param properties for Flink's client and for the jobs, in Flink's own words
   */
  public record Flink(
      String url, String gateway, String checkpoints, Map<String, String> properties) {
    public Flink {
      url = Connect.withoutSlash(url);
      gateway = Defaults.text(gateway);
      checkpoints = Defaults.text(checkpoints);
      properties = Defaults.map(properties);
    }
  }

  /**
   * A Kafka Connect cluster whose workers have Weft's plug-in.
   *
   * @param url where its REST interface is
   * @param server how workers reach Weft's REST interface; empty: as other servers do
   * @param gateway how workers reach the gateway; empty: as every client does
   * @param properties with which they do, besides the login: a trust store, for example
   * @param secret names, for the workers' configuration provider, the secret of the hosts; empty:
   *     each connector's settings hold its own key's secret
   */
  public record Connect(
      String url, String server, String gateway, Map<String, String> properties, String secret) {
    public Connect {
      url = withoutSlash(url);
      server = withoutSlash(Defaults.text(server));
      gateway = Defaults.text(gateway);
      properties = Defaults.map(properties);
      secret = Defaults.text(secret);
    }

    private static String withoutSlash(String text) {
      return text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
    }
  }
}
