package dev.weft.tools.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.model.ProblemException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.BaseTable;
import org.apache.iceberg.data.IcebergGenerics;
import org.apache.iceberg.expressions.Expressions;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroupFactory;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.schema.MessageTypeParser;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was added is read with Iceberg's own reader. */
class IcebergToolTest {
  private static final String ORDERS =
      "message orders { optional int64 id; optional binary mail (STRING); }";
  private static final String WITH_COUNTRY =
      "message orders { optional int64 id; optional binary country (STRING); }";

  @TempDir Path temporary;
  private int number;
  private Path data;

  @BeforeEach
  void name() {
    data = temporary.resolve("table");
  }

  @Test
  void filesBecomeOneTableAndColumnsComeAndGo() throws IOException {
    add(file(ORDERS, Map.of("id", 1L, "mail", "a***"), Map.of("id", 2L, "mail", "b***")), "0/2");
    var second = add(file(WITH_COUNTRY, Map.of("id", 3L, "country", "NL")), "0/3");

    assertThat(second).contains("Added 1 row to").contains("which has 3 rows of 3 columns");
    assertThat(rows())
        .containsExactlyInAnyOrder(
            List.of("1", "a***", "null"), List.of("2", "b***", "null"), List.of("3", "null", "NL"));
    var table = table();
    assertThat(table.properties())
        .containsEntry("weft.port", "orders.orders")
        .containsEntry("weft.reader", "ada")
        .containsEntry("weft.complete-to", "0/3");
    // Values in the files are known to the table, so that engines skip those that cannot match.
    assertThat(table.newScan().filter(Expressions.equal("id", 3L)).planFiles()).hasSize(1);
  }

  @Test
  void nothingNewIsKeptWithoutAFile() throws IOException {
    add(file(ORDERS, Map.of("id", 1L)), "0/1");
    var empty = file(ORDERS);

    assertThat(add(empty, "0/7")).contains("Added 0 rows");

    assertThat(files()).hasSize(1);
    assertThat(rows()).hasSize(1);
    assertThat(table().properties()).containsEntry("weft.complete-to", "0/7");
  }

  @Test
  void aColumnOfAnotherTypeIsRefusedAndNothingIsAdded() throws IOException {
    add(file(ORDERS, Map.of("id", 1L)), "0/1");
    var other = file("message orders { optional binary id (STRING); }", Map.of("id", "x"));

    assertThatThrownBy(() -> add(other, "0/2"))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("another type");

    assertThat(files()).hasSize(1);
    assertThat(rows()).hasSize(1);
    assertThat(table().properties()).containsEntry("weft.complete-to", "0/1");
  }

  @Test
  void ofTwoWhoAddAtTheSameMomentOneIsRefused() throws IOException {
    add(file(ORDERS, Map.of("id", 1L)), "0/1");
    var slow = new PortTable(data);
    add(file(ORDERS, Map.of("id", 2L)), "0/2");

    assertThatThrownBy(() -> slow.add(file(ORDERS, Map.of("id", 2L)), Map.of()))
        .isInstanceOfSatisfying(
            ProblemException.class,
            e -> assertThat(e.problems().get(0).code()).isEqualTo("table-changed"));

    assertThat(rows()).hasSize(2);
    assertThat(files()).hasSize(2);
  }

  @Test
  void aVersionWhoseHintIsMissingCounts() throws IOException {
    add(file(ORDERS, Map.of("id", 1L)), "0/1");
    add(file(ORDERS, Map.of("id", 2L)), "0/2");
    Files.writeString(data.resolve("metadata/version-hint.text"), "1");

    add(file(ORDERS, Map.of("id", 3L)), "0/3");

    assertThat(rows()).hasSize(3);
  }

  @Test
  void metadataThatIsNoneIsNamedAndLeftAsItIs() throws IOException {
    add(file(ORDERS, Map.of("id", 1L)), "0/1");
    for (var text : List.of("{", "{\"properties\":{}}")) {
      Files.writeString(data.resolve("metadata/v2.metadata.json"), text);

      assertThatThrownBy(() -> add(file(ORDERS, Map.of("id", 2L)), "0/2"))
          .isInstanceOf(ProblemException.class)
          .hasMessageContaining("no metadata of an Iceberg table");

      assertThat(data.resolve("metadata/v2.metadata.json")).hasContent(text);
      assertThat(files()).hasSize(1);
    }
  }

  @Test
  void onlyTheOwnerLooksIntoIt() throws IOException {
    var folder = data;
    var file = file(ORDERS, Map.of("id", 1L));

    run(folder, file, "0/1");

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)))
        .isEqualTo("rwx------");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("data"))))
        .isEqualTo("rwx------");
  }

  private List<Path> files() throws IOException {
    try (var files = Files.list(data.resolve("data"))) {
      return files.toList();
    }
  }

  private String add(Path file, String completeTo) {
    return run(data, file, completeTo);
  }

  private static String run(Path folder, Path file, String completeTo) {
    var out = new StringWriter();
    new IcebergTool()
        .run(
            new PrintWriter(out),
            new PrintWriter(out),
            folder.toString(),
            file.toString(),
            "--port",
            "orders.orders",
            "--reader",
            "ada",
            "--complete-to",
            completeTo);
    return out.toString();
  }

  private BaseTable table() {
    return new BaseTable(new FolderTable(data.toAbsolutePath().normalize()), "orders");
  }

  private List<List<String>> rows() throws IOException {
    var all = new ArrayList<List<String>>();
    try (var rows = IcebergGenerics.read(table()).build()) {
      for (var row : rows) {
        var values = new ArrayList<String>();
        for (var i = 0; i < row.size(); i++) {
          values.add(String.valueOf(row.get(i)));
        }
        all.add(values);
      }
    }
    return all;
  }

  @SafeVarargs
  private Path file(String schema, Map<String, Object>... rows) throws IOException {
    var type = MessageTypeParser.parseMessageType(schema);
    var file = temporary.resolve("file" + number++ + ".parquet");
    try (var writer =
        ExampleParquetWriter.builder(new LocalOutputFile(file))
            .withConf(new PlainParquetConfiguration())
            .withType(type)
            .build()) {
      for (var row : rows) {
        var group = new SimpleGroupFactory(type).newGroup();
        row.forEach((name, value) -> put(group, name, value));
        writer.write(group);
      }
    }
    return file;
  }

  private static void put(Group group, String name, Object value) {
    if (value instanceof Long number) {
      group.add(name, number);
    } else {
      group.add(name, value.toString());
    }
  }
}
