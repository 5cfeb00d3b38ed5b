package dev.weft.server.connect;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.model.Json;
import dev.weft.model.ResourceKind;
import dev.weft.server.Fixture;
import org.junit.jupiter.api.Test;

class HostedFlowsTest {
  private final Fixture shop = new Fixture();

  @Test
  void whatNeedsTheServerIsRefusedForAFlowThatIsElsewhere() {
    host(FlowHost.of("fill", "http://connect:8083", "flow-1"));

    assertThatThrownBy(() -> HostedFlows.requireInServer(shop.mesh.state(), "fill"))
        .hasMessageContaining("runs on Kafka Connect");
  }

  @Test
  void aFlowThatHasComeBackIsHere() {
    host(FlowHost.of("fill", "http://connect:8083", "flow-1").end());

    assertThatCode(() -> HostedFlows.requireInServer(shop.mesh.state(), "fill"))
        .doesNotThrowAnyException();
    assertThatCode(() -> HostedFlows.requireInServer(shop.mesh.state(), "other"))
        .doesNotThrowAnyException();
  }

  private void host(FlowHost host) {
    shop.mesh.put(ResourceKind.FLOW_HOST, host.flow(), Json.text(host));
  }
}
