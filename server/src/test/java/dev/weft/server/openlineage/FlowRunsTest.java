package dev.weft.server.openlineage;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weft.flow.FlowStatus;
import dev.weft.flow.ProcessorTypes;
import dev.weft.model.ResourceKey;
import dev.weft.model.ResourceKind;
import dev.weft.policy.CelExpressions;
import dev.weft.server.Fixture;
import dev.weft.server.observe.FlowFields;
import dev.weft.spi.flow.ProcessorType;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

/** The events that flows cause, and what is in them. */
class FlowRunsTest {
  private static final Duration EVERY = Duration.ofMinutes(5);
  private static final String GATEWAY = "kafka://gateway.example:9092";

  private final Fixture shop = new Fixture();
  private final FlowFields flows = new FlowFields(installed(), new CelExpressions());
  private final FlowEvents events =
      new FlowEvents(flows, "weft", "1.2.3", () -> "gateway.example:9092", Clock.systemUTC());
  private final FlowRuns runs = new FlowRuns(events, EVERY, new Random(7));

  FlowRunsTest() {
    shop.mesh.put(
        ResourceKind.PORT_FIELDS,
        "customers.customers",
        """
        {'port': 'customers.customers', 'fields': {'id': {'type': 'integer'}, 'email': {'type': 'string',
          'tags': [{'tag': 'pii.email', 'confidence': 1.0, 'evidence': 'x', 'source': 'classifier', 'status': 'CONFIRMED'},
                   {'tag': 'pii.name', 'confidence': 0.5, 'evidence': 'x', 'source': 'classifier', 'status': 'REJECTED'}]}}}
        """);
    flow("record.email");
  }

  private void flow(String email) {
    shop.mesh.put(
        ResourceKind.FLOW,
        "ingest",
        """
        {'apiVersion': 'weft.dev/v1', 'kind': 'Flow', 'name': 'ingest', 'product': 'customers', 'description': 'Brings customers.',
         'parameters': {'db': {'default': 'jdbc:postgresql://DB.example/shop?user=never'}},
         'processors': [
          {'name': 'read', 'type': 'QueryDatabaseTable', 'settings': {'url': '#{db}', 'user': 'u', 'password': '#{pw}', 'table': 'customer'}},
          {'name': 'tidy', 'type': 'UpdateRecord', 'settings': {'set': {'email': '%s'}}},
          {'name': 'publish', 'type': 'PublishPort', 'settings': {'port': 'customers.customers'}}],
         'connections': ['read.success -> tidy', 'tidy.success -> publish']}
        """
            .formatted(email));
  }

  private List<ObjectNode> look(FlowStatus.State state, boolean changed) {
    var status =
        new FlowStatus("ingest", "customers", state, shop.clock.instant(), "secret message");
    return runs.look(shop.mesh.state(), List.of(JobNow.of(status)), changed, shop.clock.instant());
  }

  private static List<String> types(List<ObjectNode> told) {
    return told.stream().map(event -> event.path("eventType").asText()).toList();
  }

  @Test
  void aRunBeginsGoesOnAndEnds() {
    var start = look(FlowStatus.State.RUNNING, false);
    assertThat(types(start)).containsExactly("START");
    assertThat(look(FlowStatus.State.RUNNING, true)).isEmpty();
    assertThat(look(FlowStatus.State.WAITING, false)).isEmpty();

    shop.clock.advance(EVERY);
    var goesOn = look(FlowStatus.State.WAITING, false);
    assertThat(types(goesOn)).containsExactly("RUNNING");
    assertThat(goesOn.get(0).path("run")).isEqualTo(start.get(0).path("run"));

    flow("record.id");
    assertThat(types(look(FlowStatus.State.RUNNING, true))).containsExactly("RUNNING");
    assertThat(types(look(FlowStatus.State.STOPPED, false))).containsExactly("COMPLETE");
    assertThat(look(FlowStatus.State.STOPPED, false)).isEmpty();

    var again = look(FlowStatus.State.RUNNING, false);
    assertThat(again.get(0).path("run").path("runId"))
        .isNotEqualTo(start.get(0).path("run").path("runId"));
    assertThat(types(look(FlowStatus.State.FAILED, false))).containsExactly("FAIL");
  }

