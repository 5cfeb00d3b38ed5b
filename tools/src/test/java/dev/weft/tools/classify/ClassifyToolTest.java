package dev.weft.tools.classify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weft.model.Json;
import dev.weft.model.ProblemException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.avro.Schema;
import org.apache.avro.file.DataFileWriter;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.simple.SimpleGroupFactory;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.schema.MessageTypeParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ClassifyToolTest {
  @TempDir Path folder;

  @Test
  void csvWithQuotesAndAnyDelimiter() throws IOException {
    var file =
        write(
            "people.csv",
            "id;contact;note\n1;ada@example.org;\"a; \"\"b\"\"\"\n2;bo@example.org;c\n");

    assertThat(tags(file)).containsExactly(Map.entry("contact", "pii.email"));
  }

  @Test
  void jsonOnLinesOrAsAListNestedAndInLists() throws IOException {
    var lines =
        write(
            "orders.jsonl",
            """
            {"id":1,"customer":{"mail":"ada@example.org","phones":["+49 711 6851234"]}}
            {"id":2,"customer":{"mail":"bo@example.org","phones":[]}}
            """);
    var list = write("orders.json", "[{\"lines\":[{\"ref\":\"DE89370400440532013000\"}]}]");

    assertThat(tags(lines))
        .containsOnly(
            Map.entry("customer.mail", "pii.email"), Map.entry("customer.phones", "pii.phone"));
    assertThat(tags(list)).containsExactly(Map.entry("lines.ref", "pii.iban"));
  }

  @Test
  void avroWithItsOwnSchema() throws IOException {
    var schema =
        new Schema.Parser()
            .parse(
                "{\"type\":\"record\",\"name\":\"P\",\"fields\":[{\"name\":\"who\",\"type\":{\"type\":\"record\",\"name\":\"W\","
                    + "\"fields\":[{\"name\":\"x\",\"type\":[\"null\",\"string\"]}]}},"
                    + "{\"name\":\"ips\",\"type\":{\"type\":\"array\",\"items\":\"string\"}}]}");
    var file = folder.resolve("people.bin");
    try (var writer = new DataFileWriter<>(new GenericDatumWriter<GenericData.Record>(schema))) {
      writer.create(schema, file.toFile());
      var who = new GenericData.Record(schema.getField("who").schema());
      who.put("x", "ada@example.org");
      var record = new GenericData.Record(schema);
      record.put("who", who);
      record.put("ips", List.of("10.1.2.3", "10.1.2.4"));
      writer.append(record);
    }

    assertThat(tags(file))
        .containsOnly(Map.entry("who.x", "pii.email"), Map.entry("ips", "pii.ip"));
  }

  @ParameterizedTest
  @EnumSource(names = {"UNCOMPRESSED", "SNAPPY", "ZSTD"})
  void parquetNestedAndInListsWithoutHadoop(CompressionCodecName codec) throws IOException {
    var schema =
        MessageTypeParser.parseMessageType(
            "message P { required int64 id; optional group who { optional binary x (STRING); }"
                + " optional group ips (LIST) { repeated group list { optional binary element (STRING); } } }");
    var file = folder.resolve("people." + codec);
    try (var writer =
        ExampleParquetWriter.builder(new LocalOutputFile(file))
            .withConf(new PlainParquetConfiguration())
            .withType(schema)
            .withCompressionCodec(codec)
            .build()) {
      var record = new SimpleGroupFactory(schema).newGroup();
      record.append("id", 1L);
      record.addGroup("who").append("x", "ada@example.org");
      record.addGroup("ips").addGroup("list").append("element", "10.1.2.3");
      writer.write(record);
    }

    assertThat(tags(file))
        .containsOnly(Map.entry("who.x", "pii.email"), Map.entry("ips", "pii.ip"));
  }

  @Test
  void theEndOfALongFileCountsAsMuchAsItsBeginning() throws IOException {
    var text = new StringBuilder("value\n");
    for (var i = 0; i < 20_000; i++) {
      text.append(i < 10_000 ? "nothing" : "user" + i + "@example.org").append('\n');
    }

    var found = run(write("long.csv", text.toString()));

    assertThat(found.path("records").asInt()).isEqualTo(20_000);
    assertThat(found.path("fields").path(0).path("tag").asText()).isEqualTo("pii.email");
  }

  @Test
  void textIsLocatedByLineColumnAndOffset() throws IOException {
    var place = run(write("app.log", "start\nuser ada@example.org in\n")).path("places").path(0);

    assertThat(place.path("line").asInt()).isEqualTo(2);
    assertThat(place.path("column").asInt()).isEqualTo(6);
    assertThat(place.path("offset").asInt()).isEqualTo(11);
    assertThat(place.path("length").asInt()).isEqualTo("ada@example.org".length());
    assertThat(place.path("tag").asText()).isEqualTo("pii.email");
  }

  @Test
  void noValueIsInTheReport() throws IOException {
    assertThat(run(write("a.csv", "a\nada@example.org\n")).toString()).doesNotContain("ada@");
    assertThat(run(write("a.log", "x ada@example.org")).toString()).doesNotContain("ada@");
  }

  @Test
  void ownClassifiersTakePart() throws IOException {
    var own =
        write(
            "own.yaml",
            """
            apiVersion: weft.dev/v1
            kind: Classifier
            name: staff
            tag: pii.staff-number
            pattern: 'E[0-9]{6}'
            inText: true
            """);

    var inTable = run(write("a.csv", "a\nE123456\n"), "--with", own.toString());
    var inText = run(write("a.log", "asked E123456 twice"), "--with", own.toString());

    assertThat(inTable.path("fields").path(0).path("tag").asText()).isEqualTo("pii.staff-number");
    assertThat(inText.path("places").path(0).path("column").asInt()).isEqualTo(7);
  }

  @Test
  void whatIsNotWhatItSeemsIsAProblem() throws IOException {
    var broken = write("broken.json", "{\"a\": ");
    var cut = write("cut.parquet", "PAR1 and no more");

    var other = write("other.parquet", "a text");
    var noAvro = write("other.avro", "");

    for (var file : List.of(broken, cut, other, noAvro)) {
      refused(file, "file-not-readable");
    }
    refused(folder.resolve("missing.csv"), "no-such-file");
  }

  private static void refused(Path file, String code) {
    assertThatThrownBy(() -> run(file))
        .as(file.toString())
        .isInstanceOfSatisfying(
            ProblemException.class, e -> assertThat(e.first().code()).isEqualTo(code));
  }

  private Path write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  private static Map<String, String> tags(Path file) {
    var tags = new TreeMap<String, String>();
    run(file)
        .path("fields")
        .forEach(one -> tags.put(one.path("field").asText(), one.path("tag").asText()));
    return tags;
  }

  private static JsonNode run(Path file, String... more) {
    var out = new StringWriter();
    var arguments = new ArrayList<>(List.of(file.toString(), "--format", "json"));
    arguments.addAll(List.of(more));
    new ClassifyTool()
        .run(new PrintWriter(out), new PrintWriter(out), arguments.toArray(String[]::new));
    return Json.parse(out.toString());
  }
}
