package dev.weft.server;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.weft.testing.PostgresServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What changes at sources: files with headers, tables that are queried, and tables whose changes
 * Debezium captures; new keys of JSON are in {@code BadInputIT}. Tables want a PostgreSQL on the
 * machine.
 */
class SourcesIT {
  /** Unpacked by the build of the module, unless it is quick. */
  private static final Path CONNECTORS = Path.of("../processors/connect/target/connectors");

  private static final String TABLE =
      """
      apiVersion: weft.dev/v1
      kind: Flow
      name: queried
      product: queried
      parameters: {password: {sensitive: true}}
      processors:
        - name: read
          type: QueryDatabaseTable
          schedule: {every: 200ms}
          settings: {url: '%s', user: %s, password: "#{password}", table: queried, maximumValueColumns: [id]}
        - {name: publish, type: PublishPort, settings: {port: queried.out}}
      connections: [read.success -> publish]
      """;
  private static final String CAPTURE =
      """
      apiVersion: weft.dev/v1
      kind: Flow
      name: captured
      product: captured
      parameters: {password: {sensitive: true}}
      processors:
        - name: read
          type: PostgresConnector
          settings:
            database.hostname: 127.0.0.1
            database.port: %d
            database.user: %s
            database.password: "#{password}"
            database.dbname: postgres
            topic.prefix: town
            plugin.name: pgoutput
            slot.name: weft
            table.include.list: public.captured
            publication.autocreate.mode: filtered
            poll.interval.ms: 50
            transforms: unwrap
            transforms.unwrap.type: io.debezium.transforms.ExtractNewRecordState
        - {name: publish, type: PublishPort, settings: {port: captured.out}}
      connections: [read.success -> publish]
      """;

  @TempDir static Path data;
  private static OwnServer server;
  private static Behind behind;
  private static PostgresServer postgres;

  @BeforeAll
  static void start() throws IOException {
    server =
        OwnServer.start(
            data,
            """
            {apiVersion: weft.dev/v1, kind: User, name: olga}
            ---
            {apiVersion: weft.dev/v1, kind: Domain, name: town, governance: {body: [olga]}}
            """);
    behind = new Behind(data);
  }

  @AfterAll
  static void stop() {
    behind.close();
    server.close();
    if (postgres != null) {
      postgres.close();
    }
  }

  @Test
  void aNewHeaderOfAFileTurnsUpAndAnotherTypeStops() throws IOException {
    var folder = Files.createDirectory(data.resolve("csv"));
    var source = ChangingSource.of(server, behind, "olga", "csv");
    source.readsFiles(folder, "csv");
    ChangingSource.file(folder, "1", "id,name\n1,Ada\n");
    source.has(1);

    ChangingSource.file(folder, "2", "id,name,contact\n2,Bo,bo@example.org\n");
    source.hasGrownBy("contact", "pii.email");

    ChangingSource.file(folder, "3", "id,name\nthree,Cy\n");
    source.stops("id", 1);
    ChangingSource.file(folder, "4", "ident,name\n4,Di\n");
    source.stops("id", 2);
    source.has(2);
  }

  @Test
  void aNewColumnOfATableTurnsUpAndAnotherTypeStops() throws SQLException {
    var source = ChangingSource.of(server, behind, "olga", "queried");
    sql("CREATE TABLE queried (id int PRIMARY KEY, name text)");
    sql("INSERT INTO queried VALUES (1, 'Ada')");
    var url = postgres().url("postgres");
    source.reads(TABLE.formatted(url, postgres.user()), "password", postgres.password());
    source.has(1);

    changes(source, "queried");
  }

  @Test
  void aNewColumnOfCapturedChangesTurnsUpAndAnotherTypeStops() throws Exception {
    assumeTrue(Files.isDirectory(CONNECTORS), "skipped: the connectors are not unpacked");
    plugIn();
    var source = ChangingSource.of(server, behind, "olga", "captured");
    sql("CREATE TABLE captured (id int PRIMARY KEY, name text)");
    sql("INSERT INTO captured VALUES (1, 'Ada')");
    source.reads(
        CAPTURE.formatted(postgres().port(), postgres.user()), "password", postgres.password());
    source.has(1);

    changes(source, "captured");
  }

  private static void changes(ChangingSource source, String table) throws SQLException {
    sql("ALTER TABLE " + table + " ADD COLUMN contact text");
    sql("INSERT INTO " + table + " VALUES (2, 'Bo', 'bo@example.org')");
    source.hasGrownBy("contact", "pii.email");

    sql("ALTER TABLE " + table + " ALTER COLUMN name TYPE int USING 7");
    sql("INSERT INTO " + table + " VALUES (3, 8, 'cy@example.org')");
    source.stops("name", 1);
    source.has(2);
  }

  private static PostgresServer postgres() {
    postgres = postgres == null ? PostgresServer.startOrSkip() : postgres;
    return postgres;
  }

  private static void sql(String statement) throws SQLException {
    var database = postgres();
    try (var connection =
            DriverManager.getConnection(
                database.url("postgres"), database.user(), database.password());
        var statements = connection.createStatement()) {
      statements.execute(statement);
    }
  }

  private static void plugIn() throws IOException {
    var plugins = Files.createDirectory(data.resolve("plugins"));
    var connector = "debezium-connector-postgres";
    var from = CONNECTORS.resolve(connector);
    var to = Files.createDirectory(data.resolve(connector));
    try (Stream<Path> jars = Files.list(from)) {
      for (var jar : jars.filter(one -> one.toString().endsWith(".jar")).toList()) {
        Files.copy(jar, to.resolve(jar.getFileName()));
      }
    }
    Files.move(to, plugins.resolve(connector));
    Eventually.within(
        Duration.ofSeconds(60),
        "the connector",
        () -> server.admin().get("/api/v1/plugins").text().contains("PostgresConnector"));
  }
}
