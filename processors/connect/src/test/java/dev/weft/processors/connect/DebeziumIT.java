package dev.weft.processors.connect;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weft.engines.EmbeddedKafka;
import dev.weft.model.Json;
import dev.weft.model.format.Documents;
import dev.weft.model.format.Problems;
import dev.weft.model.format.SourceText;
import dev.weft.testing.PostgresServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Debezium's connector for PostgreSQL, as its makers release it, against a real PostgreSQL with
 * logical replication. The runner is a process that is killed in mid-stream.
 */
class DebeziumIT {
  private static final int ROWS_AT_FIRST = 500;
  private static final int KILLS = 2;

  private static final String FLOW =
      """
      {'name': 'crm', 'product': 'crm', 'parameters': {'password': {'sensitive': true}},
       'processors': [
        {'name': 'changes', 'type': 'PostgresConnector', 'settings': {
          'database.hostname': '127.0.0.1', 'database.port': %d, 'database.user': 'postgres',
          'database.password': '#{password}', 'database.dbname': 'postgres',
          'topic.prefix': 'crm', 'plugin.name': 'pgoutput', 'slot.name': 'weft',
          'table.include.list': 'public.customer', 'publication.autocreate.mode': 'filtered',
          'decimal.handling.mode': 'precise', 'poll.interval.ms': 50,
          'transforms': 'unwrap',
          'transforms.unwrap.type': 'io.debezium.transforms.ExtractNewRecordState',
          'transforms.unwrap.delete.tombstone.handling.mode': 'rewrite',
          'transforms.unwrap.add.fields': 'op,lsn'}},
        {'name': 'publish', 'type': 'PublishPort',
         'settings': {'port': 'crm.customers', 'key': 'id'}}],
       'connections': ['changes.success -> publish']}
      """;

  @TempDir Path work;
  private final List<String> expected = new ArrayList<>();
  private Connection connection;
  private int nextId = 1;

  @Test
  void bringsTheTableAndEveryChangeOfItOnceAcrossKills() throws Exception {
    try (var postgres = PostgresServer.startOrSkip();
        var kafka = EmbeddedKafka.start(work.resolve("data"))) {
      connection =
          DriverManager.getConnection(postgres.url("postgres"), "postgres", postgres.password());
      createTable();
      var mesh =
          new ConnectorMesh(kafka.access(), ConnectorMesh.CONNECTORS, work.resolve("copies"));
      var flow = FLOW.formatted(postgres.port());
      var parameters = Map.of("password", postgres.password());
      assertThat(mesh.problems(flow, "password")).isEmpty();
      assertThat(mesh.problems(documented(), "password")).isEmpty();
      var port = mesh.port("crm.customers");

      var process = ConnectorProcess.start(kafka.access(), flow, parameters);
      ConnectorMesh.await("the snapshot is there", () -> count(mesh, port.topic()) >= nextId - 1);
      for (var kill = 0; kill < KILLS; kill++) {
        var before = count(mesh, port.topic());
        change(kill);
        ConnectorMesh.await("some changes are there", () -> count(mesh, port.topic()) > before);
        process.kill();
        change(10 + kill);
        process = ConnectorProcess.start(kafka.access(), flow, parameters);
      }
      execute("ALTER TABLE customer ADD COLUMN city text DEFAULT 'Bern'");
      insert(nextId++, ", city", ", 'Basel'");
      ConnectorMesh.await("all is there", () -> count(mesh, port.topic()) >= expected.size());
      process.end();

      var found = records(mesh, port.topic());
      assertThat(found.stream().map(DebeziumIT::told).toList()).isEqualTo(expected);
      assertThat(mesh.read(port.quarantineTopic())).isEmpty();
      assertTypes(found.get(0));
      assertThat(found.get(found.size() - 1).path("city").asText()).isEqualTo("Basel");
    } finally {
      if (connection != null) {
        connection.close();
      }
    }
  }