  @Test
  void oneThatFailsBeforeItIsSeenToRunHasBegunAndFailed() {
    var told = look(FlowStatus.State.FAILED, false);

    assertThat(types(told)).containsExactly("START", "FAIL");
    assertThat(told.get(1).path("run")).isEqualTo(told.get(0).path("run"));
    var since = shop.clock.instant();
    shop.clock.advance(EVERY);
    var still =
        new FlowStatus("ingest", "customers", FlowStatus.State.FAILED, since, "the same failure");
    assertThat(runs.look(shop.mesh.state(), List.of(JobNow.of(still)), false, shop.clock.instant()))
        .isEmpty();
    assertThat(types(look(FlowStatus.State.FAILED, false))).containsExactly("START", "FAIL");
  }

  @Test
  void aConnectorIsToldWithTheTablesThatItCaptures() {
    shop.mesh.put(
        ResourceKind.FLOW,
        "ingest",
        """
        {'apiVersion': 'weft.dev/v1', 'kind': 'Flow', 'name': 'ingest', 'product': 'customers',
         'parameters': {'pw': {'sensitive': true}},
         'processors': [
          {'name': 'changes', 'type': 'PostgresConnector', 'settings': {'database.hostname': 'db.example',
            'database.port': 5432, 'database.user': 'u', 'database.password': '#{pw}', 'database.dbname': 'shop',
            'topic.prefix': 'shop', 'table.include.list': 'public.customer,crm.lead'}},
          {'name': 'publish', 'type': 'PublishPort', 'settings': {'port': 'customers.customers'}}],
         'connections': ['changes.success -> publish']}
        """);

    var event = look(FlowStatus.State.RUNNING, false).get(0);

    Schemas.find().check(event);
    assertThat(event.path("inputs"))
        .extracting(it -> it.path("namespace").asText() + " " + it.path("name").asText())
        .containsExactly(
            "postgres://db.example:5432 shop.public.customer",
            "postgres://db.example:5432 shop.crm.lead");
    assertThat(event.path("outputs").path(0).path("name").asText())
        .isEqualTo("customers.customers");
  }

  @Test
  void whatIsRemovedIsCompleteAndWhatThisServerLeavesIsAborted() {
    look(FlowStatus.State.RUNNING, false);
    assertThat(types(runs.look(shop.mesh.state(), List.of(), false, shop.clock.instant())))
        .containsExactly("COMPLETE");

    look(FlowStatus.State.RUNNING, false);
    assertThat(types(runs.abort(shop.clock.instant()))).containsExactly("ABORT");
    assertThat(look(FlowStatus.State.WAITING, false)).as("it runs elsewhere").isEmpty();
  }

  @Test
  void anEventNamesPlacesFieldsTagsAndPeopleByTheStandard() {
    var event = look(FlowStatus.State.RUNNING, false).get(0);

    assertThat(event.path("job").path("facets").path("jobType").path("processingType").asText())
        .isEqualTo("STREAMING");
    assertThat(event.path("job").path("facets").path("ownership").toString()).contains("user:olga");
    var input = event.path("inputs").path(0);
    assertThat(input.path("namespace").asText()).isEqualTo("postgres://db.example:5432");
    assertThat(input.path("name").asText()).isEqualTo("shop.public.customer");
    var output = event.path("outputs").path(0);
    assertThat(output.path("namespace").asText()).isEqualTo(GATEWAY);
    assertThat(output.path("name").asText()).isEqualTo("customers.customers");
    assertThat(output.path("facets").path("schema").path("fields").toString())
        .contains("\"name\":\"email\",\"type\":\"string\"");
    assertThat(output.path("facets").path("tags").path("tags"))
        .extracting(tag -> tag.path("field").asText() + " " + tag.path("key").asText())
        .containsExactly("email pii.email");
    var from = column(output, "email").path(0);
    assertThat(from.path("name").asText() + " " + from.path("field").asText())
        .isEqualTo("shop.public.customer email");
    assertThat(from.path("transformations").path(0).path("type").asText()).isEqualTo("DIRECT");
    assertThat(
            column(output, "id").path(0).path("transformations").path(0).path("subtype").asText())
        .isEqualTo("IDENTITY");
    assertThat(event.toString()).doesNotContain("never", "secret message");
  }

