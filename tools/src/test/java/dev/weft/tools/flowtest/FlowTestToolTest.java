package dev.weft.tools.flowtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.model.Json;
import dev.weft.model.ProblemException;
import dev.weft.testing.PluginJar;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FlowTestToolTest {
  private static final Path BANK = Path.of("../examples/bank/tests");

  @TempDir Path folder;
  private final StringWriter printed = new StringWriter();

  @BeforeEach
  void writeMesh() throws IOException {
    Files.writeString(
        folder.resolve("mesh.yaml"),
        """
        apiVersion: v1.0.0
        kind: DataProduct
        id: shop
        status: active
        domain: shop
        outputPorts: [{name: orders, version: 1.0.0, contractId: orders-v1}]
        ---
        apiVersion: v3.1.0
        kind: DataContract
        id: orders-v1
        version: 1.0.0
        status: active
        schema:
          - name: order
            properties:
              - {name: id, logicalType: integer, required: true, primaryKey: true, primaryKeyPosition: 1}
              - {name: total, logicalType: number, logicalTypeOptions: {minimum: 0}}
        ---
        apiVersion: weft.dev/v1
        kind: Flow
        name: orders
        product: shop
        parameters:
          factor: {default: 2}
        processors:
          - {name: list, type: ListDirectory, settings: {directory: in}}
          - {name: decode, type: ConvertRecord, settings: {reader: csv}}
          - {name: times, type: UpdateRecord, settings: {set: {total: "record.total * #{factor}"}}}
          - {name: tell, type: InvokeHTTP, settings: {url: "http://127.0.0.1:9/x"}}
          - {name: publish, type: PublishPort, settings: {port: shop.orders}}
        connections:
          - list.success -> decode
          - decode.success -> times
          - times.success -> tell
          - times.success -> publish
        """);
  }

  @Test
  void takesWhatTheFlowsContextHasInItsFile() throws IOException {
    var mesh = folder.resolve("mesh.yaml");
    Files.writeString(
        mesh,
        Files.readString(mesh)
                .replace("parameters:\n  factor: {default: 2}\n", "parameterContext: shared\n")
            + """
            ---
            apiVersion: weft.dev/v1
            kind: ParameterContext
            name: shared
            product: shop
            parameters: {factor: {value: 4}}
            """);
    test(
        """
        tests:
          - name: as in the file
            processor: times
            given: {times: [{id: 1, total: 5}]}
            expect: {relationships: {times.success: [{id: 1, total: 20}]}}
          - name: as the test has it
            processor: times
            parameters: {factor: "5"}
            given: {times: [{id: 1, total: 5}]}
            expect: {relationships: {times.success: [{id: 1, total: 25}]}}
        """);

    assertThat(run(folder.toString())).as(printed.toString()).isZero();
  }

  @Test
  void theBanksTestsPass() {
    assertThat(run(BANK.toString())).as(printed.toString()).isZero();
    assertThat(printed.toString()).contains("5 passed, 0 failed");
  }

  @Test
  void runsAFlowOnContentWithParametersAndWithoutReachingOutside() throws IOException {
    test(
        """
        parameters: {factor: "3"}
        tests:
          - name: all of it
            given: {list: {content: "id,total\\n1,5\\n2,-1\\n", attributes: {filename: a.csv}}}
            replace: {tell: {}}
            expect:
              ports: {shop.orders: [{id: 1, total: 15}]}
              quarantine: {shop.orders: [{rule: minimum, record: {id: 2, total: -3}}]}
              arrived: {tell: [{id: 1, total: 15}, {id: 2, total: -3.0}]}
              relationships: {decode.success: {attributes: [{filename: a.csv}]}}
        """);

    assertThat(run(folder.toString())).as(printed.toString()).isZero();
  }

  @Test
  void processorsFindTheServicesOfTheirFlow() throws IOException {
    Files.writeString(
        folder.resolve("priced.flow.yaml"),
        """
        apiVersion: weft.dev/v1
        kind: Flow
        name: orders
        product: shop
        services:
          - {name: countries, type: MapLookup, settings: {values: {ch: Switzerland}, field: country}}
        processors:
          - {name: list, type: ListDirectory, settings: {directory: in}}
          - {name: decode, type: ConvertRecord, settings: {reader: csv}}
          - {name: look, type: LookupRecord, settings: {service: countries, key: record.code}}
          - {name: publish, type: PublishPort, settings: {port: shop.orders}}
        connections: [list.success -> decode, decode.success -> look, look.matched -> publish]
        """);
    Files.writeString(
        folder.resolve("mesh.yaml"),
        Files.readString(folder.resolve("mesh.yaml"))
            .replaceFirst("(?s)---\\s+apiVersion: weft.dev/v1.*", ""));
    test(
        """
        tests:
          - name: looked up
            given: {list: {content: "id,code\\n1,ch\\n2,de\\n"}}
            expect:
              ports: {shop.orders: [{id: 1, code: ch, country: Switzerland}]}
              relationships: {look.unmatched: {count: 1}}
        """);

    assertThat(run(folder.toString())).as(printed.toString()).isZero();
  }

  @Test
  void saysWhatDiffersRecordByRecord() throws IOException {
    test(
        """
        tests:
          - name: wrong on purpose
            given: {list: {content: "id,total\\n1,5\\n2,-1\\n"}}
            replace: {tell: {}}
            expect:
              ports: {shop.orders: [{id: 1, total: 11}, {id: 3, total: 1}]}
              counters: {publish: {in: 1}}
        """);

    assertThat(run(folder.toString())).isEqualTo(2);
    assertThat(printed.toString())
        .contains(
            """
              FAILED  wrong on purpose
                        port shop.orders, record 1
                          - total: 11
                          + total: 10
                        port shop.orders, record 2
                          - {"id":3,"total":1}
            """
                .stripTrailing())
        .contains("quarantine shop.orders")
        .contains("counter publish.in")
        .contains("0 passed, 1 failed");
  }

  @Test
  void writesWhatProgramsAndBuildServersRead() throws IOException {
    test(
        """
        tests:
          - name: one "passes" & one does not
            given: {list: {content: "id,total\\n1,5\\n"}}
            replace: {tell: {}}
            expect: {ports: {shop.orders: {count: 2}}}
        """);
    var junit = folder.resolve("junit.xml");

    run(folder.toString(), "--format", "json", "--junit", junit.toString());

    var report = Json.parse(printed.toString());
    assertThat(report.path("failed").asInt()).isEqualTo(1);
    assertThat(report.at("/tests/0/differences/0/where").asText())
        .isEqualTo("port shop.orders, count");
    assertThat(Files.readString(junit))
        .contains("tests=\"1\" failures=\"1\"")
        .contains("name=\"one &quot;passes&quot; &amp; one does not\"");
  }

  @Test
  void aProcessorThatReachesOutsideSaysThatItWantsToBeReplaced() throws IOException {
    test(
        """
        tests:
          - name: not replaced
            given: {list: {content: "id,total\\n1,5\\n"}}
            expect: {ports: {shop.orders: {count: 1}}}
        """);

    assertThat(run(folder.toString())).isEqualTo(2);
    assertThat(printed.toString()).contains("'tell'").contains("replace it in the test");
  }

  @Test
  void refusesATestThatIsWrongWithItsPlace() throws IOException {
    test(
        """
        tests:
          - name: nothing expected
            given: {list: []}
            expect: {}
        """);

    assertThatThrownBy(() -> run(folder.toString()))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("orders.flowtest.yaml:7:")
        .hasMessageContaining("A test that expects nothing cannot fail.");
    test(
        """
        tests:
          - name: misspelt
            givven: {list: []}
            expect: {ports: {}}
        """);
    assertThatThrownBy(() -> run(folder.toString())).hasMessageContaining("given");
  }

  @Test
  void usesPluginsToo() throws IOException {
    var plugins = Files.createDirectory(folder.resolve("plugins"));
    PluginJar.processor("Mark", "7").writeTo(plugins.resolve("mark.jar"));
    Files.writeString(
        folder.resolve("marked.yaml"),
        """
        apiVersion: weft.dev/v1
        kind: Flow
        name: marked
        product: shop
        processors:
          - {name: list, type: ListDirectory, settings: {directory: in}}
          - {name: mark, type: Mark}
        connections: [list.success -> mark]
        """);
    Files.writeString(
        folder.resolve("marked.flowtest.yaml"),
        """
        apiVersion: weft.dev/v1
        kind: FlowTest
        flow: marked
        tests:
          - name: marks
            given: {mark: [{id: 1}]}
            expect: {relationships: {mark.success: [{id: 1, by: "7"}]}}
        """);

    var code =
        run(folder.resolve("marked.flowtest.yaml").toString(), "--plugins", plugins.toString());

    assertThat(code).as(printed.toString()).isZero();
  }

  private void test(String tests) throws IOException {
    Files.writeString(
        folder.resolve("orders.flowtest.yaml"),
        "apiVersion: weft.dev/v1\nkind: FlowTest\nflow: orders\n" + tests);
  }

  private int run(String... arguments) {
    var out = new PrintWriter(printed);
    return new FlowTestTool().run(out, out, arguments);
  }
}
