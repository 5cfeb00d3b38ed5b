package dev.weft.processors.standard;

import static dev.weft.processors.standard.Standard.error;
import static dev.weft.processors.standard.Standard.fields;
import static dev.weft.processors.standard.Standard.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.model.DataRecord;
import dev.weft.policy.CelExpressions;
import dev.weft.spi.flow.RetryableException;
import dev.weft.testing.TestContext;
import dev.weft.testing.TestFlow;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordToolsTest {
  private final Standard standard = new Standard();
  private final TestContext context = TestContext.of(new CelExpressions(), standard);

  @Test
  void addsWhatAServiceKnows() throws Exception {
    var table = new MapLookup.Settings(Map.of("FR", "France"), "country");
    context.services().put("countries", new MapLookup().create(table, standard));
    var beside = lookup("");
    var within = lookup("found");

    beside.send(fields("code", "FR"), fields("code", "XX"), fields("other", 1L));
    within.send(fields("code", "FR"));

    assertThat(beside.records("matched"))
        .containsExactly(fields("code", "FR", "country", "France"));
    assertThat(beside.records("unmatched")).containsExactly(fields("code", "XX"));
    assertThat(beside.records("failure")).containsExactly(fields("other", 1L));
    assertThat(within.records("matched"))
        .containsExactly(fields("code", "FR", "found", Map.of("country", "France")));
  }

  private TestFlow lookup(String into) {
    var settings = new LookupRecord.Settings("countries", "record.code", into);
    return TestFlow.of(new LookupRecord().create(settings, context.processor()));
  }

  @Test
  void aCsvFileIsReadAgainWhenItHasChanged(@TempDir Path folder) throws Exception {
    var file = folder.resolve("rates.csv");
    Files.writeString(file, "code;rate\nEUR;1.08\n7;x\n");
    var settings = new CsvLookup.Settings(file, "code", ";", null, Duration.ofSeconds(10), 0);
    var rates = new CsvLookup().create(settings, standard);

    assertThat(rates.find("EUR")).contains(Map.of("rate", new BigDecimal("1.08")));
    assertThat(rates.find("7")).contains(Map.of("rate", "x"));
    Files.writeString(file, "code;rate\nEUR;1.10\n");
    Files.setLastModifiedTime(file, FileTime.from(Instant.parse("2030-01-01T00:00:00Z")));
    assertThat(rates.find("7")).isPresent();
    standard.forward(Duration.ofSeconds(10));

    assertThat(rates.find("EUR")).contains(Map.of("rate", new BigDecimal("1.10")));
    assertThat(rates.find("7")).isEmpty();
    Files.delete(file);
    standard.forward(Duration.ofSeconds(10));
    assertThatThrownBy(() -> rates.find("EUR")).isInstanceOf(RetryableException.class);
  }

  @Test
  void aBrokenCsvFileIsNotUsedInPart(@TempDir Path folder) throws Exception {
    var file = folder.resolve("rates.csv");
    Files.writeString(file, "code,rate\nEUR,1\nUSD\n");
    var settings = new CsvLookup.Settings(file, "code", null, null, null, 0);

    assertThatThrownBy(() -> new CsvLookup().create(settings, standard).find("EUR"))
        .hasMessageContaining("line 3");
  }

  @Test
  void hashesContent() throws Exception {
    var settings = new CryptographicHashContent.Settings(null, null);
    var flow = TestFlow.of(new CryptographicHashContent().create(settings, context.processor()));

    flow.send(text("abc"));

    assertThat(flow.emitted("success").get(0).attributes())
        .containsEntry(
            "content_SHA-256", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  }

  @Test
  void tellsValidFromInvalidWithTheReason() throws Exception {
    var settings =
        new ValidateRecord.Settings(
            List.of("id"),
            Map.of("id", "integer", "at", "timestamp"),
            Map.of("positive", "record.id > 0"),
            true);
    var flow = TestFlow.of(new ValidateRecord().create(settings, context.processor()));

    flow.send(
        fields("id", 1L, "at", "2026-03-01T12:00:00Z"),
        fields("id", new BigDecimal("2.00"), "at", null),
        fields("at", null),
        fields("id", "1"),
        fields("id", 1L, "at", "yesterday"),
        fields("id", 1L, "more", 1L),
        fields("id", -1L));

    assertThat(flow.records("valid")).hasSize(2);
    assertThat(flow.emitted("invalid"))
        .extracting(Standard::error)
        .containsExactly(
            "required: id is missing",
            "type: id is no integer",
            "type: at is no timestamp",
            "strict: there is a field that is not known",
            "rule: positive");
    assertThat(flow.counter("invalid")).isEqualTo(5);
  }

  @Test
  void flattensObjectsAndArrays() throws Exception {
    var nested = fields("a", Map.of("b", Map.of("c", 1L)), "l", List.of(1L, Map.of("x", 2L)));
    var keep = TestFlow.of(flatten(null, 0));
    var index = TestFlow.of(flatten(FlattenRecord.Arrays.INDEX, 0));
    var few = TestFlow.of(flatten(FlattenRecord.Arrays.INDEX, 2));

    keep.send(nested, fields("a", Map.of("b", 1L), "a.b", 2L));
    index.send(nested);
    few.send(nested);

    assertThat(keep.records("success"))
        .containsExactly(fields("a.b.c", 1L, "l", List.of(1L, Map.of("x", 2L))));
    assertThat(error(keep.emitted("failure").get(0))).contains("Two fields become one");
    assertThat(index.records("success"))
        .containsExactly(fields("a.b.c", 1L, "l.0", 1L, "l.1.x", 2L));
    assertThat(few.records("failure")).hasSize(1);
  }

  private dev.weft.spi.flow.Processor flatten(FlattenRecord.Arrays arrays, int most) {
    return new FlattenRecord()
        .create(new FlattenRecord.Settings(null, arrays, most), context.processor());
  }

  @Test
  void makesARecordOfEachElement() throws Exception {
    var settings = new ForkRecord.Settings("order.items", List.of("id"), null);
    var flow = TestFlow.of(new ForkRecord().create(settings, context.processor()));

    flow.send(
        fields("id", 7L, "order", Map.of("items", List.of(Map.of("sku", "a"), "b"))),
        fields("id", 8L));

    assertThat(flow.records("fork"))
        .containsExactly(fields("sku", "a", "id", 7L), fields("element", "b", "id", 7L));
    assertThat(flow.traced("fork").get(1).origin().position()).isZero();
    assertThat(flow.records("failure")).containsExactly(fields("id", 8L));
  }

  @Test
  void takesTheSameShareOfRecordsEachTime() throws Exception {
    var records = new DataRecord[2_000];
    Arrays.setAll(records, i -> fields("i", (long) i));
    var one = TestFlow.of(sample());
    var other = TestFlow.of(sample());

    one.send(records);
    other.send(records);

    assertThat(one.records("success")).isEqualTo(other.records("success"));
    assertThat(one.records("success").size()).isBetween(150, 250);
  }

  private dev.weft.spi.flow.Processor sample() {
    return new SampleRecord().create(new SampleRecord.Settings(0.1, 1), context.processor());
  }

  @Test
  void countsByValue() throws Exception {
    var settings = new CalculateRecordStats.Settings(Map.of("country", "record.country"), 1);
    var flow = TestFlow.of(new CalculateRecordStats().create(settings, context.processor()));

    flow.send(fields("country", "FR"), fields("country", "DE"), fields("country", "FR"), fields());

    assertThat(flow.emitted("success").get(0).attributes())
        .containsEntry("record.count", "4")
        .containsEntry("recordStats.country", "3")
        .containsEntry("recordStats.country.FR", "2")
        .doesNotContainKey("recordStats.country.DE");
  }

  @Test
  void tellsPeopleInOneLine() throws Exception {
    var settings = new LogMessage.Settings("'got ' + attributes.filename", null, true);
    var flow = TestFlow.of(new LogMessage().create(settings, context.processor()));
    var attributes =
        TestFlow.of(
            new LogAttribute()
                .create(new LogAttribute.Settings("file.*", null), context.processor()));

    flow.send(text("x", "filename", "a\nb"));
    attributes.send(text("x", "filename", "a"));

    assertThat(context.bulletins()).containsExactly("got a b");
    assertThat(flow.emitted("success")).hasSize(1);
    assertThat(attributes.emitted("success")).hasSize(1);
  }

  @Test
  void nonsenseIsRefused() {
    assertThatThrownBy(() -> new ValidateRecord.Settings(null, Map.of("a", "int"), null, false))
        .hasMessageStartingWith("types must be of text, integer");
    assertThatThrownBy(() -> new SampleRecord.Settings(0, 0)).hasMessageStartingWith("share");
    assertThatThrownBy(() -> new MapLookup.Settings(null, null)).hasMessageStartingWith("values");
  }
}