  /** The flow that the documentation shows. */
  private static String documented() throws IOException {
    var page = Files.readString(Path.of("../../docs/flows.md"));
    var section = page.substring(page.indexOf("name: crm-changes"));
    var text =
        "apiVersion: weft.dev/v1\nkind: Flow\n" + section.substring(0, section.indexOf("```"));
    var problems = new Problems();
    var documents = new Documents();
    var read = documents.read(new SourceText("flows.md", text), problems);
    var checked = documents.check(read, problems);
    problems.throwIfAny();
    return Json.text(checked.get(0).tree());
  }

  private void createTable() throws SQLException {
    execute(
        """
        CREATE TABLE customer (id int PRIMARY KEY, version int NOT NULL, name text,
          balance numeric(12,2), free numeric, born date, wakes time, seen timestamptz,
          local timestamp, flags jsonb, photo bytea, score real)
        """);
    execute("ALTER TABLE customer REPLICA IDENTITY FULL");
    for (var i = 0; i < ROWS_AT_FIRST; i++) {
      insert(nextId++, "", "");
    }
    expected.replaceAll(text -> text.replaceFirst("^c ", "r "));
  }

  /** Inserts, updates and deletes, each row change in its own transaction. */
  private void change(int salt) throws SQLException {
    for (var i = 0; i < 100; i++) {
      insert(nextId++, "", "");
      var updated = 1 + (i * 7 + salt) % 200;
      execute(
          "UPDATE customer SET version = version + 1, name = 'changed' WHERE id = "
              + updated
              + " RETURNING version",
          "u");
      if (i % 5 == 0) {
        execute("DELETE FROM customer WHERE id = " + (nextId - 1) + " RETURNING version", "d");
      }
    }
  }

  private void insert(int id, String columns, String values) throws SQLException {
    execute(
        """
        INSERT INTO customer (id, version, name, balance, free, born, wakes, seen, local, flags,
            photo, score%s)
          VALUES (%d, 0, 'name', 12.50, 1.2345, '1990-02-28', '07:30:00.5',
            '2026-03-01T12:00:00.123456Z', '2026-03-01T12:00:00.123456', '{"a": [1]}', '\\x0102',
            0.1%s)
        """
            .formatted(columns, id, values));
    expected.add("c " + id + "/0");
  }

  private void execute(String sql) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** Runs a change of one row that returns its version, and expects it in the port. */
  private void execute(String sql, String operation) throws SQLException {
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery(sql)) {
      if (rows.next()) {
        var id = sql.replaceFirst(".*WHERE id = (\\d+).*", "$1");
        expected.add(operation + " " + id + "/" + rows.getInt(1));
      }
    }
  }

  private static int count(ConnectorMesh mesh, String topic) {
    return mesh.read(topic).size();
  }

  private static List<JsonNode> records(ConnectorMesh mesh, String topic) {
    return mesh.read(topic).stream().map(record -> Json.parse(record.value())).toList();
  }

  private static String told(JsonNode record) {
    return record.path("__op").asText()
        + " "
        + record.path("id").asInt()
        + "/"
        + record.path("version").asInt();
  }

  private static void assertTypes(JsonNode record) {
    assertThat(record.path("balance").decimalValue()).isEqualByComparingTo("12.50");
    assertThat(record.path("free").decimalValue()).isEqualByComparingTo("1.2345");
    assertThat(record.path("born").asText()).isEqualTo("1990-02-28");
    assertThat(record.path("wakes").asText()).isEqualTo("07:30:00.5");
    assertThat(record.path("seen").asText()).isEqualTo("2026-03-01T12:00:00.123456Z");
    assertThat(record.path("local").asText()).isEqualTo("2026-03-01T12:00:00.123456");
    assertThat(record.path("flags").path("a").path(0).asInt()).isEqualTo(1);
    assertThat(record.path("photo").asText()).isEqualTo("AQI=");
    assertThat(record.path("score").doubleValue()).isEqualTo(0.1);
    assertThat(record.path("__deleted").asText()).isEqualTo("false");
  }
}
