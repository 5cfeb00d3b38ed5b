package dev.weft.server.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.model.Contract;
import dev.weft.model.Json;
import dev.weft.model.PortName;
import dev.weft.model.PrincipalId;
import dev.weft.model.ProblemException;
import dev.weft.server.access.PortReader.Seen;
import dev.weft.server.access.ReadExtent;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is written as Parquet is read again by the format's own library. */
class ParquetRecordsTest {
  private static final Instant NOW = Instant.parse("2026-11-29T04:00:00Z");
  private static final Contract CONTRACT =
      contract(
          """
          [{"name": "id", "logicalType": "integer"},
           {"name": "small", "logicalType": "integer", "logicalTypeOptions": {"format": "i32"}},
           {"name": "amount", "logicalType": "number", "physicalType": "DECIMAL(10, 2)"},
           {"name": "cents", "logicalType": "number", "physicalType": "numeric(5,2)"},
           {"name": "exact", "logicalType": "number"},
           {"name": "measured", "logicalType": "number", "logicalTypeOptions": {"format": "f64"}},
           {"name": "paid", "logicalType": "boolean"},
           {"name": "born", "logicalType": "date"},
           {"name": "swiss", "logicalType": "date", "logicalTypeOptions": {"format": "dd.MM.yyyy"}},
           {"name": "at", "logicalType": "timestamp"},
           {"name": "local", "logicalType": "timestamp",
            "logicalTypeOptions": {"defaultTimezone": "Europe/Zurich"}},
           {"name": "opens", "logicalType": "time"},
           {"name": "name", "logicalType": "string"},
           {"name": "address", "logicalType": "object", "properties":
             [{"name": "city", "logicalType": "string"}, {"name": "zip", "logicalType": "integer"}]},
           {"name": "lines", "logicalType": "array", "items": {"name": "line", "logicalType": "object",
             "properties": [{"name": "sku", "logicalType": "string"},
                            {"name": "count", "logicalType": "integer"}]}},
           {"name": "grid", "logicalType": "array", "items": {"name": "row", "logicalType": "array",
             "items": {"name": "cell", "logicalType": "integer"}}},
           {"name": "extras", "logicalType": "object"}]
          """);
  private static final String FULL =
      """
      {"id": 9007199254740993, "small": -7, "amount": 12345678.90, "cents": -1.05,
       "exact": 1234567890123456789.0123456789, "measured": 0.1, "paid": true, "born": "1969-12-31",
       "swiss": "29.02.2024", "at": "2026-05-01T12:00:00.123456Z", "local": "2026-07-01T00:30:00",
       "opens": "08:30:00.5", "name": "Zo\\u00eb, \\ud83d\\ude42", "address": {"city": "Bern", "zip": 3011},
       "lines": [{"sku": "a", "count": 1}, null, {"sku": "b"}], "grid": [[1, 2], [], [3]],
       "extras": {"any": [1.50, "x"]}}
      """;

  @TempDir Path folder;

  private static Contract contract(String fields) {
    var schema = Json.object();
    schema.putArray("schema").addObject().set("properties", Json.parse(fields));
    return Json.read(schema.put("id", "c"), Contract.class);
  }

  private static Seen seen(int partition, long offset, String value) {
    return new Seen(partition, offset, NOW.plusSeconds(offset), "", Json.parse(value));
  }

  private static FileOrigin origin() {
    return new FileOrigin(
        new PortName("shop", "orders"),
        "c",
        "1.0.0",
        PrincipalId.user("ada"),
        "",
        Optional.of(NOW),
        Optional.empty(),
        new ReadExtent(NOW, List.of(new ReadExtent.Part(0, 0, 40), new ReadExtent.Part(1, 7, 9))));
  }

  private ParquetRecords file(OutputStream out, Map<String, Boolean> shown, FileLimits limits)
      throws IOException {
    var columns = FileColumns.of(Optional.of(CONTRACT), shown);
    return new ParquetRecords(out, columns, origin(), limits, Clock.fixed(NOW, ZoneOffset.UTC));
  }

