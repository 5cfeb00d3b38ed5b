package dev.weft.tools.nifi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weft.flow.FlowCheck;
import dev.weft.model.FlowSpec;
import dev.weft.model.Json;
import dev.weft.model.Problem;
import dev.weft.model.format.Documents;
import dev.weft.model.format.Problems;
import dev.weft.model.format.SourceText;
import dev.weft.policy.CelExpressions;
import dev.weft.tools.InstalledTypes;
import dev.weft.tools.nifi.ExpressionLanguage.Unmapped;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NifiImportToolTest {
  private static final Path SAMPLES = Path.of("src/test/resources/dev/weft/tools/nifi");

  @TempDir Path folder;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void laysGroupsFlatAndFollowsPortsAndFunnels() {
    var flow = flow("orders.json");

    assertThat(flow.path("name").asText()).isEqualTo("shop-orders");
    assertThat(texts(flow, "/processors", "name"))
        .containsExactly(
            "look-for-files",
            "fetch",
            "tidy-up-to-records",
            "tidy-up-to-records-2",
            "publish-orders");
    assertThat(flow.path("connections").valueStream().map(one -> one.asText()).toList())
        .containsExactly(
            "look-for-files.success -> fetch",
            "fetch.success -> tidy-up-to-records",
            "tidy-up-to-records.success -> publish-orders",
            "tidy-up-to-records.success -> tidy-up-to-records-2");
  }

  @Test
  void turnsPropertiesServicesSchedulesAndParameters() {
    var flow = flow("orders.json");

    assertThat(flow.at("/processors/0"))
        .isEqualTo(
            Json.parse(
                """
                {"name": "look-for-files", "type": "ListDirectory", "schedule": {"every": "30s"},
                 "settings": {"directory": "#{drop-folder}", "pattern": "*.csv", "recursive": true, "minAge": "5s"}}
                """));
    assertThat(flow.at("/processors/2/settings"))
        .isEqualTo(Json.parse("{\"reader\": \"csv\", \"writer\": \"json-lines\"}"));
    assertThat(flow.path("parameterContext").asText()).isEqualTo("shop");
    assertThat(flow.has("parameters")).isFalse();
    assertThat(contexts().get(1).path("parameters"))
        .isEqualTo(
            Json.parse(
                "{\"drop-folder\": {\"description\": \"Where files come.\", \"value\":"
                    + " \"/srv/in\"}}"));
  }

  @Test
  void turnsHowProcessorsAndConnectionsRun() {
    var flow = flow("running.json");

    assertThat(flow.at("/processors/0/schedule/cron").asText()).isEqualTo("30 6 * * 1-5");
    var call = flow.at("/processors/1").deepCopy();
    ((ObjectNode) call).remove("settings");
    assertThat(call)
        .isEqualTo(
            Json.parse(
                """
                {"name": "call", "type": "InvokeHTTP", "concurrentTasks": 4, "penalty": "5s",
                 "yield": "2s", "relationships": {
                   "response": {"autoTerminate": true},
                   "failure": {"retry": 3, "backoff": "yield", "maxBackoff": "2m"}}}
                """));
    assertThat(flow.path("queues"))
        .isEqualTo(
            Json.parse(
                """
                [{"connection": "read.success -> call", "records": 500, "expiry": "1h",
                  "order": "newest", "bytes": 1048576}]
                """));
  }

  @Test
  void saysWhatAScheduleOfQuartzMeansThatUnixCannotSay() throws Exception {
    assertThat(ImportedCron.unix("0 0/5 * ? * *")).isEqualTo("0/5 * * * *");
    assertThat(ImportedCron.unix("0 0 12 ? * WED,FRI")).isEqualTo("0 12 * * WED,FRI");
    for (var other : List.of("30 0 6 * * ?", "0 0 6 L * ?", "0 0 6 ? * 6#3", "0 0 6 * * ? 2027")) {
      assertThatThrownBy(() -> ImportedCron.unix(other)).isInstanceOf(Unmapped.class);
    }
  }

  @Test
  void saysWhatItCouldNotTurnWithPlaceAndHint() {
    flow("orders.json");

    assertThat(err.toString().lines())
        .contains(
            "not mapped: Look for files, Path Filter: 'in/.*' has no counterpart in ListDirectory.",
            "not mapped: Fetch: it needs 'directory'. The folder that files must be in, as"
                + " ListDirectory has it.",
            "not mapped: Fetch, relationship permission.denied: FetchFile has no such relationship."
                + " The connection is left out.",
            "not mapped: output port Orders: it publishes to shop-orders.orders. The product needs"
                + " this port, with a contract.")
        .anyMatch(line -> line.contains("there is no processor JoltTransformJSON here"));
    assertThat(out.toString()).startsWith("# From NiFi: orders.json\n# not mapped: ");
  }

  @Test
  void whatIsMappedIsAFlowThatWeftTakes() {
    var problems = problems(flow("table.json", "--product", "customers"));

    assertThat(problems).isEmpty();
  }

  @Test
  void takesWhatAPoolKnowsAndNeverASecret() {
    var flow = flow("table.json");

    assertThat(flow.at("/processors/0/settings"))
        .isEqualTo(
            Json.parse(
                """
                {"table": "customer", "maximumValueColumns": ["updated_at", "customer_id"], "queryTimeoutSeconds": 30,
                 "url": "jdbc:postgresql://db/shop", "user": "reader", "password": "#{read-password}"}
                """));
    assertThat(flow.path("parameters"))
        .isEqualTo(Json.parse("{\"read-password\": {\"sensitive\": true}}"));
    assertThat(flow.at("/processors/1/settings"))
        .isEqualTo(
            Json.parse(
                """
                {"url": "https://example.org/hook", "method": "POST", "timeout": "20s", "headers": {"X-Team": "data"}}
                """));
    assertThat(err.toString())
        .contains(
            "not mapped: Read, schedule: cron is in UTC here; add a timezone if NiFi's server has"
                + " another.")
        .contains("not mapped: Read, Record Writer: the service 'Avro' (AvroRecordSetWriter).")
        .contains("not mapped: Call, Retry Count: it has an expression, where");
  }

  @Test
  void contextsComeWithWhatTheyInheritAndWithoutSecrets() {
    var flow = flow("contexts.json", "--product", "shop");

    assertThat(flow.path("parameterContext").asText()).isEqualTo("shop-sync-parameters");
    assertThat(contexts())
        .isEqualTo(
            List.of(
                context(
                    "shop-db",
                    "'description': 'The shop database.', 'inherits': ['company'], 'parameters': {'table': {'description': 'What to read.', 'value': 'orders'}, 'db-password': {'sensitive': true}}"),
                context(
                    "company", "'parameters': {'db-url': {'value': 'jdbc:postgresql://dwh/dwh'}}"),
                context(
                    "warehouse",
                    "'inherits': ['company'], 'parameters': {'table': {'value': 'orders_dwh'}, 'api-token': {'sensitive': true}}"),
                context("shop-sync-parameters", "'inherits': ['shop-db', 'warehouse']")));
    assertThat(err.toString().lines())
        .contains(
            "not mapped: parameter context Shop DB, db password: it is secret, so its value is in no"
                + " file. Give it when the context is applied: --set-secret db-password=@FILE.",
            "not mapped: parameter context Warehouse: a parameter provider of NiFi fills it."
                + " 'providers' can read files and variables of the server: docs/flows.md.",
            "not mapped: parameter context Warehouse: 'Table' has another value in another group's"
                + " context, which counts here. Call one of them otherwise.");
  }

  @Test
  void servicesBecomeServicesWhereAProcessorNamesThem() {
    var flow = flow("contexts.json", "--product", "shop");

    assertThat(flow.path("services"))
        .isEqualTo(
            Json.parse(
                """
                [{"name": "regions", "type": "MapLookup", "settings": {"values": {"ZH": "Zurich", "BE": "Bern"}}},
                 {"name": "warehouse-pool", "type": "JdbcPool",
                  "settings": {"url": "#{db-url}", "user": "writer", "password": "#{db-password}", "maxConnections": 20}}]
                """));
    assertThat(flow.at("/processors/1/settings/service").asText()).isEqualTo("regions");
    assertThat(flow.at("/processors/3/settings/pool").asText()).isEqualTo("warehouse-pool");
    assertThat(flow.at("/processors/0/settings/password").asText()).isEqualTo("#{db-password}");
    assertThat(err.toString().lines())
        .contains(
            "not mapped: service Redis: no processor uses it here.",
            "not mapped: service Warehouse pool: hikaricp-validation-query: it has no counterpart"
                + " here: select 1.")
        .anyMatch(line -> line.contains("the service 'Cache' (MapCacheClientService)"));
    assertThat(problems(flow).stream().map(Problem::code)).doesNotContain("unknown-setting");
  }

  private List<ObjectNode> contexts() {
    var problems = new Problems();
    return new Documents()
        .read(new SourceText("flow.yaml", out.toString()), problems).stream()
            .skip(1)
            .map(one -> one.tree())
            .toList();
  }

  private static ObjectNode context(String name, String rest) {
    var text =
        "{'apiVersion': 'weft.dev/v1', 'kind': 'ParameterContext', 'name': '%s', 'product': 'shop', %s}"
            .formatted(name, rest);
    return (ObjectNode) Json.parse(text.replace('\'', '"'));
  }

  @Test
  void writesAFileAndADocumentForPrograms() throws Exception {
    var file = folder.resolve("flow.yaml");

    run(
        SAMPLES.resolve("table.json").toString(),
        "--output",
        file.toString(),
        "--name",
        "mine",
        "--format",
        "json");

    assertThat(Files.readString(file)).contains("name: mine");
    var answer = Json.parse(out.toString());
    assertThat(answer.at("/flow/name").asText()).isEqualTo("mine");
    assertThat(answer.path("notMapped").get(0).has("hint")).isTrue();
  }

  @Test
  void refusesWhatIsNoFlowDefinition() throws Exception {
    Files.writeString(folder.resolve("other.json"), "{\"a\": 1}");
    Files.writeString(folder.resolve("half.json"), "{\"a\": ");

    assertThatThrownBy(() -> run(folder.resolve("other.json").toString()))
        .hasMessageContaining("no flow definition of NiFi");
    assertThatThrownBy(() -> run(folder.resolve("half.json").toString()))
        .hasMessageContaining("it is not JSON");
  }

  private List<Problem> problems(ObjectNode flow) {
    var problems = new Problems();
    var source = new SourceText("flow.yaml", new Documents().write(flow));
    new Documents().check(new Documents().read(source, problems), problems);
    var spec = Json.read(flow, FlowSpec.class);
    FlowCheck.problems(
            spec, InstalledTypes.with(List.of()), spec.parameters().keySet(), new CelExpressions())
        .forEach(problems::add);
    return problems.all();
  }

  private ObjectNode flow(String sample, String... arguments) {
    var all = new ArrayList<>(List.of(arguments));
    all.add(0, SAMPLES.resolve(sample).toString());
    run(all.toArray(String[]::new));
    var problems = new Problems();
    var read = new Documents().read(new SourceText("flow.yaml", out.toString()), problems);
    assertThat(problems.all()).isEmpty();
    return read.get(0).tree();
  }

  private void run(String... arguments) {
    assertThat(new NifiImportTool().run(new PrintWriter(out), new PrintWriter(err), arguments))
        .isZero();
  }

  private static List<String> texts(ObjectNode tree, String list, String key) {
    return tree.at(list).valueStream().map(one -> one.path(key).asText()).toList();
  }
}
