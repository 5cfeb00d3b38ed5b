package dev.weft.model.format;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weft.model.Json;
import dev.weft.model.Problem;
import dev.weft.model.ResourceKey;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReferencesTest {
  private static final Known MESH =
      Known.of(
          Map.of(
              ResourceKey.parse("Domain/music"), tree("{}"),
              ResourceKey.parse("User/olga"), tree("{'groups': ['sales']}"),
              ResourceKey.parse("Group/sales"), tree("{}"),
              ResourceKey.parse("DataContract/c1"), tree("{}"),
              ResourceKey.parse("DataProduct/orders"),
                  tree(
                      "{'domain': 'music', 'outputPorts': [{'name': 'all', 'contractId': 'c1'}]}")));

  private final Documents documents = new Documents();
  private final Problems problems = new Problems();

  @Test
  void whatExistsMayBeNamed() {
    load(
        """
        apiVersion: v1.0.0
        kind: DataProduct
        id: spending
        status: active
        domain: music
        inputPorts: [{name: orders, version: 1.0.0, contractId: c1}]
        team: {members: [{username: olga, role: owner}, {username: guest, role: reader}]}
        ---
        apiVersion: weft.dev/v1
        kind: Policy
        name: p
        type: access
        resources: {ports: [orders.all, "new.*"], fields: [orders.all.a.b], domains: ["m*"]}
        rules: [{principals: {groups: [sales]}, allow: [read]}]
        """);

    assertThat(problems.all()).isEmpty();
  }

  @Test
  void aContractOfAnotherProductsPortIsTaken() {
    load(
        """
        apiVersion: v1.0.0
        kind: DataProduct
        id: copy
        status: active
        outputPorts: [{name: all, version: 1.0.0, contractId: c1}]
        """);

    assertThat(problems.all()).extracting(Problem::code).containsExactly("contract-taken");
    assertThat(problems.all().get(0).message()).contains("'orders.all'");
  }

  @Test
  void aProductMayBeAppliedAgain() {
    load(
        """
        apiVersion: v1.0.0
        kind: DataProduct
        id: orders
        status: active
        outputPorts: [{name: all, version: 1.0.0, contractId: c1}]
        """);

    assertThat(problems.all()).isEmpty();
  }

  @Test
  void aRemovedPortIsNotThereForAFlowOfTheSameApply() {
    load(
        """
        apiVersion: v1.0.0
        kind: DataProduct
        id: orders
        status: active
        ---
        apiVersion: weft.dev/v1
        kind: Flow
        name: f
        product: orders
        processors: [{name: p, type: PublishPort, settings: {port: orders.all}}]
        """);

    assertThat(problems.all()).extracting(Problem::code).containsExactly("port-not-found");
  }

  @Test
  void aBrokenDocumentCanBeReferredToButIsNotSound() {
    var loaded =
        documents.load(
            List.of(
                new SourceText(
                    "a.yaml",
                    """
                    apiVersion: weft.dev/v1
                    kind: Group
                    name: ops
                    members: 5
                    ---
                    apiVersion: weft.dev/v1
                    kind: User
                    name: ada
                    groups: [ops]
                    """)),
            MESH,
            problems);

    assertThat(problems.all()).extracting(Problem::code).containsExactly("wrong-type");
    assertThat(loaded).extracting(Checked::sound).containsExactly(false, true);
  }

  @Test
  void saysWhoRefersToAResource() {
    assertThat(documents.referencesTo(ResourceKey.parse("DataContract/c1"), MESH))
        .containsExactly(ResourceKey.parse("DataProduct/orders"));
    assertThat(documents.referencesTo(ResourceKey.parse("Group/sales"), MESH))
        .containsExactly(ResourceKey.parse("User/olga"));
    assertThat(documents.referencesTo(ResourceKey.parse("User/olga"), MESH)).isEmpty();
  }

  private void load(String yaml) {
    documents.load(List.of(new SourceText("a.yaml", yaml)), MESH, problems);
  }

  private static ObjectNode tree(String json) {
    return (ObjectNode) Json.parse(json.replace('\'', '"'));
  }
}
