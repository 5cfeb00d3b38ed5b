package dev.weft.tools.flowtest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.spi.flow.ServiceType;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.ServiceLoader;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One controller service of each kind, with a processor that uses it, in a flow that is tested. */
class ServicesInFlowTestsTest {
  /** Kind to its settings, and the processor; nobody answers at any of these addresses. */
  private static final Map<String, String[]> KINDS = new LinkedHashMap<>();

  static {
    kind("MapLookup", "{values: {ch: Switzerland}, field: country}", lookup("record.code"));
    kind("CsvLookup", "{file: 'FOLDER/cities.csv', key: id}", lookup("record.city"));
    kind(
        "JdbcPool",
        "{url: 'jdbc:postgresql://127.0.0.1:1/db', user: weft, password: '#{secret}'}",
        "{type: PutDatabaseRecord, settings: {pool: NAME, table: orders}}");
    kind(
        "TlsContext",
        "{trusted: 'FOLDER/trusted.pem'}",
        "{type: PutTCP, settings: {host: 127.0.0.1, port: 1, secure: true, tls: NAME}}");
    kind(
        "RedisServer",
        "{host: 127.0.0.1, port: 1, password: '#{secret}'}",
        "{type: PutRedis, settings: {server: NAME, key: record.code}}");
    kind(
        "SftpServer",
        "{host: 127.0.0.1, port: 1, user: weft, password: '#{secret}', hostKey: 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGPKSUTyz1HwHReFVvD5obVsALAgJRNarH4TRpNePnAS'}",
        "{type: PutSFTP, settings: {server: NAME, directory: /in}}");
    kind(
        "KafkaCluster",
        "{bootstrapServers: ['127.0.0.1:1'], user: weft, password: '#{secret}'}",
        "{type: PublishKafka, settings: {cluster: NAME, topic: orders}}");
    kind(
        "S3Store",
        "{endpoint: 'http://127.0.0.1:1', accessKey: '#{secret}', secretKey: '#{secret}', pathStyle: true}",
        "{type: PutS3Object, settings: {store: NAME, bucket: orders}}");
  }

  @TempDir Path folder;
  private final StringWriter printed = new StringWriter();

  private static void kind(String type, String settings, String processor) {
    KINDS.put(type, new String[] {settings, processor});
  }

  private static String lookup(String key) {
    return "{type: LookupRecord, settings: {service: NAME, key: " + key + "}}";
  }

  @BeforeEach
  void write() throws IOException {
    Files.writeString(folder.resolve("cities.csv"), "id,name\n1,Bern\n");
    Files.writeString(
        folder.resolve("services.flowtest.yaml"),
        """
        apiVersion: weft.dev/v1
        kind: FlowTest
        flow: services
        parameters: {secret: not-a-real-one}
        tests:
          - name: those that look things up do
            given: {list: [{code: ch, city: 1}, {code: ch, city: 2}]}
            expect:
              relationships:
                use-CsvLookup.matched: [{code: ch, city: 1, country: Switzerland, name: Bern}]
                use-CsvLookup.unmatched: [{code: ch, city: 2, country: Switzerland}]
        """);
  }

  @Test
  void eachKindIsMadeWithoutReachingOutside() throws IOException {
    writeFlow("");

    assertThat(run()).as(printed.toString()).isZero();
  }

  @Test
  void eachKindIsHeldToItsSettings() throws IOException {
    for (var kind : KINDS.keySet()) {
      writeFlow(kind);

      printed.getBuffer().setLength(0);
      assertThat(run()).as(kind).isEqualTo(2);
      assertThat(printed.toString()).as(kind).contains("settings.noSuchSetting");
    }
  }

  @Test
  void noKindIsLeftOut() {
    var installed = new ArrayList<String>();
    for (ServiceType<?, ?> type : ServiceLoader.load(ServiceType.class)) {
      installed.add(type.name());
    }
    assertThat(installed).containsExactlyInAnyOrderElementsOf(KINDS.keySet());
  }

  /** A flow with a service of each kind; one of them has a setting that it does not know. */
  private void writeFlow(String wrong) throws IOException {
    var services = new StringBuilder();
    var processors = new StringBuilder();
    var sinks = new StringBuilder();
    KINDS.forEach(
        (kind, texts) -> {
          var settings =
              kind.equals(wrong) ? texts[0].replaceFirst("\\{", "{noSuchSetting: 1, ") : texts[0];
          services.append(
              "  - {name: the-%s, type: %s, settings: %s}\n".formatted(kind, kind, settings));
          processors.append(
              "  - %s\n".formatted(texts[1].replace("{type", "{name: use-" + kind + ", type")));
          if (!kind.endsWith("Lookup")) {
            sinks.append("  - use-CsvLookup.failure -> use-%s\n".formatted(kind));
          }
        });
    var flow =
        """
        apiVersion: weft.dev/v1
        kind: Flow
        name: services
        product: shop
        parameters: {secret: {sensitive: true}}
        services:
        %sprocessors:
          - {name: list, type: ListDirectory, settings: {directory: in}}
        %sconnections:
          - list.success -> use-MapLookup
          - use-MapLookup.matched -> use-CsvLookup
        %s"""
            .formatted(services, processors, sinks);
    for (var kind : KINDS.keySet()) {
      flow = flow.replaceAll("(use-" + kind + ",.*: )NAME", "$1the-" + kind);
    }
    Files.writeString(folder.resolve("mesh.yaml"), flow.replace("FOLDER", folder.toString()));
  }

  private int run() {
    var out = new PrintWriter(printed);
    return new FlowTestTool().run(out, out, folder.toString());
  }
}