  private FileRows written(Map<String, Boolean> shown, String... records) throws IOException {
    var path = folder.resolve("records.parquet");
    try (var out = Files.newOutputStream(path)) {
      var file = file(out, shown, FileLimits.STANDARD);
      for (var i = 0; i < records.length; i++) {
        file.write(seen(0, i, records[i]));
      }
      file.end(true);
    }
    return FileRows.of(path);
  }

  /** Everything in the contract is shown, by the fields at its top. */
  private static Map<String, Boolean> all() {
    var shown = new TreeMap<String, Boolean>();
    CONTRACT.fields().forEach(field -> shown.put(field.name(), true));
    return shown;
  }

  @Test
  void everyTypeOfTheContractComesBackAsItWas() throws IOException {
    var rows = written(all(), FULL).rows();

    var expected = Json.parse(FULL).deepCopy();
    var row = rows.get(0);
    assertThat(row.path("id").longValue()).isEqualTo(9007199254740993L);
    assertThat(row.path("small").intValue()).isEqualTo(-7);
    assertThat(row.path("amount").decimalValue()).isEqualTo("12345678.90");
    assertThat(row.path("cents").decimalValue()).isEqualTo("-1.05");
    assertThat(row.path("exact").decimalValue()).isEqualTo("1234567890123456789.0123456789");
    assertThat(row.path("measured").doubleValue()).isEqualTo(0.1);
    assertThat(row.path("born").asText()).isEqualTo("1969-12-31");
    assertThat(row.path("swiss").asText()).isEqualTo("2024-02-29");
    assertThat(row.path("at").asText()).isEqualTo("2026-05-01T12:00:00.123456Z");
    assertThat(row.path("local").asText()).isEqualTo("2026-06-30T22:30:00Z");
    assertThat(row.path("opens").asText()).isEqualTo("08:30:00.500");
    assertThat(Json.parse(row.path("extras").asText())).isEqualTo(expected.path("extras"));
    for (var name : List.of("paid", "name", "address", "grid")) {
      assertThat(row.path(name).toString()).as(name).isEqualTo(expected.path(name).toString());
    }
    assertThat(row.path("lines").toString())
        .isEqualTo("[{\"sku\":\"a\",\"count\":1},null,{\"sku\":\"b\"}]");
  }

  @Test
  void theSchemaIsTheContracts() throws IOException {
    assertThat(written(all(), FULL).schema())
        .contains(
            "optional int64 id;",
            "optional int32 small;",
            "optional int64 amount (DECIMAL(10,2));",
            "optional int32 cents (DECIMAL(5,2));",
            "optional fixed_len_byte_array(16) exact (DECIMAL(38,10));",
            "optional double measured;",
            "optional int32 born (DATE);",
            "optional int64 at (TIMESTAMP(MICROS,true));",
            "optional int64 opens (TIME(MICROS,false));",
            "optional binary name (STRING);",
            "optional group lines (LIST)",
            "optional binary extras (JSON);");
  }

  @Test
  void whatIsWithheldHasNoColumnAndWhatNoContractNamesIsText() throws IOException {
    var shown = all();
    shown.put("name", false);
    shown.put("address", true);
    shown.put("address.zip", false);
    shown.put("address.floor", true);
    shown.put("lines.count", false);
    shown.put("loyalty", true);
    shown.put("secret", false);

    var found =
        written(
            shown,
            """
            {"id": 1, "name": "never there", "address": {"city": "Bern", "floor": 4},
             "lines": [{"sku": "a"}], "loyalty": {"level": 3}, "secret": 1}
            """);

    assertThat(found.schema()).doesNotContain(" name ", "zip", "count", "secret");
    assertThat(found.rows().get(0).toString())
        .isEqualTo(
            "{\"id\":1,\"address\":{\"city\":\"Bern\",\"floor\":\"4\"},\"lines\":[{\"sku\":\"a\"}],"
                + "\"loyalty\":\"{\\\"level\\\":3}\"}");
  }

