package dev.weft.server.query;

import dev.weft.model.Environment;
import dev.weft.model.FlowSpec;
import dev.weft.model.Place;
import dev.weft.model.Problem;
import dev.weft.model.QuerySpec;
import dev.weft.model.ResourceKind;
import dev.weft.model.SizeText;
import dev.weft.model.format.Known;
import dev.weft.spi.MeshState;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * How much of the Flink of an environment the queries of one product may have, so that they leave
 * room for those of others. What is applied is held to it, and what is about to start.
 */
final class QueryShares {
  private final Environment.QueryLimits limits;

  private QueryShares(Environment.QueryLimits limits) {
    this.limits = limits;
  }

  static QueryShares of(MeshState state, QuerySpec query) {
    return new QueryShares(
        state
            .find(ResourceKind.ENVIRONMENT, environment(query), Environment.class)
            .map(Environment::queryLimits)
            .orElse(Environment.QueryLimits.USUAL));
  }

  static QueryShares of(Known known, QuerySpec query) {
    return new QueryShares(
        known
            .find(ResourceKind.ENVIRONMENT, environment(query), Environment.class)
            .map(Environment::queryLimits)
            .orElse(Environment.QueryLimits.USUAL));
  }

  /** The environment whose limits hold: to say that it is to run in the server escapes none. */
  static String environment(QuerySpec query) {
    var named = query.environment();
    return named.isEmpty() || named.equals(FlowSpec.IN_THE_SERVER)
        ? FlowSpec.DEFAULT_ENVIRONMENT
        : named;
  }

  /** How many cores the product's queries may keep busy together; empty: as many as there are. */
  OptionalDouble cores() {
    return limits.cores();
  }

  /** What is wrong with the query for there being too many of its product. */
  List<Problem> problems(Known known, QuerySpec query, Place place) {
    var all =
        known.names(ResourceKind.QUERY).stream()
            .filter(name -> !name.equals(query.name()))
            .flatMap(name -> known.find(ResourceKind.QUERY, name, QuerySpec.class).stream())
            .filter(one -> isBeside(one, query))
            .toList();
    var tasks = query.execution().parallelism() + tasks(all);
    var problems = new ArrayList<Problem>();
    if (all.size() >= limits.queries()) {
      problems.add(
          beyond(
              place,
              "%s has %d queries, and may have %d."
                  .formatted(query.product(), all.size(), limits.queries())));
    }
    if (tasks > limits.tasks()) {
      problems.add(
          beyond(
              place,
              "The queries of %s would have %d task slots, and may have %d."
                  .formatted(query.product(), tasks, limits.tasks())));
    }
    return problems;
  }

  private static Problem beyond(Place place, String message) {
    return Problem.input(
        "query-limit",
        place,
        message,
        "Remove a query, say less parallelism, or have an administrator raise queryLimits of the"
            + " environment.");
  }

  /** Why a job may not start now, as a sentence; empty when it may. Those that run go on. */
  Optional<String> refusal(MeshState state, QuerySpec query, StateSizes sizes) {
    var queries = new HashMap<String, QuerySpec>();
    state.all(ResourceKind.QUERY, QuerySpec.class).forEach(one -> queries.put(one.name(), one));
    var tasks = query.execution().parallelism();
    var bytes = 0L;
    for (var resource : state.all(ResourceKind.QUERY_RUN)) {
      var other = queries.get(QueryLine.queryOf(resource.name()));
      if (other != null && isBeside(other, query) && resource.as(QueryRun.class).isJob()) {
        tasks += other.name().equals(query.name()) ? 0 : other.execution().parallelism();
        bytes += sizes.of(resource.name());
      }
    }
    if (tasks > limits.tasks()) {
      return Optional.of(
          "The queries of %s would have %d task slots, and may have %d (queryLimits of the environment)."
              .formatted(query.product(), tasks, limits.tasks()));
    }
    return bytes > limits.stateMax()
        ? Optional.of(
            "The queries of %s remember %s together, and may have %s (queryLimits of the environment)."
                .formatted(query.product(), SizeText.of(bytes), SizeText.of(limits.stateMax())))
        : Optional.empty();
  }

  private static boolean isBeside(QuerySpec one, QuerySpec query) {
    return one.product().equals(query.product()) && environment(one).equals(environment(query));
  }

  private static int tasks(List<QuerySpec> all) {
    return all.stream().mapToInt(one -> one.execution().parallelism()).sum();
  }
}
