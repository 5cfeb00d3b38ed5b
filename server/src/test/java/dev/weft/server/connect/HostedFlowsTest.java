package dev.weft.server.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.flow.ProcessorTypes;
import dev.weft.flow.host.Beat;
import dev.weft.model.ClientKey;
import dev.weft.model.Json;
import dev.weft.model.PortName;
import dev.weft.model.PrincipalId;
import dev.weft.model.ResourceKind;
import dev.weft.policy.CelExpressions;
import dev.weft.policy.PolicyEngine;
import dev.weft.processors.standard.GenerateRecords;
import dev.weft.processors.standard.InvokeHTTP;
import dev.weft.server.Fixture;
import dev.weft.server.apply.FlowDestinations;
import dev.weft.server.identity.HostKeys;
import dev.weft.spi.FieldObserver;
import dev.weft.spi.SourceObserver;
import dev.weft.spi.flow.SourceTables;
import dev.weft.spi.flow.SourceTables.Table;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class HostedFlowsTest {
  private final Fixture shop = new Fixture();
  private final List<String> told = new ArrayList<>();

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

  /** The server decides where it sends: the host only hears that nothing of it shall run. */
  @Test
  void aFlowThatMayNotSendIsHeldAtItsHostUntilItMay() {
    var engine = new PolicyEngine(shop.clock, new byte[16]);
    shop.mesh.follow(engine);
    var hosted = hosted(engine, SourceObserver.NONE);
    shop.mesh.put(
        ResourceKind.FLOW,
        "out",
        "{'name':'out','product':'customers','processors':["
            + "{'name':'make','type':'GenerateRecords','settings':{'fields':{'a':'1'}}},"
            + "{'name':'send','type':'InvokeHTTP','settings':{'url':'https://a.example'}}],"
            + "'connections':['make.success -> send']}");
    assertThat(held(hosted)).isEmpty();

    policy("https://b.example");
    assertThat(held(hosted)).containsExactly("make", "send");
    assertThat(hosted.refusal("out")).contains("'send' may not send to https://a.example:443");
    assertThat(told).containsExactly("out: https://a.example:443");

    policy("https://a.example");
    assertThat(held(hosted)).isEmpty();
    assertThat(hosted.refusal("out")).isEmpty();
  }

  /** As if it ran here: what is new at its source is known in the mesh, and told at the flow. */
  @Test
  void whatItsSourceSeesIsHeardWithTheBeat() {
    shop.mesh.put(
        ResourceKind.FLOW,
        "out",
        "{'name':'out','product':'customers','processors':["
            + "{'name':'read','type':'GenerateRecords','settings':{'fields':{'a':'1'}}}]}");
    var seen = new ArrayList<String>();
    var hosted =
        hosted(
            new PolicyEngine(shop.clock, new byte[16]),
            (reader, tables) -> {
              seen.add(reader.flow() + " " + reader.product() + " " + reader.processor());
              return CompletableFuture.completedFuture(List.of("A table has turned up."));
            });

    assertThat(hosted.beat(KEY, beat("read", List.of())).news())
        .containsExactly("A table has turned up.");
    assertThat(hosted.beat(KEY, beat("no-such", List.of())).news()).isEmpty();
    assertThat(seen).containsExactly("out customers read");
    assertThat(hosted.heard("out").orElseThrow().beat().sighting()).isNull();
    assertThatThrownBy(() -> hosted.beat(KEY, beat("read", Collections.nCopies(1_001, TABLE))))
        .hasMessageContaining("at most 1000 tables");
  }

  private static final Table TABLE = new Table("public", "t", List.of());

  private static Beat beat(String processor, List<Table> takes) {
    var tables = SourceTables.taken(takes, List.of(), "", true);
    return new Beat("", "", null, null, new Beat.Sighting(processor, tables));
  }

  private HostedFlows hosted(PolicyEngine engine, SourceObserver sources) {
    var types = new ProcessorTypes(List.of(new GenerateRecords(), new InvokeHTTP()));
    var destinations =
        new FlowDestinations(
            shop.parameters,
            types,
            new CelExpressions(),
            engine,
            (flow, sent) -> told.add(flow.name() + ": " + sent.place()));
    return new HostedFlows(
        shop.mesh,
        new HostKeys(new byte[32], new SecureRandom()),
        shop.parameters,
        engine,
        destinations,
        NOBODY_LOOKS,
        sources,
        shop.clock);
  }

  private static final ClientKey KEY =
      new ClientKey(
          "k",
          PrincipalId.product("customers"),
          "",
          "",
          "",
          "",
          4096,
          Instant.EPOCH,
          Optional.empty(),
          false,
          "",
          "",
          "out");

  private static final FieldObserver NOBODY_LOOKS =
      new FieldObserver() {
        @Override
        public Set<String> known(PortName port) {
          return Set.of();
        }

        @Override
        public CompletableFuture<Void> seen(PortName port, Map<String, FieldSample> samples) {
          return CompletableFuture.completedFuture(null);
        }
      };

  private static List<String> held(HostedFlows hosted) {
    return hosted.beat(KEY, new Beat("", "", null, null, null)).held();
  }

  private void policy(String to) {
    shop.mesh.put(
        ResourceKind.POLICY,
        "sends",
        "{'name':'sends','type':'egress','resources':{'domains':['shop']},"
            + "'rules':[{'to':['"
            + to
            + "'],'allow':['send']}]}");
  }

  private void host(FlowHost host) {
    shop.mesh.put(ResourceKind.FLOW_HOST, host.flow(), Json.text(host));
  }
}
