package dev.weft.server.apply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.flow.ProcessorTypes;
import dev.weft.model.FlowSpec;
import dev.weft.model.ResourceKey;
import dev.weft.model.ResourceKind;
import dev.weft.model.format.SourceText;
import dev.weft.server.Fixture;
import dev.weft.server.MemoryAudit;
import dev.weft.server.identity.Caller;
import dev.weft.server.parameters.FlowParameters;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FlowVersionsTest {
  private static final String FIRST =
      """
      apiVersion: weft.dev/v1
      kind: Flow
      name: ingest
      product: customers
      parameters:
        host: {default: localhost}
        token: {sensitive: true}
      processors:
        - {name: listen, type: ListenHTTP, settings: {port: 9081, token: "#{token}"}}
        - {name: publish, type: PublishPort, settings: {port: customers.customers}}
      connections: [listen.success -> publish]
      """;
  private static final String SECOND = FIRST.replace("9081", "9082");

  private final Fixture shop = new Fixture();
  private final MemoryAudit audit = new MemoryAudit(shop.clock);
  private final FlowParameters parameters = shop.parameters;
  private final Applier applier =
      new Applier(shop.mesh, parameters, shop.contexts, (document, known) -> List.of(), shop.clock);
  private final FlowVersions versions =
      new FlowVersions(shop.mesh, audit, new ProcessorTypes(List.of()), applier);
  private int audited;

  @Test
  void keepsEveryVersionWithWhoChangedWhat() {
    apply(Fixture.OLGA, FIRST);
    apply(Fixture.ADMIN, SECOND);

    var all = versions.of("ingest");

    assertThat(all).extracting(FlowVersions.Version::version).containsExactly(2L, 1L);
    assertThat(all.get(0).changes())
        .containsExactly("processor 'listen': setting port: 9081 -> 9082");
    assertThat(all.get(0).changedBy()).isEqualTo("admin");
    assertThat(all.get(1).changes()).containsExactly("created");
    assertThat(all.get(1).changedBy()).isEqualTo("olga");
  }

  @Test
  void saysWhatAnOldVersionOrAFileWouldChange() {
    apply(Fixture.OLGA, FIRST);
    apply(Fixture.OLGA, SECOND);

    assertThat(versions.toVersion("ingest", 1))
        .containsExactly("processor 'listen': setting port: 9082 -> 9081");
    assertThat(versions.toText("ingest", new SourceText("f.yaml", SECOND))).isEmpty();
    assertThatThrownBy(() -> versions.toVersion("ingest", 7))
        .hasMessageContaining("no version 7 of the flow 'ingest'");
    assertThatThrownBy(
            () ->
                versions.toText(
                    "ingest", new SourceText("f.yaml", FIRST.replace("ingest", "other"))))
        .hasMessageContaining("holds no flow 'ingest'");
  }

  @Test
  void goesBackWithTheRightsOfAnApplyAndKeepsWhatIsBound() {
    apply(Fixture.OLGA, FIRST, Map.of("host", "db.here"), Map.of("token", "s3cret-s3cret-s3cret"));
    apply(Fixture.OLGA, SECOND);

    assertThatThrownBy(() -> versions.rollback(Fixture.ADA, "ingest", 1))
        .hasMessageContaining("may not write");
    versions.rollback(Fixture.OLGA, "ingest", 1);
    copyAudit();

    assertThat(versions.of("ingest")).extracting(FlowVersions.Version::version).startsWith(3L);
    assertThat(versions.toText("ingest", new SourceText("f.yaml", FIRST))).isEmpty();
    assertThat(values("ingest"))
        .containsEntry("host", "db.here")
        .containsEntry("token", "s3cret-s3cret-s3cret");
  }

  @Test
  void aFlowPromotedFromElsewhereKeepsTheValuesThatWereSetHere() {
    apply(Fixture.OLGA, FIRST, Map.of("host", "prod.db"), Map.of("token", "of-production-only"));

    apply(
        Fixture.OLGA,
        SECOND.replace("default: localhost", "default: test.db").replace("9082", "9083"));

    assertThat(values("ingest"))
        .containsEntry("host", "prod.db")
        .containsEntry("token", "of-production-only");
  }

  @Test
  void beginsAnewWhenAFlowWasDeleted() {
    apply(Fixture.OLGA, FIRST);
    new Deletions(shop.mesh).delete(Fixture.OLGA, new ResourceKey(ResourceKind.FLOW, "ingest"));
    apply(Fixture.OLGA, SECOND);

    assertThat(versions.of("ingest")).hasSize(1);
    assertThat(versions.of("ingest").get(0).changes()).containsExactly("created");
  }

  @Test
  void keepsWhatAnyResourceWas() {
    apply(Fixture.OLGA, FIRST);
    apply(Fixture.ADMIN, SECOND);
    var now = shop.mesh.state().get(new ResourceKey(ResourceKind.FLOW, "ingest")).orElseThrow();

    var all = new ResourceVersions(audit).of(now);

    assertThat(all).extracting(ResourceVersions.Version::version).containsExactly(2L, 1L);
    assertThat(all.get(0).text()).contains("9082");
    assertThat(all.get(1).text()).contains("9081");
    assertThat(all)
        .extracting(ResourceVersions.Version::changedBy)
        .containsExactly("admin", "olga");
    assertThat(new ResourceVersions(new MemoryAudit(shop.clock)).of(now)).hasSize(1);
  }

  private Map<String, String> values(String name) {
    var state = shop.mesh.state();
    var flow = state.find(ResourceKind.FLOW, name, FlowSpec.class).orElseThrow();
    return parameters.of(state, flow).open();
  }

  private void apply(Caller caller, String text) {
    apply(caller, text, Map.of(), Map.of());
  }

  private void apply(
      Caller caller, String text, Map<String, String> plain, Map<String, String> secrets) {
    var source = new SourceText("flow.yaml", text);
    applier.apply(caller, new Applier.Request(List.of(source), plain, secrets, false));
    copyAudit();
  }

  /** The mesh's own events, which a real mesh commits into the audit with the resources. */
  private void copyAudit() {
    var all = shop.mesh.audit();
    for (var event : all.subList(audited, all.size())) {
      audit.append(event).join();
    }
    audited = all.size();
  }
}
