package dev.weft.processors.standard;

import static dev.weft.processors.standard.Standard.fields;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weft.model.DataRecord;
import dev.weft.model.Json;
import dev.weft.spi.flow.Content.Records;
import dev.weft.spi.flow.Content.Traced;
import dev.weft.spi.flow.FlowFile;
import dev.weft.spi.flow.SourceProcessor;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class GenerateRecordsTest {
  private static final String FIELDS =
      """
      {"id": "record.n + 1", "twice": "record.id * 2",
       "die": {"type": "integer", "min": 1, "max": 6},
       "price": {"type": "number", "min": 1, "max": 9, "scale": 2},
       "color": {"type": "choice", "of": ["red", "blue"]},
       "key": {"type": "uuid"}, "word": {"type": "text", "length": 3}}
      """;

  private final Standard standard = new Standard();

  @Test
  void makesRecordsFromExpressionsAndChance() throws Exception {
    var made = records(standard.poll(source(FIELDS, 2_500L, 1_000, 0)));

    assertThat(made).hasSize(2_500);
    assertThat(made.get(4).get("id")).isEqualTo(5L);
    assertThat(made.get(4).get("twice")).isEqualTo(10L);
    assertThat(made).allMatch(each -> (long) each.get("die") >= 1 && (long) each.get("die") <= 6);
    assertThat(made).allMatch(each -> ((BigDecimal) each.get("price")).scale() == 2);
    assertThat(made).extracting(each -> each.get("color")).contains("red", "blue");
    assertThat(made).extracting(each -> each.get("key")).doesNotHaveDuplicates();
    assertThat(made.get(0).fields()).doesNotContainKey("n");
  }

  @Test
  void goesOnExactlyAndTheSameEveryTime() throws Exception {
    var all = records(standard.poll(source(FIELDS, 100L, 30, 0)));
    var position =
        Optional.<JsonNode>of(Json.parse("{\"n\": 40, \"at\": \"2026-03-01T12:00:00Z\"}"));

    var batch = source(FIELDS, 100L, 30, 0).poll(position);

    assertThat(records(batch.flowFiles())).isEqualTo(all.subList(40, 70));
  }

  @Test
  void withoutEndItMakesOneBatchEachTime() throws Exception {
    var source = source("{\"n\": \"record.n\"}", null, 2, 0);

    assertThat(records(standard.poll(source))).containsExactly(fields("n", 0L), fields("n", 1L));
    assertThat(records(standard.poll(source))).containsExactly(fields("n", 2L), fields("n", 3L));
  }

  @Test
  void keepsItsRate() throws Exception {
    var source = source("{\"a\": \"1\"}", null, 1_000, 50);
    assertThat(records(standard.poll(source))).hasSize(1);

    standard.forward(Duration.ofMillis(500));
    assertThat(records(standard.poll(source))).hasSize(25);
    standard.forward(Duration.ofHours(1));
    assertThat(records(standard.poll(source))).hasSize(50);
  }

  @Test
  void refusesAGeneratorItDoesNotKnow() {
    assertThatThrownBy(() -> source("{\"a\": {\"type\": \"dice\"}}", 1L, 1, 0))
        .hasMessageContaining("fields: 'a' needs a type");
  }

  private SourceProcessor source(String fields, Long count, int perPoll, double rate) {
    var specs = new LinkedHashMap<String, JsonNode>();
    Json.parse(fields).forEachEntry(specs::put);
    var settings = new GenerateRecords.Settings(specs, 3, count, perPoll, rate);
    return new GenerateRecords().create(settings, standard.context());
  }

  private static List<DataRecord> records(List<FlowFile> files) {
    return files.stream()
        .flatMap(file -> ((Records) file.content()).items().stream())
        .map(Traced::record)
        .toList();
  }
}
