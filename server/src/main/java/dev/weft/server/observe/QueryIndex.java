package dev.weft.server.observe;

import dev.weft.flow.FieldLineage.Origin;
import dev.weft.model.PortName;
import dev.weft.model.Resource;
import dev.weft.server.query.QueryPlan;
import dev.weft.spi.flow.FieldMap;
import dev.weft.sql.CheckedQuery;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The plans of the queries of one state, by the ports that they fill and read. Immutable. */
final class QueryIndex {
  static final QueryIndex EMPTY = new QueryIndex(List.of());
  private static final Logger LOG = LoggerFactory.getLogger(QueryIndex.class);
  private static final String QUERY = "query ";

  private final List<Resource> plans;
  private final Map<PortName, Map<String, CheckedQuery.Output>> writers = new HashMap<>();
  private final Map<PortName, Map<String, Set<PortName>>> readers = new HashMap<>();

  private QueryIndex(List<Resource> plans) {
    this.plans = plans;
    for (var plan : plans) {
      try {
        add(plan.name(), QueryPlan.of(plan));
      } catch (RuntimeException e) {
        // A document that was let in although it is odd must not stop the process.
        LOG.error("{} is left out of what is known of fields", plan.key(), e);
      }
    }
  }

  private void add(String query, QueryPlan plan) {
    var written = new LinkedHashSet<PortName>();
    for (var output : plan.outputs()) {
      written.add(output.port());
      writers.computeIfAbsent(output.port(), added -> new LinkedHashMap<>()).put(query, output);
    }
    for (var port : plan.reads()) {
      readers.computeIfAbsent(port, added -> new LinkedHashMap<>()).put(query, written);
    }
  }

  /** This one if the plans are the very same; else one of those. */
  QueryIndex at(List<Resource> now) {
    var same = now.size() == plans.size();
    for (var i = 0; same && i < now.size(); i++) {
      same = FlowIndex.isSame(now.get(i), plans.get(i));
    }
    return same ? this : new QueryIndex(List.copyOf(now));
  }

  /** Where a field of a port comes from, query by query. */
  List<FlowFields.Way> ways(PortName port, String field) {
    var all = new ArrayList<FlowFields.Way>();
    writers
        .getOrDefault(port, Map.of())
        .forEach(
            (query, output) ->
                output.fields().stream()
                    .filter(one -> isOf(field, one.name()))
                    .flatMap(one -> one.from().stream())
                    .distinct()
                    .forEach(from -> all.add(way(query, from))));
    return all;
  }

  private static FlowFields.Way way(String query, CheckedQuery.Origin from) {
    var how =
        switch (from.how()) {
          case IDENTITY -> FieldMap.How.COPIED;
          case TRANSFORMED, AGGREGATED -> FieldMap.How.DERIVED;
          case HIDDEN -> FieldMap.How.HIDDEN;
        };
    var origin = new Origin("", Optional.of(from.port()), from.field(), how, List.of());
    return FlowFields.Way.ofQuery(QUERY + query, origin);
  }

  /** A field within a column has what the column has. */
  private static boolean isOf(String field, String column) {
    return field.equals(column) || field.startsWith(column + ".");
  }

  /** The queries that read this port, and the ports that each of them fills. */
  Map<String, Set<PortName>> readers(PortName port) {
    return readers.getOrDefault(port, Map.of());
  }

  /** The ports that a plan fills; none of one that cannot be read. */
  static Set<PortName> writes(Resource plan) {
    try {
      var ports = new LinkedHashSet<PortName>();
      QueryPlan.of(plan).outputs().forEach(output -> ports.add(output.port()));
      return ports;
    } catch (RuntimeException e) {
      return Set.of();
    }
  }
}
