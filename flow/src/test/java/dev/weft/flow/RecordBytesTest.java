package dev.weft.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.model.DataRecord;
import dev.weft.model.Json;
import dev.weft.model.json.JsonFieldsReader;
import dev.weft.spi.TraceLog.Run;
import dev.weft.spi.flow.Content.Origin;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** How records become bytes, keys, samples and trace. */
class RecordBytesTest {
  @Test
  void everyKindOfValueHasItsJson() {
    var fields = new LinkedHashMap<String, Object>();
    fields.put("nothing", null);
    fields.put("text", "Zoë \"x\"\n");
    fields.put("whole", Long.MIN_VALUE);
    fields.put("real", 1.5);
    fields.put("nan", Double.NaN);
    fields.put("decimal", new BigDecimal("1E+3"));
    fields.put("time", Instant.parse("2026-01-02T03:04:05Z"));
    fields.put("day", LocalDate.of(2026, 1, 2));
    fields.put("local", LocalDateTime.of(2026, 1, 2, 0, 0));
    fields.put("clock", LocalTime.of(9, 0));
    fields.put("bytes", new byte[] {1, 2, 3});
    fields.put("list", Arrays.asList(1L, null, Map.of("a", true)));

    var json = new String(new JsonBytes().of(new DataRecord(fields)), StandardCharsets.UTF_8);

    assertThat(json)
        .isEqualTo(
            "{\"nothing\":null,\"text\":\"Zoë \\\"x\\\"\\n\",\"whole\":-9223372036854775808,"
                + "\"real\":1.5,\"nan\":\"NaN\",\"decimal\":1000,"
                + "\"time\":\"2026-01-02T03:04:05Z\",\"day\":\"2026-01-02\","
                + "\"local\":\"2026-01-02T00:00:00\",\"clock\":\"09:00:00\","
                + "\"bytes\":\"AQID\",\"list\":[1,null,{\"a\":true}]}");
  }

  @Test
  void whatWasWrittenIsReadBack() throws Exception {
    var text = "{\"a\":1,\"b\":[1.50,\"x\",null,{\"c\":false}],\"d\":123456789012345678901}";
    try (var parser = Json.MAPPER.createParser(text)) {
      var record = JsonRecords.read(parser);

      assertThat(record.get("a")).isEqualTo(1L);
      assertThat(record.get("d")).isEqualTo(new BigDecimal("123456789012345678901"));
      assertThat(new String(new JsonBytes().of(record), StandardCharsets.UTF_8)).isEqualTo(text);
    }
  }

  @Test
  void whatCameAsJsonIsWrittenAsItCameButForWhatWasChanged() {
    var json = "{ \"id\":7,\"at\":1.00 ,\"name\":\"Zo\\u00eb\",\"ok\":true}";
    var fields = new JsonFieldsReader().read(json.getBytes(StandardCharsets.UTF_8)).orElseThrow();
    var record = new DataRecord(fields);
    var bytes = new JsonBytes();

    assertThat(bytes.of(record)).asString(StandardCharsets.UTF_8).isEqualTo(json);
    var changed = record.with("id", 8L).with("ok", Instant.parse("2026-01-02T03:04:05Z"));
    assertThat(bytes.of(changed))
        .asString(StandardCharsets.UTF_8)
        .isEqualTo(
            "{ \"id\":8,\"at\":1.00 ,\"name\":\"Zo\\u00eb\",\"ok\":\"2026-01-02T03:04:05Z\"}");
    assertThat(bytes.of(record.with("id", null).with("name", Double.NaN)))
        .asString(StandardCharsets.UTF_8)
        .isEqualTo("{ \"id\":null,\"at\":1.00 ,\"name\":\"NaN\",\"ok\":true}");
    assertThat(bytes.of(record.with("more", 1L)))
        .asString(StandardCharsets.UTF_8)
        .isEqualTo("{\"id\":7,\"at\":1.00,\"name\":\"Zoë\",\"ok\":true,\"more\":1}");
  }

