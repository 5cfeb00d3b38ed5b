package dev.weft.processors.standard.record;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.model.DataRecord;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class RecordFormatTest {
  private final List<String> malformed = new ArrayList<>();

  @Test
  void readsQuotesDelimitersAndLineBreaksInCells() throws IOException {
    var text = "\uFEFFid;note\r\n1;\"a;b\"\r\n2;\"say \"\"hi\"\"\r\nthere\"\r\n3;\"\"\r\n4;\r\n";

    var records = read(RecordFormat.CSV, text, CsvDialect.of(";", CsvDialect.Types.INFER));

    assertThat(records)
        .containsExactly(
            fields("id", 1L, "note", "a;b"),
            fields("id", 2L, "note", "say \"hi\"\r\nthere"),
            fields("id", 3L, "note", ""),
            fields("id", 4L, "note", null));
  }

  @Test
  void infersTypesOnlyWhereNothingIsLost() throws IOException {
    var text = "a,b,c,d,e,f\n-12,1.50,true,007,4111111111111111,\"12\"\n";

    var records = read(RecordFormat.CSV, text, CsvDialect.RFC_4180);

    assertThat(records.get(0).values())
        .containsExactly(-12L, new BigDecimal("1.50"), true, "007", "4111111111111111", "12");
  }

  @Test
  void keepsEveryCellAsTextWhenAsked() throws IOException {
    var records = read(RecordFormat.CSV, "a,b\n1,\n", CsvDialect.of("", CsvDialect.Types.TEXT));

    assertThat(records).containsExactly(fields("a", "1", "b", ""));
  }

  @Test
  void oneBadCsvRecordCostsOneRecord() throws IOException {
    var text = "a,b\n1,2\n3\n\"x\"y,4\n5,\"never closed\n6,7\n8,9\n";

    var records = read(RecordFormat.CSV, text, CsvDialect.RFC_4180);

    assertThat(records)
        .containsExactly(
            fields("a", 1L, "b", 2L), fields("a", 6L, "b", 7L), fields("a", 8L, "b", 9L));
    assertThat(malformed)
        .containsExactly(
            "line 3: 1 cells where the header has 2",
            "line 4: text follows a closing quote",
            "line 5: a quote is opened and not closed");
  }

  @Test
  void refusesAnAmbiguousHeader() throws IOException {
    assertThat(read(RecordFormat.CSV, "a,a\n1,2\n", CsvDialect.RFC_4180)).isEmpty();
    assertThat(malformed).containsExactly("line 1: the header names a column twice");
  }

  @Test
  void boundsOneLine() throws IOException {
    var text = "a\n" + "x".repeat(Limits.RECORD_CHARACTERS + 5) + "\ny\n";

    var records = read(RecordFormat.CSV, text, CsvDialect.RFC_4180);

    assertThat(records).containsExactly(fields("a", "y"));
    assertThat(malformed).containsExactly("line 2: the line is longer than 1048576 characters");
  }

  @Test
  void readsJsonLinesAndGoesOnBehindBadOnes() throws IOException {
    var text =
        """
        {"a":1,"n":{"b":[1.5,null,true]}}

        {"a":
        [1]
        {"a":1,"a":2}
        {} {}
        {"a":99999999999999999999}
        """;

    var records = read(RecordFormat.JSON_LINES, text, CsvDialect.RFC_4180);

    assertThat(records)
        .containsExactly(
            fields("a", 1L, "n", Map.of("b", Arrays.asList(new BigDecimal("1.5"), null, true))),
            fields("a", new BigDecimal("99999999999999999999")));
    assertThat(malformed.stream().map(each -> each.replaceAll(" at column.*", "")))
        .containsExactly(
            "line 3: the JSON is malformed",
            "line 4: the line is not a JSON object",
            "line 5: the JSON has a key twice in one object",
            "line 6: text follows the JSON object");
  }

  @Test
  void whatIsNotUtf8IsMalformed() throws IOException {
    var bytes = "{\"a\":\"é\"}\n{\"a\":\"b\"}".getBytes(StandardCharsets.ISO_8859_1);

    var records = read(RecordFormat.JSON_LINES, new ByteArrayInputStream(bytes));

    assertThat(records).containsExactly(fields("a", "b"));
    assertThat(malformed).containsExactly("line 1: the text is not UTF-8");
  }

  @Test
  void streamsAnArrayAndSkipsWhatIsTooLargeOrNoObject() throws IOException {
    var large = "\"" + "x".repeat(500_000) + "\"";
    var text =
        "[{\"a\":1}, 7, {\"l\":[" + large + "," + large + "," + large + ",1]}, {\"a\":[{}]}]";

    var records = read(RecordFormat.JSON_ARRAY, text, CsvDialect.RFC_4180);

    assertThat(records).containsExactly(fields("a", 1L), fields("a", List.of(Map.of())));
    assertThat(malformed)
        .containsExactly(
            "record 2: the element is not a JSON object",
            "record 3: the record is larger than 1048576 characters");
  }

  @Test
  void saysThatAValueIsTooLong() throws IOException {
    var text = "{\"a\":1} {\"a\": \"" + "x".repeat(2_000_000) + "\"}";

    var records = read(RecordFormat.JSON_ARRAY, text, CsvDialect.RFC_4180);

    assertThat(records).containsExactly(fields("a", 1L));
    assertThat(malformed).hasSize(1).first().asString().contains("longer than 1048576 characters");
  }

  @Test
  void readsObjectsThatFollowOneAnotherUntilTheTextIsNoJson() throws IOException {
    var records = read(RecordFormat.JSON_ARRAY, "{\"a\":1}\n{\"a\":2} oops", CsvDialect.RFC_4180);

    assertThat(records).containsExactly(fields("a", 1L), fields("a", 2L));
    assertThat(malformed).hasSize(1).allMatch(each -> each.contains("malformed"));
  }

  @Test
  void writesWhatItReadsBack() throws IOException {
    var written =
        List.of(
            new DataRecord(
                fields("i", 1L, "d", new BigDecimal("1.50"), "t", "12", "q", "a \"b\", c")),
            new DataRecord(fields("i", null, "d", null, "t", "", "q", " padded\nlines ")));

    for (var format : List.of(RecordFormat.CSV, RecordFormat.JSON_LINES, RecordFormat.JSON_ARRAY)) {
      var out = new ByteArrayOutputStream();
      format.writer(CsvDialect.RFC_4180).write(written, out);
      var back = read(format, new ByteArrayInputStream(out.toByteArray()));
      assertThat(back).isEqualTo(written.stream().map(DataRecord::fields).toList());
    }
  }

  private List<Map<String, Object>> read(RecordFormat format, String text, CsvDialect dialect)
      throws IOException {
    return read(format.reader(bytes(text), "source", dialect));
  }

  private List<Map<String, Object>> read(RecordFormat format, InputStream in) throws IOException {
    return read(format.reader(in, "source", CsvDialect.RFC_4180));
  }

  private List<Map<String, Object>> read(RecordReader reader) throws IOException {
    var all = new ArrayList<Reading>();
    try (reader) {
      for (var next = reader.next(); next.isPresent(); next = reader.next()) {
        all.add(next.get());
      }
    }
    for (var each : all) {
      if (each instanceof Reading.Malformed bad) {
        malformed.add(bad.origin().key() + " " + bad.origin().position() + ": " + bad.reason());
      }
    }
    return all.stream()
        .filter(Reading.Good.class::isInstance)
        .map(each -> ((Reading.Good) each).item().record().fields())
        .collect(Collectors.toList());
  }

  private static InputStream bytes(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
  }

  private static Map<String, Object> fields(Object... namesAndValues) {
    var fields = new LinkedHashMap<String, Object>();
    for (var i = 0; i < namesAndValues.length; i += 2) {
      fields.put((String) namesAndValues[i], namesAndValues[i + 1]);
    }
    return fields;
  }
}