  @Test
  void whatAColumnCannotHoldIsNullAndCounted() throws IOException {
    var found =
        written(
            all(),
            "{\"id\": \"x\", \"small\": 2147483648, \"amount\": 123456789.01, \"born\": \"soon\"}",
            "{\"id\": 1.5, \"lines\": [{\"count\": true}, 7], \"exact\": 1e300}",
            "{\"id\": 3, \"amount\": 1.005, \"at\": \"+999999999-01-01T00:00:00Z\"}",
            "null",
            "[1]");

    assertThat(found.rows().stream().map(Object::toString))
        .containsExactly("{}", "{\"lines\":[{},null]}", "{\"id\":3,\"amount\":1.01}", "{}", "{}");
    assertThat(found.freshness().path("unfit").toString())
        .isEqualTo(
            "{\"\":1,\"amount\":1,\"at\":1,\"born\":1,\"exact\":1,\"id\":2,\"lines\":1,"
                + "\"lines.count\":1,\"small\":1}");
  }

  @Test
  void theFileSaysWhoseViewItIsAndHowFarItGoes() throws IOException {
    assertThat(written(all(), "{\"id\": 1}", "{\"id\": 2}").freshness())
        .isEqualTo(
            Json.parse(
                """
                {"port": "shop.orders", "contract": "c", "contractVersion": "1.0.0",
                 "reader": "ada", "purpose": "", "from": "2026-11-29T04:00:00Z",
                 "asOf": "2026-11-29T04:00:00Z", "complete": true,
                 "partitions": [
                   {"partition": 0, "from": 0, "to": 40, "newest": "2026-11-29T04:00:01Z"},
                   {"partition": 1, "from": 7, "to": 9}],
                 "records": 2, "unfit": {}}
                """));
  }

  @Test
  void aRowGroupAtMostIsHeldInMemory() throws IOException {
    var path = folder.resolve("many.parquet");
    var random = new Random(5);
    var limits = new FileLimits(1L << 30, Duration.ofHours(1), 64 * 1024);
    try (var out = new CountingStream(Files.newOutputStream(path))) {
      var file = file(out, all(), limits);
      for (var i = 0; i < 4_000; i++) {
        var bytes = new byte[50];
        random.nextBytes(bytes);
        var record = Json.object().put("id", random.nextLong()).put("name", Arrays.toString(bytes));
        file.write(seen(0, i, record.toString()));
        assertThat(i * 100L - out.count).as("bytes not written yet").isLessThan(8 * 64 * 1024);
      }
      file.end(true);
    }

    var found = FileRows.of(path);

    assertThat(found.rows()).hasSize(4_000);
    assertThat(found.rowGroups()).isGreaterThan(3);
  }

  @Test
  void aFileThatBecomesTooLargeOrTakesTooLongHasNoEnd() throws IOException {
    var out = new ByteArrayOutputStream();
    var large = file(out, all(), new FileLimits(20_000, Duration.ofHours(1), 1_024));
    var late = file(out, all(), new FileLimits(20_000, Duration.ofSeconds(-1), 1_024));
    var random = new Random(5);

    assertThatThrownBy(
            () -> {
              for (var i = 0; i < 10_000; i++) {
                large.write(seen(0, i, "{\"id\": " + random.nextLong() + "}"));
              }
            })
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("20000 bytes at most");
    assertThatThrownBy(() -> late.write(seen(0, 0, "{}"))).hasMessageContaining("minutes at most");
    assertThatThrownBy(late::requireTime).isInstanceOf(ProblemException.class);
    assertThat(out.size()).isLessThanOrEqualTo(20_004);
    assertThat(out.toString(StandardCharsets.ISO_8859_1)).doesNotContain(ParquetRecords.FRESHNESS);
  }

  @Test
  void withoutAColumnThereIsNoFile() {
    assertThatThrownBy(() -> FileColumns.of(Optional.of(CONTRACT), Map.of("id", false)))
        .hasMessageContaining("no columns");
    assertThatThrownBy(() -> FileColumns.of(Optional.empty(), Map.of()))
        .hasMessageContaining("no columns");
  }

  /** Counts what has been written. */
  private static final class CountingStream extends OutputStream {
    private final OutputStream out;
    private long count;

    CountingStream(OutputStream out) {
      this.out = out;
    }

    @Override
    public void write(int value) throws IOException {
      out.write(value);
      count++;
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      out.write(bytes, from, length);
      count += length;
    }

    @Override
    public void close() throws IOException {
      out.close();
    }
  }
}
