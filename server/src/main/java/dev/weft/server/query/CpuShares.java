package dev.weft.server.query;

import dev.weft.model.QuerySpec;
import dev.weft.model.ResourceKind;
import dev.weft.spi.MeshState;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * How much of the processor queries use in the Flink of this process, and how long those of a
 * product that has a limit have to wait before they read on: the gateway holds their reading.
 * Measured by one thread, asked by any.
 */
final class CpuShares {
  /** A share is an average over about so long, in which the newest counts most. */
  private static final double AVERAGED_SECONDS = 5;

  private static final double NANOS = 1e9;

  private final Supplier<Map<String, Long>> jobs;
  private final LongSupplier nanos;
  private final Map<String, Used> used = new HashMap<>();
  private final Map<Team, CpuAccount> accounts = new HashMap<>();
  private volatile Map<String, CpuShare> shares = Map.of();
  private long looked;

  /**
   * @param jobs what each job has used so far, in nanoseconds of CPU time
   */
  CpuShares(Supplier<Map<String, Long>> jobs, LongSupplier nanos) {
    this.jobs = jobs;
    this.nanos = nanos;
    this.looked = nanos.getAsLong();
  }

  /** The queries that share a limit. */
  private record Team(String product, String environment) {}

  /**
   * What one query uses.
   *
   * @param job what its jobs had used when that was looked at last
   * @param seconds that it has used in all
   */
  private record Used(Map<String, Long> job, double seconds, double cores) {
    static final Used NOTHING = new Used(Map.of(), 0, 0);

    /** The same when so much time has passed and its jobs have used so much. */
    Used then(Map<String, Long> now, double passed) {
      var drawn = 0.0;
      for (var one : now.entrySet()) {
        var known = job.getOrDefault(one.getKey(), 0L);
        // A job that Flink has started again begins anew.
        drawn += (one.getValue() < known ? one.getValue() : one.getValue() - known) / NANOS;
      }
      var weight = 1 - Math.exp(-passed / AVERAGED_SECONDS);
      return new Used(now, seconds + drawn, cores + weight * (drawn / passed - cores));
    }
  }

  /** Measures what was used since the last time. */
  void look(MeshState state) {
    var now = nanos.getAsLong();
    var passed = (now - looked) / NANOS;
    if (passed <= 0) {
      return;
    }
    looked = now;
    var byQuery = byQuery(state);
    var teams = new HashMap<String, Team>();
    var drawn = new HashMap<Team, Double>();
    for (var query : state.all(ResourceKind.QUERY, QuerySpec.class)) {
      var team = new Team(query.product(), QueryShares.environment(query));
      var before = used.getOrDefault(query.name(), Used.NOTHING);
      var after = before.then(byQuery.getOrDefault(query.name(), Map.of()), passed);
      used.put(query.name(), after);
      teams.put(query.name(), team);
      drawn.merge(team, after.seconds() - before.seconds(), Double::sum);
      limit(team, QueryShares.of(state, query).cores());
    }
    used.keySet().retainAll(teams.keySet());
    accounts.keySet().retainAll(drawn.keySet());
    accounts.forEach((team, account) -> account.drawn(drawn.get(team), passed));
    shares = shares(teams);
  }

  private void limit(Team team, OptionalDouble most) {
    if (most.isEmpty()) {
      accounts.remove(team);
      return;
    }
    accounts.compute(
        team,
        (any, known) ->
            known != null && known.cores() == most.getAsDouble()
                ? known
                : new CpuAccount(most.getAsDouble()));
  }

  private Map<String, CpuShare> shares(Map<String, Team> teams) {
    var together = new HashMap<Team, Double>();
    teams.forEach((query, team) -> together.merge(team, used.get(query).cores(), Double::sum));
    var all = new HashMap<String, CpuShare>();
    teams.forEach(
        (query, team) -> {
          var its = used.get(query);
          var account = Optional.ofNullable(accounts.get(team));
          all.put(
              query,
              new CpuShare(
                  its.seconds(),
                  its.cores(),
                  together.get(team),
                  account.map(CpuAccount::cores),
                  account.filter(CpuAccount::isHeld).isPresent(),
                  account.map(CpuAccount::rest).orElse(Duration.ZERO)));
        });
    return Map.copyOf(all);
  }

  /** What the jobs of each query have used, its own and the one beside. */
  private Map<String, Map<String, Long>> byQuery(MeshState state) {
    var all = jobs.get();
    var byQuery = new HashMap<String, Map<String, Long>>();
    for (var resource : state.all(ResourceKind.QUERY_RUN)) {
      var job = resource.as(QueryRun.class).job();
      if (all.containsKey(job)) {
        byQuery
            .computeIfAbsent(QueryLine.queryOf(resource.name()), any -> new HashMap<>())
            .put(job, all.get(job));
      }
    }
    return byQuery;
  }

  /** What a query uses; empty for one that is not known here. */
  Optional<CpuShare> of(String query) {
    return Optional.ofNullable(shares.get(query));
  }

  /** How long a query has to wait before it reads on; empty for one that has no limit. */
  Optional<Duration> rest(String query) {
    return of(query).filter(share -> share.most().isPresent()).map(CpuShare::rest);
  }
}
