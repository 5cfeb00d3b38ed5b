package dev.weft.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.model.Contract;
import dev.weft.model.Json;
import dev.weft.sql.format.Hint;
import java.util.LinkedHashMap;
import org.apache.flink.table.types.logical.utils.LogicalTypeParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ColumnTypeTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          {logicalType: string}                                              | STRING
          {logicalType: integer}                                             | BIGINT
          {logicalType: integer, logicalTypeOptions: {format: i32}}          | INT
          {logicalType: number}                                              | DECIMAL(38, 10)
          {logicalType: number, logicalTypeOptions: {format: f64}}           | DOUBLE
          {logicalType: number, logicalTypeOptions: {format: f32}}           | DOUBLE
          {logicalType: number, physicalType: DOUBLE PRECISION}              | DOUBLE
          {logicalType: number, physicalType: 'numeric(10,2)'}               | DECIMAL(10, 2)
          {logicalType: number, physicalType: 'DECIMAL( 12 )'}               | DECIMAL(12, 0)
          {logicalType: number, physicalType: 'NUMERIC(99,2)'}               | DECIMAL(38, 10)
          {logicalType: boolean}                                             | BOOLEAN
          {logicalType: date}                                                | DATE
          {logicalType: time}                                                | TIME(3)
          {logicalType: timestamp}                                           | TIMESTAMP_LTZ(6)
          {logicalType: object}                                              | STRING
          {logicalType: array}                                               | STRING
          {logicalType: array, items: {logicalType: integer}}                | ARRAY<BIGINT>
          {logicalType: object, properties: [{name: a`b, logicalType: date}]}| ROW<`a``b` DATE>
          {}                                                                 | STRING
          """)
  void typesOfFields(String field, String type) {
    assertThat(ColumnType.of(field(field))).isEqualTo(type);
    assertThat(LogicalTypeParser.parse(type, getClass().getClassLoader())).isNotNull();
  }

  @Test
  void hintsSayHowFieldsInsideAreWritten() {
    var hints = new LinkedHashMap<String, Hint>();

    ColumnType.hints(
        field(
            """
            {name: a, logicalType: object, properties: [
              {name: d, logicalType: date, logicalTypeOptions: {format: dd/MM/yyyy}},
              {name: t, logicalType: timestamp, logicalTypeOptions: {defaultTimezone: Europe/Oslo}},
              {name: o, logicalType: object},
              {name: l, logicalType: array, items: {logicalType: time, logicalTypeOptions: {format: HHmm}}},
              {name: s, logicalType: string, logicalTypeOptions: {format: email}}]}
            """),
        "a",
        hints);

    assertThat(hints)
        .containsOnly(
            java.util.Map.entry("a.d", new Hint("dd/MM/yyyy", "", false)),
            java.util.Map.entry("a.t", new Hint("", "Europe/Oslo", false)),
            java.util.Map.entry("a.o", new Hint("", "", true)),
            java.util.Map.entry("a.l", new Hint("HHmm", "", false)));
  }

  private static Contract.Field field(String yaml) {
    return Json.MAPPER.convertValue(TestPorts.parse(yaml), Contract.Field.class);
  }
}
