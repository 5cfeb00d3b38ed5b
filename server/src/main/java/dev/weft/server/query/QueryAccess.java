package dev.weft.server.query;

import dev.weft.model.ClientKey;
import dev.weft.model.Environment;
import dev.weft.model.FunctionSpec;
import dev.weft.model.KafkaAccess;
import dev.weft.model.PrincipalId;
import dev.weft.model.QuerySpec;
import dev.weft.model.ResourceKind;
import dev.weft.server.identity.HostKeys;
import dev.weft.server.identity.SessionKeys;
import dev.weft.spi.Decisions;
import dev.weft.spi.MeshState;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * With which key the jobs of queries go through the gateway, and whether their product may read,
 * write and call what they do. A job in this process has a key that only this process knows; one
 * elsewhere, which outlives it, has a key of the mesh.
 */
final class QueryAccess {
  private final SessionKeys sessions;
  private final HostKeys keys;
  private final Decisions decisions;
  private final CpuShares cpu;
  private final Supplier<MeshState> mesh;

  QueryAccess(
      SessionKeys sessions,
      HostKeys keys,
      Decisions decisions,
      CpuShares cpu,
      Supplier<MeshState> mesh) {
    this.cpu = cpu;
    this.mesh = mesh;
    this.sessions = sessions;
    this.keys = keys;
    this.decisions = decisions;
  }

  /** A key for a job on that site; empty where it needs none of the mesh. */
  Optional<ClientKey> fresh(FlinkClusters.Site site, QuerySpec query, Instant now) {
    return site.flink().map(flink -> keys.ofQuery(query.name(), query.product(), now));
  }

  /** How the job reaches the gateway; {@code key} is the id of its key, or empty. */
  KafkaAccess of(FlinkClusters.Site site, QuerySpec query, String key) {
    if (key.isEmpty()) {
      return sessions.query(query.product(), query.name(), () -> cpu.rest(query.name()));
    }
    var access = sessions.access(key, keys.secret(key));
    var address = site.flink().map(Environment.Flink::gateway).orElse("");
    return address.isEmpty() ? access : new KafkaAccess(address, access.properties());
  }

  /** The query is gone. */
  void gone(QuerySpec query) {
    if (!query.product().isEmpty()) {
      sessions.endQuery(query.product(), query.name());
    }
  }

  /** Why the product may not do what the query does, as a sentence; empty when it may. */
  Optional<String> refusal(QuerySpec query, QueryPlan plan) {
    var product = PrincipalId.product(query.product());
    for (var port : plan.reads()) {
      var view = decisions.read(product, port);
      if (!view.allowed()) {
        return Optional.of(
            "The product " + query.product() + " may not read " + port + ": " + view.reason());
      }
    }
    for (var port : query.ports()) {
      var answer = decisions.write(product, port);
      if (!answer.allowed()) {
        return Optional.of(
            "The product " + query.product() + " may not write " + port + ": " + answer.reason());
      }
    }
    return function(query, plan);
  }

  private Optional<String> function(QuerySpec query, QueryPlan plan) {
    if (plan.functions().isEmpty()) {
      return Optional.empty();
    }
    var state = mesh.get();
    return plan.functions().stream()
        .filter(
            function ->
                state
                    .find(ResourceKind.FUNCTION, function.call(), FunctionSpec.class)
                    .filter(known -> known.isUsableBy(query.product()))
                    .isEmpty())
        .findFirst()
        .map(
            function ->
                "The product " + query.product() + " may not call the function " + function + ".");
  }
}
