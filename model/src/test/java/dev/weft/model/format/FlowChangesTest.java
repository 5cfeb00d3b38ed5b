package dev.weft.model.format;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.junit.jupiter.api.Test;

class FlowChangesTest {
  private static final String FLOW =
      """
      apiVersion: weft.dev/v1
      kind: Flow
      name: ingest
      product: customers
      parameters:
        password: {sensitive: true}
        limit: {default: 5}
      processors:
        - {name: read, type: QueryDatabaseTable, schedule: {every: 5s}, settings: {table: customer, password: "#{password}", user: weft}}
        - {name: tidy, type: UpdateRecord, settings: {set: {a: "1", b: "2"}}}
        - {name: publish, type: PublishPort, settings: {port: customers.customers}}
      connections:
        - read.success -> tidy
        - tidy.success -> publish
      """;

  @Test
  void equalFlowsDifferInNothing() {
    assertThat(changes(FLOW.replace("tidy.success -> publish", "tidy.success  ->  publish")))
        .isEmpty();
  }

  @Test
  void saysWhatASettingWasAndIs() {
    assertThat(
            changes(
                FLOW.replace("table: customer", "table: customers, schema: shop")
                    .replace(", user: weft", "")
                    .replace("every: 5s", "every: 1m")
                    .replace("b: \"2\"", "b: \"3\"")))
        .containsExactly(
            "processor 'read': schedule: {\"every\":\"5s\"} -> {\"every\":\"1m\"}",
            "processor 'read': setting schema added: shop",
            "processor 'read': setting table: customer -> customers",
            "processor 'read': setting user removed: weft",
            "processor 'tidy': setting set.b: 2 -> 3");
  }

  @Test
  void aRenamedProcessorTakesItsConnectionsWithIt() {
    assertThat(changes(FLOW.replace("tidy", "clean")))
        .containsExactly("processor 'tidy' renamed to 'clean'");
  }

  @Test
  void saysWhichProcessorsAndConnectionsCameAndWent() {
    assertThat(
            changes(
                FLOW.replace(
                        "  - {name: tidy, type: UpdateRecord, settings: {set: {a: \"1\", b:"
                            + " \"2\"}}}\n",
                        "")
                    .replace("read.success -> tidy", "read.success -> publish")
                    .replace("  - tidy.success -> publish\n", "")))
        .containsExactly(
            "processor 'tidy' (UpdateRecord) removed",
            "connection read.success -> tidy removed",
            "connection tidy.success -> publish removed",
            "connection read.success -> publish added");
  }

  @Test
  void saysThatASecretChangedAndNothingMore() {
    assertThat(
            changes(
                FLOW.replace("password: \"#{password}\"", "password: \"#{other}\"")
                    .replace("user: weft", "user: \"#{other}\"")))
        .containsExactly(
            "processor 'read': setting password changed (secret)",
            "processor 'read': setting user changed (secret)");
  }

  @Test
  void saysWhatChangedOfParametersAndOfTheFlow() {
    assertThat(
            changes(
                FLOW.replace("limit: {default: 5}", "limit: {default: 6}\n  more: {default: 1}")
                    .replace("product: customers\n", "product: clients\ndescription: All.\n")))
        .containsExactly(
            "description added: All.",
            "product: customers -> clients",
            "parameter 'limit': default: 5 -> 6",
            "parameter 'more' added");
  }

  private static List<String> changes(String after) {
    return FlowChanges.between(
        tree(FLOW),
        tree(after),
        (type, setting) -> setting.equals("user") && after.contains("other"));
  }

  private static ObjectNode tree(String text) {
    var problems = new Problems();
    var documents = new Documents().read(new SourceText("flow.yaml", text), problems);
    assertThat(problems.all()).isEmpty();
    return documents.get(0).tree();
  }
}