  private static JsonNode column(JsonNode output, String field) {
    return output
        .path("facets")
        .path("columnLineage")
        .path("fields")
        .path(field)
        .path("inputFields");
  }

  @Test
  void everyEventKeepsToTheStandardsSchemas() {
    var schemas = Schemas.find();
    var told = new ArrayList<ObjectNode>(look(FlowStatus.State.RUNNING, false));
    shop.clock.advance(EVERY);
    told.addAll(look(FlowStatus.State.RUNNING, false));
    told.addAll(look(FlowStatus.State.FAILED, false));

    assertThat(types(told)).containsExactly("START", "RUNNING", "FAIL");
    told.forEach(schemas::check);
  }

  @Test
  void aQueryTellsItsStatementItsColumnsAndWhatDecidesAboutItsRows() {
    shop.mesh.put(
        ResourceKind.QUERY,
        "sum",
        "{'name': 'sum', 'product': 'customers', 'into': 'customers.sums', 'sql': 'SELECT 1'}");
    shop.mesh.put(
        ResourceKind.QUERY_PLAN,
        "sum",
        """
        {'edition': '1', 'compiled': '', 'reads': ['customers.customers'], 'outputs': [{'port': 'customers.sums',
          'changes': 'UPSERT', 'key': ['id'],
          'fields': [{'name': 'id', 'type': 'BIGINT', 'nullable': false,
                      'from': [{'port': 'customers.customers', 'field': 'id', 'how': 'IDENTITY'}]},
                     {'name': 'code', 'type': 'STRING', 'nullable': true,
                      'from': [{'port': 'customers.customers', 'field': 'email', 'how': 'HIDDEN'}]}],
          'uses': [{'port': 'customers.customers', 'field': 'email', 'as': 'FILTER'}]}]}
        """);
    var job =
        new JobNow(
            new ResourceKey(ResourceKind.QUERY, "sum"), JobNow.State.RUNNING, shop.clock.instant());

    var event = runs.look(shop.mesh.state(), List.of(job), true, shop.clock.instant()).get(0);

    Schemas.find().check(event);
    assertThat(event.path("job").path("facets").path("sql").path("query").asText())
        .isEqualTo("SELECT 1");
    assertThat(event.path("inputs").path(0).path("name").asText()).isEqualTo("customers.customers");
    var columns = event.path("outputs").path(0).path("facets").path("columnLineage");
    var id = columns.path("fields").path("id").path("inputFields").path(0);
    assertThat(id.path("transformations").path(0).path("subtype").asText()).isEqualTo("IDENTITY");
    var code = columns.path("fields").path("code").path("inputFields").path(0);
    assertThat(code.path("transformations").path(0).path("masking").asBoolean()).isTrue();
    assertThat(columns.path("dataset").path(0).path("transformations").path(0).toString())
        .contains("INDIRECT")
        .contains("FILTER");
  }

  private static ProcessorTypes installed() {
    var found = new ArrayList<ProcessorType<?>>();
    for (ProcessorType<?> type : ServiceLoader.load(ProcessorType.class)) {
      found.add(type);
    }
    return new ProcessorTypes(found);
  }
}
