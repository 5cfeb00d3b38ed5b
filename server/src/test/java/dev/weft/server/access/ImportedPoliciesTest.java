package dev.weft.server.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weft.model.Json;
import dev.weft.model.ResourceKey;
import dev.weft.model.ResourceKind;
import dev.weft.policy.PolicyEngine;
import dev.weft.policy.batch.Batch;
import dev.weft.policy.ranger.Sources;
import dev.weft.policy.sets.PolicySets;
import dev.weft.policy.sets.StoredSet;
import dev.weft.server.Fixture;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ImportedPoliciesTest {
  private final Fixture shop = new Fixture();
  private final PolicySets sets = new PolicySets();
  private final ImportedPolicies imported = new ImportedPolicies(shop.mesh, sets, shop.clock);

  @BeforeEach
  void followTheLog() {
    shop.mesh.follow(sets);
  }

  private static Sources lake(String user, String padding) {
    return Sources.of(
        """
        {"serviceName": "lake", "comment": "%s", "serviceDef": {"name": "hdfs",
          "resources": [{"name": "path", "matcher": "x.RangerPathResourceMatcher"}],
          "accessTypes": [{"name": "read"}]},
         "policies": [{"id": 3, "name": "p", "resources": {"path": {"values": ["/d"], "isRecursive": true}},
          "policyItems": [{"users": ["%s"], "accesses": [{"type": "read"}]}]}]}
        """
            .formatted(padding, user));
  }

  private JsonNode ask(String user) {
    var request = Json.MAPPER.createArrayNode();
    request
        .addObject()
        .put("id", "q")
        .put("user", user)
        .put("access", "read")
        .putObject("resource")
        .put("path", "/d/x");
    return imported.decide(Fixture.ADMIN, "lake", request, Batch.Form.PLAIN).get(0);
  }

  @Test
  void anImportTakesThePlaceOfTheOneBefore() {
    var first = imported.importRanger(Fixture.ADMIN, "lake", lake("ada", ""));
    var before = ask("ada").toString();
    var unused = imported.importRanger(Fixture.ADMIN, "lake", lake("bob", ""));

    assertThat(first.policies()).isEqualTo(1);
    assertThat(first.findings()).isEmpty();
    assertThat(before)
        .isEqualTo(
            "{\"id\":\"q\",\"allowed\":true,\"audited\":true,\"policy\":3,\"mask\":null,\"filter\":null}");
    assertThat(ask("ada").path("allowed").asBoolean()).isFalse();
    assertThat(ask("bob").path("allowed").asBoolean()).isTrue();
    assertThat(imported.list(Fixture.ADMIN)).extracting("name").containsExactly("lake");
  }

  @Test
  void aLargeSetIsKeptInPieces() {
    var noise = new StringBuilder();
    var random = new Random(3);
    for (var i = 0; i < 500_000; i++) {
      noise.append(Long.toHexString(random.nextLong()), 0, 8);
    }
    var unused = imported.importRanger(Fixture.ADMIN, "lake", lake("ada", noise.toString()));

    assertThat(shop.mesh.state().get(StoredSet.partKey("lake", 1))).isPresent();
    assertThat(ask("ada").path("allowed").asBoolean()).isTrue();

    var smaller = imported.importRanger(Fixture.ADMIN, "lake", lake("ada", ""));

    assertThat(smaller.policies()).isEqualTo(1);
    assertThat(shop.mesh.state().get(StoredSet.partKey("lake", 1))).isEmpty();
    assertThat(ask("ada").path("allowed").asBoolean()).isTrue();
  }

  @Test
  void whatIsBrokenInTheLogDecidesNothing() {
    var unused = imported.importRanger(Fixture.ADMIN, "lake", lake("ada", ""));
    shop.mesh.put(ResourceKind.POLICY_SET_PART, "lake.000", "{'data': 'AAAA'}");

    assertThatThrownBy(() -> ask("ada")).hasMessageContaining("no policy set 'lake'");
  }

  @Test
  void onlyAdministratorsImportAndOnlyWritersOfPoliciesAsk() {
    assertThatThrownBy(() -> imported.importRanger(Fixture.OLGA, "lake", lake("ada", "")))
        .hasMessageContaining("Only administrators");
    var unused = imported.importRanger(Fixture.ADMIN, "lake", lake("ada", ""));
    assertThatThrownBy(
            () ->
                imported.decide(
                    Fixture.ADA, "lake", Json.MAPPER.createArrayNode(), Batch.Form.PLAIN))
        .hasMessageContaining("Only auditors");
    assertThat(
            imported.decide(Fixture.OLGA, "lake", Json.MAPPER.createArrayNode(), Batch.Form.PLAIN))
        .isEmpty();
    assertThatThrownBy(() -> imported.delete(Fixture.OLGA, "lake"))
        .hasMessageContaining("Only administrators");
  }

  @Test
  void aSetThatIsRemovedIsGoneWithItsPieces() {
    var unused = imported.importRanger(Fixture.ADMIN, "lake", lake("ada", ""));

    imported.delete(Fixture.ADMIN, "lake");

    assertThat(imported.list(Fixture.ADMIN)).isEmpty();
    assertThat(shop.mesh.state().all(ResourceKind.POLICY_SET_PART)).isEmpty();
    assertThat(shop.mesh.state().get(new ResourceKey(ResourceKind.POLICY_SET, "lake"))).isEmpty();
  }

  @Test
  void wrongRequestsAreNamedAllAtOnce() {
    var unused = imported.importRanger(Fixture.ADMIN, "lake", lake("ada", ""));
    var requests = Json.MAPPER.createArrayNode();
    requests.add("x");
    requests.addObject().put("time", "yesterday").putObject("resource");

    assertThatThrownBy(() -> imported.decide(Fixture.ADMIN, "lake", requests, Batch.Form.PLAIN))
        .hasMessageContaining("Request 0")
        .hasMessageContaining("Request 1");
  }

  @Test
  void theMeshAnswersForItsOwnPorts() {
    var engine =
        new PolicyEngine(
            shop.clock, "a secret of a mask".getBytes(java.nio.charset.StandardCharsets.UTF_8));
    shop.mesh.follow(engine);
    shop.mesh.put(
        ResourceKind.POLICY,
        "analysts-read",
        "{'apiVersion':'weft.dev/v1','kind':'Policy','name':'analysts-read','type':'access',"
            + "'resources':{'ports':['customers.customers']},"
            + "'rules':[{'principals':{'users':['ada']},'allow':['read']}]}");
    var own = new OwnPolicies(engine, imported);
    var requests = Json.MAPPER.createArrayNode();
    for (var access : new String[] {"read", "write"}) {
      requests
          .addObject()
          .put("id", access)
          .put("user", "ada")
          .put("access", access)
          .putObject("resource")
          .put("port", "customers.customers");
    }

    var answers = own.decide(Fixture.ADMIN, requests);

    assertThat(answers.get(0).path("allowed").asBoolean()).isTrue();
    assertThat(answers.get(0).path("policy").asText()).isEqualTo("analysts-read");
    assertThat(answers.get(1).path("allowed").asBoolean()).isFalse();
    assertThat(answers.toString().toLowerCase(Locale.ROOT)).contains("\"mask\":null");
  }
}
