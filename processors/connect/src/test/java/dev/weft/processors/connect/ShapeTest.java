package dev.weft.processors.connect;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.junit.jupiter.api.Test;

class ShapeTest {
  private final Shape shape = new Shape();

  @Test
  void growsWithNewFieldsAndKeepsTheSchemaOtherwise() {
    shape.learn(Map.of("a", 1L));
    var first = shape.schema();
    shape.learn(Map.of("a", 2L));

    assertThat(shape.schema()).isSameAs(first);

    shape.learn(Map.of("a", 3L, "b", "text"));
    assertThat(shape.schema().field("b").schema()).isEqualTo(Schema.OPTIONAL_STRING_SCHEMA);
  }

  @Test
  void becomesWiderWhereValuesDoNotFit() {
    for (var value : List.<Object>of(1L, 2.5, new BigDecimal("1.25"), new BigDecimal("1.5"))) {
      shape.learn(Map.of("n", value));
    }
    assertThat(struct(Map.of("n", 3L)).get("n")).isEqualTo(new BigDecimal("3.00"));

    shape.learn(Map.of("n", "text"));

    assertThat(struct(Map.of("n", 3L)).get("n")).isEqualTo("3");
  }

  @Test
  void knowsNothingOfAFieldThatHasNoValueYet() {
    var record = new LinkedHashMap<String, Object>();
    record.put("a", 1L);
    record.put("unknown", null);
    shape.learn(record);

    assertThat(struct(record).schema().field("unknown")).isNull();
    assertThat(struct(record).get("a")).isEqualTo(1L);
  }

  @Test
  void hasConnectsTimesListsAndStructures() {
    var record =
        Map.of(
            "day", LocalDate.parse("1970-01-02"),
            "at", Instant.ofEpochMilli(5),
            "list", Arrays.asList(1L, null, 2.5),
            "in", Map.of("x", true));
    shape.learn(record);

    var struct = struct(record);

    assertThat(struct.get("day")).isEqualTo(new Date(86_400_000));
    assertThat(struct.get("at")).isEqualTo(new Date(5));
    assertThat(struct.getArray("list")).isEqualTo(Arrays.asList(1.0, null, 2.5));
    assertThat(struct.getStruct("in").getBoolean("x")).isTrue();
    struct.validate();
  }

  private Struct struct(Map<String, Object> record) {
    return (Struct) shape.value(record);
  }
}