  @Test
  void samplesOfWhatIsStillJsonAreTheSame() {
    var json =
        "{\"id\":1,\"address\":{\"city\":\"Bern\",\"zip\":3000},\"tags\":[],\"none\":null,\"new\":\"x\"}";
    var fields = new JsonFieldsReader().read(json.getBytes(StandardCharsets.UTF_8)).orElseThrow();
    var known = Set.of("id", "address", "address.city");
    for (var record : List.of(new DataRecord(fields), new DataRecord(new HashMap<>(fields)))) {
      var samples = new FieldSamples();
      samples.know(known);
      samples.look(record);
      assertThat(samples.samples()).containsOnlyKeys("address.zip", "new");
      samples.know(Set.of("id", "address", "address.city", "address.zip", "new"));
      samples.forget();
      samples.look(record);
      samples.look(record.with("new", null));
      assertThat(samples.samples()).isEmpty();
      samples.look(record.with("none", 1L));
      assertThat(samples.samples()).containsOnlyKeys("none");
    }
  }

  @Test
  void keysAreOneValueOrAnObjectOfSeveral() {
    var record = new DataRecord(Map.of("id", 7L, "land", "CH", "price", new BigDecimal("1E2")));

    assertThat(new RecordKeys(List.of("id")).of(record)).asString().isEqualTo("7");
    assertThat(new RecordKeys(List.of("price")).of(record)).asString().isEqualTo("100");
    assertThat(new RecordKeys(List.of("land", "id")).of(record))
        .asString()
        .isEqualTo("{\"land\":\"CH\",\"id\":7}");
    assertThat(new RecordKeys(List.of("id", "day")).missing(record)).contains("day");
  }

  @Test
  void samplesOnlyWhatIsNotKnown() {
    var samples = new FieldSamples();
    samples.know(Set.of("id", "address", "address.city"));
    var address = Map.of("city", "Bern", "zip", 3000L);

    samples.look(new DataRecord(Map.of("id", 1L, "address", address, "tags", List.of())));

    assertThat(samples.samples()).containsOnlyKeys("address.zip");
    assertThat(samples.samples().get("address.zip").type()).isEqualTo("integer");
    samples.know(Set.of("id", "address", "address.city", "address.zip"));
    samples.forget();
    samples.look(new DataRecord(Map.of("address", address)));
    assertThat(samples.samples()).isEmpty();
  }

  @Test
  void equalStepsBecomeARunAndScatteredPositionsStaySingle() {
    var runs = new HopRuns();
    for (var i = 0; i < 1_000; i++) {
      runs.add(i, new Origin("t", "id", 10 + 2L * i));
    }
    runs.add(1_000, new Origin("t", "id", 5));
    runs.add(1_001, new Origin("u", "id", 6));
    runs.add(1_010, new Origin("u", "id", 7));

    assertThat(runs.runs())
        .containsExactly(
            new Run(0, 1_000, "t", "id", 10, 2),
            new Run(1_000, 1, "t", "id", 5, 0),
            new Run(1_001, 1, "u", "id", 6, 0),
            new Run(1_010, 1, "u", "id", 7, 0));
  }

  @Test
  void pausesDoubleUpToALimit() {
    var backoff = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(10), new Random(1));

    assertThat(backoff.pause(0)).isBetween(Duration.ofMillis(50), Duration.ofMillis(100));
    assertThat(backoff.pause(3)).isBetween(Duration.ofMillis(400), Duration.ofMillis(800));
    assertThat(backoff.pause(1_000)).isBetween(Duration.ofSeconds(5), Duration.ofSeconds(10));
  }

  @Test
  void durationsAreReadAsPeopleWriteThem() {
    assertThat(DurationText.parse("90s")).isEqualTo(Duration.ofSeconds(90));
    assertThat(DurationText.parse("PT2M")).isEqualTo(Duration.ofMinutes(2));
    for (var text : List.of("250ms", "5s", "2m", "3h", "0s")) {
      assertThat(DurationText.of(DurationText.parse(text))).isEqualTo(text);
    }
  }
}
