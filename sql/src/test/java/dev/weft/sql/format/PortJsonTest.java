package dev.weft.sql.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.flink.table.data.DecimalData;
import org.apache.flink.table.data.GenericArrayData;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.data.TimestampData;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.table.types.logical.utils.LogicalTypeParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class PortJsonTest {
  private static final String ALL =
      "ROW<s STRING, i INT, l BIGINT, d DECIMAL(38, 10), f DOUBLE, b BOOLEAN, `day` DATE, t TIME(3),"
          + " ts TIMESTAMP_LTZ(6), o ROW<x BIGINT, y STRING>, a ARRAY<BIGINT>,"
          + " rows ARRAY<ROW<z DECIMAL(10, 2)>>>";

  @Test
  void whatIsWrittenIsRead() {
    var random = new Random(11);
    var type = type(ALL);
    for (var i = 0; i < 3000; i++) {
      var row = row(random);

      var read = read(type, Hints.parse(""), write(type, Hints.parse(""), row));

      assertThat(read).isEqualTo(row);
    }
  }

  @Test
  void patternsOfTheContractHoldBothWays() {
    var type = type("ROW<`day` DATE, t TIME(3), ts TIMESTAMP_LTZ(6)>");
    var hints =
        new Hints(
            Map.of(
                "day", new Hint("dd/MM/yyyy", "", false),
                "t", new Hint("HHmm", "", false),
                "ts", new Hint("yyyy-MM-dd HH:mm", "Europe/Oslo", false)));

    var json = "{\"day\":\"03/02/2026\",\"t\":\"0930\",\"ts\":\"2026-05-01 14:00\"}";
    var row = read(type, hints, json);

    assertThat(row.getInt(0)).isEqualTo((int) LocalDate.of(2026, 2, 3).toEpochDay());
    assertThat(row.getInt(1)).isEqualTo(34_200_000);
    assertThat(row.getTimestamp(2, 6).toInstant()).isEqualTo(Instant.parse("2026-05-01T12:00:00Z"));
    assertThat(write(type, hints, row)).isEqualTo(json);
  }

  @ParameterizedTest
  @CsvSource({
    "2026-05-01T12:00:00Z, 2026-05-01T12:00:00Z",
    "2026-05-01T12:00:00.123456Z, 2026-05-01T12:00:00.123456Z",
    "2026-05-01T14:00:00+02:00, 2026-05-01T12:00:00Z",
    "2026-05-01T12:00, 2026-05-01T12:00:00Z",
    "2026-05-01T12:00:00+02:00[Europe/Oslo], 2026-05-01T10:00:00Z",
  })
  void anyIsoTimestamp(String text, String instant) {
    var row = read(type("ROW<ts TIMESTAMP_LTZ(6)>"), Hints.parse(""), "{\"ts\":\"" + text + "\"}");

    assertThat(row.getTimestamp(0, 6).toInstant()).isEqualTo(Instant.parse(instant));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"v\":\"XXXXXXXX\"}",
        "{\"v\":null}",
        "{}",
        "{\"v\":{\"deep\":[1,{\"v\":2}]}}",
        "{\"v\":[1,2]}",
        "{\"v\":true}",
        "{\"v\":1e999999999}",
        "{\"v\":123456789012345678901234567890123456789012345}",
      })
  void whatDoesNotFitIsNull(String json) {
    for (var name : List.of("BIGINT", "INT", "DECIMAL(38, 10)", "DATE", "TIMESTAMP_LTZ(6)")) {
      var row = read(type("ROW<v " + name + ", w STRING>"), Hints.parse(""), json);

      assertThat(row.isNullAt(0)).as(name).isTrue();
    }
  }

  @Test
  void theLastOfEqualNamesCountsAndUnknownOnesAreSkipped() {
    var row =
        read(
            type("ROW<v BIGINT>"),
            Hints.parse(""),
            "{\"v\":1,\"u\":{\"v\":[7]},\"v\":2,\"w\":[{\"v\":3}]}");

    assertThat(row.getLong(0)).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "nothing",
        "[1]",
        "1",
        "\"v\"",
        "null",
        "{\"v\":1",
        "{\"v\":1}}",
        "{} {}"
      })
  void whatIsNoRecordIsLeftOut(String json) {
    assertThat(read(type("ROW<v BIGINT>"), Hints.parse(""), json)).isNull();
  }

  @Test
  void aRecordWithoutWhatItNeedsIsLeftOut() {
    var reader =
        new PortJsonReader(type("ROW<k BIGINT, v STRING>"), Hints.parse(""), List.of("k"), null);

    assertThat(reader.deserialize(bytes("{\"k\":1}"))).isNotNull();
    assertThat(reader.deserialize(bytes("{\"k\":\"masked\",\"v\":\"x\"}"))).isNull();
    assertThat(reader.deserialize(null)).isNull();
  }

  @Test
  void anObjectWithoutKnownFieldsIsItsJson() {
    var type = type("ROW<v STRING>");
    var hints = new Hints(Map.of("v", new Hint("", "", true)));

    var row = read(type, hints, "{\"v\":{\"a\":[1,2.50],\"b\":\"\\u00e9\"}}");

    assertThat(row.getString(0)).hasToString("{\"a\":[1,2.50],\"b\":\"é\"}");
    assertThat(write(type, hints, row)).isEqualTo("{\"v\":{\"a\":[1,2.5],\"b\":\"é\"}}");
    assertThat(write(type, hints, GenericRowData.of(StringData.fromString("no json"))))
        .isEqualTo("{\"v\":\"no json\"}");
  }

  @Test
  void numbersAreWrittenAsPeopleDo() {
    var type = type("ROW<d DECIMAL(38, 10), f DOUBLE>");

    assertThat(write(type, Hints.parse(""), GenericRowData.of(decimal("100"), 1.5)))
        .isEqualTo("{\"d\":100,\"f\":1.5}");
    assertThat(write(type, Hints.parse(""), GenericRowData.of(decimal("-0.5000"), Double.NaN)))
        .isEqualTo("{\"d\":-0.5,\"f\":null}");
    assertThat(write(type, Hints.parse(""), GenericRowData.of(null, null)))
        .isEqualTo("{\"d\":null,\"f\":null}");
  }

  @Test
  void hintsAreReadAsTablesWriteThem() {
    assertThat(
            Hints.parse("{\"a.b\":{\"format\":\"dd\",\"zone\":\"UTC\",\"json\":false}}").of("a.b"))
        .isEqualTo(new Hint("dd", "UTC", false));
  }

  private static RowData row(Random random) {
    var row = new GenericRowData(12);
    var values =
        Stream.of(
                StringData.fromString(text(random)),
                random.nextInt(),
                random.nextLong(),
                DecimalData.fromBigDecimal(
                    new BigDecimal(new java.math.BigInteger(90, random), 10), 38, 10),
                random.nextGaussian(),
                random.nextBoolean(),
                random.nextInt(60_000) - 20_000,
                random.nextInt(86_400_000),
                TimestampData.fromEpochMillis(
                    random.nextLong(4_000_000_000_000L), random.nextInt(1000) * 1000),
                GenericRowData.of(random.nextLong(), StringData.fromString(text(random))),
                new GenericArrayData(new Object[] {1L, null, random.nextLong()}),
                new GenericArrayData(
                    new Object[] {
                      GenericRowData.of(DecimalData.fromBigDecimal(new BigDecimal("1.25"), 10, 2)),
                      null
                    }))
            .toArray();
    for (var i = 0; i < values.length; i++) {
      row.setField(i, random.nextInt(8) == 0 ? null : values[i]);
    }
    return row;
  }

  private static String text(Random random) {
    return random
        .ints(random.nextInt(6), 0, 0x2FFFF)
        .filter(c -> Character.isDefined(c) && !(c >= 0xD800 && c < 0xE000))
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  private static DecimalData decimal(String number) {
    return DecimalData.fromBigDecimal(new BigDecimal(number), 38, 10);
  }

  private static RowType type(String text) {
    return (RowType) LogicalTypeParser.parse(text, PortJsonTest.class.getClassLoader());
  }

  private static RowData read(RowType type, Hints hints, String json) {
    return new PortJsonReader(type, hints, List.of(), null).deserialize(bytes(json));
  }

  private static String write(RowType type, Hints hints, RowData row) {
    return new String(new PortJsonWriter(type, hints).serialize(row), StandardCharsets.UTF_8);
  }

  private static byte[] bytes(String json) {
    return json.getBytes(StandardCharsets.UTF_8);
  }
}
