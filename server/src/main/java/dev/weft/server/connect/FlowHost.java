package dev.weft.server.connect;

import dev.weft.model.ResourceKey;
import dev.weft.model.ResourceKind;
import dev.weft.spi.MeshState;
import java.util.Optional;

/**
 * That a flow runs on a Kafka Connect cluster, or did until its connector is gone.
 *
 * @param connect the URL of the cluster's REST interface
 * @param connector the name of the flow's connector there
 * @param key the id of the key with which it runs
 * @param ended it runs there no more, and has no key; only the connector must be removed yet
 */
record FlowHost(String flow, String connect, String connector, String key, boolean ended) {
  /** Names the connectors of Weft on a cluster that has others. */
  private static final String PREFIX = "weft-";

  static FlowHost of(String flow, String connect, String key) {
    return new FlowHost(flow, connect, PREFIX + flow, key, false);
  }

  FlowHost end() {
    return new FlowHost(flow, connect, connector, "", true);
  }

  static ResourceKey key(String flow) {
    return new ResourceKey(ResourceKind.FLOW_HOST, flow);
  }

  static Optional<FlowHost> find(MeshState state, String flow) {
    return state.find(ResourceKind.FLOW_HOST, flow, FlowHost.class);
  }
}
