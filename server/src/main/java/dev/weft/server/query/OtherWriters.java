package dev.weft.server.query;

import dev.weft.model.PortName;
import dev.weft.model.QuerySpec;
import dev.weft.model.Resource;
import dev.weft.model.ResourceKind;
import dev.weft.server.observe.FlowFields;
import dev.weft.spi.MeshState;
import java.util.Collection;
import java.util.Collections;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Who else fills the ports of a query: their rows would be taken for such as are gone. */
final class OtherWriters {
  private OtherWriters() {}

  /** A sentence that names one; empty where there is none. */
  static Optional<String> of(MeshState state, QuerySpec query, Set<PortName> ports) {
    var queries =
        state.all(ResourceKind.QUERY, QuerySpec.class).stream()
            .filter(one -> !one.name().equals(query.name()))
            .filter(one -> meets(ports, one.ports()))
            .map(one -> "the query " + one.name());
    var flows =
        state.all(ResourceKind.FLOW).stream()
            .filter(flow -> meets(ports, FlowFields.writes(flow)))
            .map(Resource::name)
            .map(name -> "the flow " + name);
    return Stream.concat(queries, flows)
        .findFirst()
        .map(
            other ->
                "It cannot take the other's place: "
                    + other
                    + " fills the same port, and its rows would be removed.");
  }

  private static boolean meets(Set<PortName> ports, Collection<PortName> others) {
    return !Collections.disjoint(ports, others);
  }
}
