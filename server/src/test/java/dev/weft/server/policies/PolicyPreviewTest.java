package dev.weft.server.policies;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weft.model.Json;
import dev.weft.model.PortName;
import dev.weft.model.PrincipalId;
import dev.weft.model.ResourceKind;
import dev.weft.model.format.SourceText;
import dev.weft.policy.PolicyEngine;
import dev.weft.server.Fixture;
import dev.weft.server.MemoryAudit;
import dev.weft.server.access.PortReader;
import dev.weft.server.apply.Applier;
import dev.weft.server.audit.Replay;
import dev.weft.server.identity.Caller;
import dev.weft.spi.AccessContext;
import dev.weft.spi.Fold.Change;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PolicyPreviewTest {
  private static final PortName PORT = PortName.parse("customers.customers").orElseThrow();
  private static final JsonNode RECORD = Json.parse("{\"id\": 7, \"email\": \"ada@example.org\"}");
  private static final String LETS_ALL_IN =
      "{'apiVersion':'weft.dev/v1','kind':'Policy','name':'all-read','type':'access',"
          + "'resources':{'domains':['shop']},'rules':[{'principals':{'everyone':true},'allow':['read']}]}";
  private static final String MASKS =
      """
      apiVersion: weft.dev/v1
      kind: Policy
      name: mask-email
      type: mask
      resources: {fields: [customers.customers.email]}
      rules:
        - {principals: {users: [olga]}, mask: none}
        - {principals: {everyone: true}, mask: redact}
      """;
  private static final String ODD_ROWS_ONLY =
      """
      apiVersion: weft.dev/v1
      kind: Policy
      name: small-only
      type: row-filter
      resources: {ports: [customers.customers]}
      rules:
        - {principals: {users: [ada]}, filter: "record.id < 5"}
      """;

  private final Fixture shop = new Fixture();
  private final PolicyEngine policy = engine(List.of());
  private final Applier applier =
      new Applier(
          shop.mesh, shop.parameters, shop.contexts, (document, known) -> List.of(), shop.clock);
  private final PolicyPreview preview =
      new PolicyPreview(
          shop.mesh,
          policy,
          this::engine,
          new Replay(new MemoryAudit(shop.clock), policy, this::engine, shop.clock),
          applier,
          (reader, context, port, max) ->
              List.of(new PortReader.Seen(0, 1, Instant.EPOCH, "7", RECORD)),
          shop.clock);

  @BeforeEach
  void openTheShop() {
    shop.mesh.follow(policy);
    shop.mesh.put(ResourceKind.POLICY, "all-read", LETS_ALL_IN);
    shop.mesh.put(
        ResourceKind.PORT_FIELDS,
        "customers.customers",
        "{'port':'customers.customers','fields':{"
            + "'id':{'type':'integer','inContract':true,'firstSeen':'2026-05-01T12:00:00Z','tags':[]},"
            + "'email':{'type':'string','inContract':true,'firstSeen':'2026-05-01T12:00:00Z','tags':[]}}}");
  }

  @Test
  void showsARecordAsSomebodyElseWouldSeeItAfterAChange() {
    var seen = look(Fixture.ADMIN, "ada", MASKS);

    assertThat(seen.now().allowed()).isTrue();
    assertThat(seen.records()).hasSize(1);
    var row = seen.records().get(0);
    assertThat(row.value()).isEqualTo(RECORD);
    assertThat(row.now().value()).contains(RECORD);
    assertThat(email(row.then())).isNotEqualTo("ada@example.org").isNotEmpty();
    assertThat(email(look(Fixture.ADMIN, "olga", MASKS).records().get(0).then()))
        .isEqualTo("ada@example.org");
  }

  @Test
  void leavesOutWhatTheRowFilterWouldLeaveOut() {
    var row = look(Fixture.ADMIN, "ada", ODD_ROWS_ONLY).records().get(0);

    assertThat(row.now().outcome()).isEqualTo("shown");
    assertThat(row.then().orElseThrow().outcome()).isEqualTo("filtered");
    assertThat(row.then().orElseThrow().value()).isEmpty();
  }

  @Test
  void namesWhatOneDoesNotSeeOneself() {
    shop.mesh.put(
        ResourceKind.POLICY,
        "hidden-from-admin",
        "{'apiVersion':'weft.dev/v1','kind':'Policy','name':'hidden-from-admin','type':'mask',"
            + "'resources':{'fields':['customers.customers.id']},"
            + "'rules':[{'principals':{'users':['admin']},'mask':'null'}]}");

    var seen = look(Fixture.ADMIN, "ada", ODD_ROWS_ONLY);

    assertThat(seen.hidden()).contains("id");
    assertThat(seen.unsure()).isTrue();
  }

  @Test
  void readsNothingForWhoMayNotRead() {
    shop.mesh.put(
        ResourceKind.POLICY,
        "not-admin",
        "{'apiVersion':'weft.dev/v1','kind':'Policy','name':'not-admin','type':'access',"
            + "'resources':{'domains':['shop']},'rules':[{'principals':{'users':['admin']},'deny':['read']}]}");

    var seen = look(Fixture.ADMIN, "ada", MASKS);

    assertThat(seen.records()).isEmpty();
    assertThat(seen.noRecords()).isPresent();
    assertThat(seen.then().orElseThrow().allowed()).isTrue();
  }

  @Test
  void changesNothingByLooking() {
    var revision = shop.mesh.state().revision();

    look(Fixture.ADMIN, "ada", MASKS);

    assertThat(shop.mesh.state().revision()).isEqualTo(revision);
  }

  @Test
  void saysWhoSeesAFieldAndWhy() {
    applier.apply(
        Fixture.ADMIN,
        new Applier.Request(List.of(new SourceText("p.yaml", MASKS)), Map.of(), Map.of(), false));

    var readers =
        new FieldReaders(policy, shop.clock).of(shop.mesh.state(), PORT, Optional.of("email"));

    assertThat(readers.asked()).isEqualTo(5);
    assertThat(readers.items())
        .filteredOn(one -> one.principal().equals("ada"))
        .singleElement()
        .satisfies(
            one -> {
              assertThat(one.field().orElseThrow().rule()).isEqualTo("mask");
              assertThat(one.field().orElseThrow().policy()).contains("mask-email");
            });
    assertThat(readers.items())
        .filteredOn(one -> one.principal().equals("olga"))
        .singleElement()
        .satisfies(one -> assertThat(one.field().orElseThrow().rule()).isEqualTo("show"));
  }

  private PolicyPreview.Preview look(Caller caller, String who, String planned) {
    return preview.look(
        caller,
        new PolicyPreview.Asked(
            PrincipalId.user(who),
            PORT,
            AccessContext.NONE,
            10,
            List.of(new SourceText("planned.yaml", planned))));
  }

  private static String email(Optional<PolicyPreview.Sight> sight) {
    return sight.orElseThrow().value().orElseThrow().path("email").asText();
  }

  private PolicyEngine engine(List<Change> changes) {
    var engine = new PolicyEngine(shop.clock, new byte[32]);
    engine.apply(changes);
    return engine;
  }
}
