package dev.weft.server.observe;

import dev.weft.flow.FieldLineage;
import dev.weft.flow.ProcessorTypes;
import dev.weft.model.FlowSpec;
import dev.weft.model.PortName;
import dev.weft.model.Resource;
import dev.weft.model.ResourceKind;
import dev.weft.server.parameters.BoundValues;
import dev.weft.server.parameters.FlowParameters;
import dev.weft.spi.Expressions;
import dev.weft.spi.MeshState;
import dev.weft.spi.flow.FieldMap;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * By which flows and queries fields come from fields, as the processors of the flows declare it and
 * the planner of queries has found. What was found for one state is kept for the next as far as the
 * flows are the same. Safe for any thread.
 */
public final class FlowFields {
  private final ProcessorTypes types;
  private final Expressions expressions;
  private final ForeignColumns foreign;
  private final Map<String, Known> known = new ConcurrentHashMap<>();
  private volatile FlowIndex index = FlowIndex.EMPTY;
  private volatile QueryIndex queries = QueryIndex.EMPTY;

  private record Known(Resource flow, Optional<Resource> bound, FieldLineage lineage) {
    boolean isOf(Resource otherFlow, Optional<Resource> otherBound) {
      return FlowIndex.isSame(flow, otherFlow)
          && FlowIndex.isSame(bound.orElse(null), otherBound.orElse(null));
    }
  }

  /** {@code foreign} follows the mesh log: it says what jobs outside do. */
  public FlowFields(ProcessorTypes types, Expressions expressions, ForeignColumns foreign) {
    this.types = types;
    this.expressions = expressions;
    this.foreign = foreign;
  }

  /** Where no job outside writes anything. */
  public FlowFields(ProcessorTypes types, Expressions expressions) {
    this(types, expressions, new ForeignColumns());
  }

  /** By what fields come from fields. */
  enum By {
    FLOW,
    QUERY,
    JOB
  }

  /**
   * One way by which a field comes to a port.
   *
   * @param flow or {@code query NAME}, or {@code job NAME} for a job outside
   */
  record Way(String flow, FieldLineage.Origin origin, By what) {
    Way(String flow, FieldLineage.Origin origin) {
      this(flow, origin, By.FLOW);
    }

    static Way ofQuery(String query, FieldLineage.Origin origin) {
      return new Way(query, origin, By.QUERY);
    }

    /** For people: {@code flow NAME}, {@code query NAME} or {@code job NAME}. */
    String by() {
      return what == By.FLOW ? "flow " + flow : flow;
    }

    /** Nobody is asked before a job or a query runs, so that what a contract says counts there. */
    boolean carriesDeclaredTags() {
      return what != By.FLOW;
    }

    /** Whether it is known that the value cannot be seen any more. */
    boolean isBlocked() {
      return what == By.QUERY && origin.how() == FieldMap.How.HIDDEN;
    }
  }

  /** Where a field of a port comes from, flow by flow and query by query. */
  List<Way> ways(MeshState state, PortName port, String field) {
    var ways = new ArrayList<Way>();
    for (var flow : flows(state).writers(port)) {
      lineage(state, flow)
          .origins(port, field)
          .forEach(origin -> ways.add(new Way(flow.name(), origin)));
    }
    ways.addAll(queries(state).ways(port, field));
    return ways;
  }

  /** The same, and by jobs outside whose columns say so, over any datasets between. */
  List<Way> waysWithJobs(MeshState state, PortName port, String field) {
    var ways = ways(state, port, field);
    for (var from : foreign.valuesOf(port, field)) {
      var how = FieldMap.How.valueOf(from.how().name());
      var origin = new FieldLineage.Origin("", from.port(), from.field(), how, List.of());
      ways.add(new Way(from.by(), origin, By.JOB));
    }
    return ways;
  }

  /** The ports to which one flow or query leads from this port, or jobs outside. */
  Set<PortName> next(MeshState state, PortName port) {
    var next = new LinkedHashSet<>(foreign.writtenFrom(port));
    readers(state, port).values().forEach(next::addAll);
    queryReaders(state, port).values().forEach(next::addAll);
    return next;
  }

  /** The flows that read this port, and the ports that each of them writes. */
  Map<String, Set<PortName>> readers(MeshState state, PortName port) {
    return flows(state).readers(port);
  }

  /** The queries that read this port, and the ports that each of them fills. */
  Map<String, Set<PortName>> queryReaders(MeshState state, PortName port) {
    return queries(state).readers(port);
  }

  /** These ports and all to which flows and jobs lead from them, however far. */
  Set<PortName> reachedFrom(MeshState state, Collection<PortName> ports) {
    var reached = new LinkedHashSet<>(ports);
    var open = new ArrayDeque<>(reached);
    while (!open.isEmpty()) {
      next(state, open.poll()).stream().filter(reached::add).forEach(open::add);
    }
    return reached;
  }

  /** The ports that a flow writes; none for a flow that cannot be read. */
  public static Set<PortName> writes(Resource flow) {
    return FlowIndex.Ports.of(flow).writes();
  }

  private QueryIndex queries(MeshState state) {
    var now = queries.at(state.all(ResourceKind.QUERY_PLAN));
    queries = now;
    return now;
  }

  /** Two states at a time may be asked about, seldom: then the index is made anew. */
  private FlowIndex flows(MeshState state) {
    var now = index.at(state.all(ResourceKind.FLOW));
    if (now != index) {
      known.keySet().retainAll(now.names());
      index = now;
    }
    return now;
  }

  /**
   * By the values that the flow runs with, as far as they are known here: a default says nothing
   * where a secret or a context may say otherwise, and what is not known counts as opaque.
   */
  public FieldLineage lineage(MeshState state, Resource resource) {
    var bound = state.get(FlowParameters.key(resource.name()));
    var cached = known.get(resource.name());
    if (cached == null || !cached.isOf(resource, bound)) {
      cached = new Known(resource, bound, read(resource, bound));
      known.put(resource.name(), cached);
    }
    return cached.lineage();
  }

  private FieldLineage read(Resource resource, Optional<Resource> bound) {
    var flow = resource.as(FlowSpec.class);
    var values = bound.map(one -> one.as(BoundValues.class)).orElse(BoundValues.NOTHING);
    var isKnown = flow.parameterContext().isEmpty() && values.secrets().isEmpty();
    var written = isKnown ? flow : flow.withoutDefaults();
    return FieldLineage.of(written, types, expressions, values.plain());
  }
}
