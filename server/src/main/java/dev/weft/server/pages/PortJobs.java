package dev.weft.server.pages;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weft.flow.FlowStatus;
import dev.weft.model.PortName;
import dev.weft.model.Resource;
import dev.weft.model.ResourceKey;
import dev.weft.model.ResourceKind;
import dev.weft.server.query.QueryStatus;
import dev.weft.spi.MeshState;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * The flows and queries that read a port now, and how far each is behind its end. They join no
 * consumer group: flows keep their position in the log, queries in Flink's checkpoints.
 */
public final class PortJobs {
  private final Supplier<List<FlowStatus>> flows;
  private final Supplier<List<QueryStatus>> queries;

  public PortJobs(Supplier<List<FlowStatus>> flows, Supplier<List<QueryStatus>> queries) {
    this.flows = flows;
    this.queries = queries;
  }

  /**
   * One of them.
   *
   * @param name with its kind, as the lineage writes it: {@code flow/copies-fill}
   * @param ports the lag is of so many ports together: of a query Flink says no more than the sum
   */
  record Job(String name, String product, int partitions, long lag, int ports) {}

  List<Job> of(MeshState state, PortName port, PortLags.Seen seen) {
    var jobs = new ArrayList<Job>();
    for (var flow : flows.get()) {
      for (var reading : flow.readings()) {
        if (reading.port().equals(port.topic())) {
          var name = "flow/" + flow.name();
          var lag = seen.after(reading.next());
          jobs.add(new Job(name, flow.product(), reading.next().size(), lag, 1));
        }
      }
    }
    for (var query : queries.get()) {
      var reads = reads(state, query.name());
      if (reads.contains(port.topic()) && !query.job().isEmpty()) {
        var name = "query/" + query.name();
        var lag = query.numbers().lag();
        jobs.add(new Job(name, query.product(), seen.ends().size(), lag, reads.size()));
      }
    }
    return jobs;
  }

  /** As the plan's document names them: the rest of a plan may be large, and is not read. */
  private static Set<String> reads(MeshState state, String query) {
    return state
        .get(new ResourceKey(ResourceKind.QUERY_PLAN, query))
        .map(Resource::document)
        .map(
            plan ->
                plan.path("reads")
                    .valueStream()
                    .map(JsonNode::asText)
                    .collect(Collectors.toUnmodifiableSet()))
        .orElse(Set.of());
  }
}
