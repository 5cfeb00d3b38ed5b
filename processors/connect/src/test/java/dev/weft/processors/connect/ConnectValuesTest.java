package dev.weft.processors.connect;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Time;
import org.apache.kafka.connect.data.Timestamp;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ConnectValuesTest {
  private static final long NOON_MILLIS = 1_772_366_400_123L;
  private static final LocalDateTime NOON = LocalDateTime.parse("2026-03-01T12:00:00.123");

  static Stream<Arguments> values() {
    var variable =
        SchemaBuilder.struct()
            .name("io.debezium.data.VariableScaleDecimal")
            .field("scale", Schema.INT32_SCHEMA)
            .field("value", Schema.BYTES_SCHEMA)
            .build();
    return Stream.of(
        Arguments.of(Schema.INT8_SCHEMA, (byte) 5, 5L),
        Arguments.of(Schema.INT16_SCHEMA, (short) 5, 5L),
        Arguments.of(Schema.INT32_SCHEMA, 5, 5L),
        Arguments.of(Schema.INT64_SCHEMA, 5L, 5L),
        Arguments.of(Schema.FLOAT32_SCHEMA, 0.1f, 0.1),
        Arguments.of(Schema.FLOAT64_SCHEMA, 0.1, 0.1),
        Arguments.of(Schema.BOOLEAN_SCHEMA, true, true),
        Arguments.of(Schema.OPTIONAL_STRING_SCHEMA, null, null),
        Arguments.of(Decimal.schema(2), new BigDecimal("1.50"), new BigDecimal("1.50")),
        Arguments.of(
            org.apache.kafka.connect.data.Date.SCHEMA,
            new Date(86_400_000L),
            LocalDate.parse("1970-01-02")),
        Arguments.of(Time.SCHEMA, new Date(1_500), LocalTime.parse("00:00:01.500")),
        Arguments.of(
            Timestamp.SCHEMA, new Date(NOON_MILLIS), Instant.parse("2026-03-01T12:00:00.123Z")),
        Arguments.of(named("time.Date"), 1, LocalDate.parse("1970-01-02")),
        Arguments.of(named("time.Time"), 1_500, LocalTime.parse("00:00:01.500")),
        Arguments.of(named("time.MicroTime"), 1L, LocalTime.ofNanoOfDay(1_000)),
        Arguments.of(named("time.MicroTime"), 90_000_000_000L, "PT25H"),
        Arguments.of(named("time.NanoTime"), 1L, LocalTime.ofNanoOfDay(1)),
        Arguments.of(named("time.Timestamp"), NOON_MILLIS, NOON),
        Arguments.of(named("time.MicroTimestamp"), NOON_MILLIS * 1_000, NOON),
        Arguments.of(named("time.NanoTimestamp"), NOON_MILLIS * 1_000_000, NOON),
        Arguments.of(
            named("time.ZonedTimestamp"),
            "2026-03-01T13:00:00.5+01:00",
            Instant.parse("2026-03-01T12:00:00.5Z")),
        Arguments.of(named("time.ZonedTimestamp"), "infinity", "infinity"),
        Arguments.of(named("time.IsoDate"), "2026-03-01Z", LocalDate.parse("2026-03-01")),
        Arguments.of(named("time.IsoTimestamp"), "2026-03-01T12:00:00.123Z", NOON),
        Arguments.of(named("time.ZonedTime"), "12:00:00Z", "12:00:00Z"),
        Arguments.of(named("time.MicroDuration"), 1_500_000L, "PT1.5S"),
        Arguments.of(named("data.Json"), "{\"a\": [1, \"b\"]}", Map.of("a", List.of(1L, "b"))),
        Arguments.of(named("data.Json"), "broken", "broken"),
        Arguments.of(named("data.Uuid"), "0-0", "0-0"),
        Arguments.of(
            variable,
            new Struct(variable)
                .put("scale", 3)
                .put("value", BigInteger.valueOf(1_234).toByteArray()),
            new BigDecimal("1.234")),
        Arguments.of(
            SchemaBuilder.array(named("time.Date")).build(),
            Arrays.asList(1, null),
            Arrays.asList(LocalDate.parse("1970-01-02"), null)),
        Arguments.of(null, Map.of("n", 1, "d", new Date(0)), Map.of("n", 1L, "d", Instant.EPOCH)));
  }

  @ParameterizedTest
  @MethodSource("values")
  void meanTheSameInARecord(Schema schema, Object value, Object expected) {
    assertThat(ConnectValues.of(schema, value)).isEqualTo(expected);
  }

  @Test
  void bytesAreBytesHoweverTheyCome() {
    assertThat((byte[]) ConnectValues.of(Schema.BYTES_SCHEMA, ByteBuffer.wrap(new byte[] {1, 2})))
        .containsExactly(1, 2);
    assertThat((byte[]) ConnectValues.of(Schema.BYTES_SCHEMA, new byte[] {1})).containsExactly(1);
  }

  @Test
  void nullStaysNullWhereTheColumnHasADefault() {
    var withDefault = SchemaBuilder.int32().optional().defaultValue(9).build();
    var schema = SchemaBuilder.struct().field("a", withDefault).field("b", withDefault).build();

    var fields = ConnectValues.fields(schema, new Struct(schema).put("b", 1), "value");

    assertThat(fields).containsEntry("a", null).containsEntry("b", 1L);
  }

  private static Schema named(String name) {
    var number =
        name.contains("Zoned") || name.contains("Iso") || name.startsWith("data.")
            ? SchemaBuilder.string()
            : name.equals("time.Date") || name.equals("time.Time")
                ? SchemaBuilder.int32()
                : SchemaBuilder.int64();
    return number.name("io.debezium." + name).optional().build();
  }
}
