package dev.weft.sql.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.apache.flink.table.data.DecimalData;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.data.TimestampData;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.table.types.logical.utils.LogicalTypeParser;
import org.junit.jupiter.api.Test;

final class PortKeyTest {
  private static final RowType ALL =
      type(
          "ROW<s STRING, i INT, l BIGINT, d DECIMAL(38, 10), b BOOLEAN, `day` DATE, t TIME(3),"
              + " ts TIMESTAMP_LTZ(6)>");

  @Test
  void writesWhatFlowsWrite() {
    var key =
        GenericRowData.of(
            StringData.fromString("a"),
            1,
            2L,
            DecimalData.fromBigDecimal(new BigDecimal("3.50"), 38, 10),
            true,
            (int) LocalDate.of(2026, 5, 1).toEpochDay(),
            34_200_000,
            TimestampData.fromInstant(Instant.parse("2026-05-01T12:00:00.5Z")));

    var bytes = new PortKeyWriter(ALL).serialize(key);

    assertThat(new String(bytes, StandardCharsets.UTF_8))
        .isEqualTo(
            String.join(
                "|",
                List.of(
                    "a",
                    "1",
                    "2",
                    "3.5",
                    "true",
                    "2026-05-01",
                    "09:30",
                    "2026-05-01T12:00:00.500Z")));
    assertThat(read(ALL, bytes)).isEqualTo(key);
  }

  @Test
  void aKeyThatCannotBeReadIsTheKeyOfNoRow() {
    var type = type("ROW<plant STRING, sensor BIGINT>");
    var nobody = read(type, null);

    assertThat(nobody).isNotNull();
    for (var key : List.of("", "north", "north|x", "a|b|1", "north|1.5", "uF3kTOKEN")) {
      assertThat(read(type, key.getBytes(StandardCharsets.UTF_8))).as(key).isEqualTo(nobody);
    }
    assertThat(read(type, "north|1".getBytes(StandardCharsets.UTF_8))).isNotEqualTo(nobody);
  }

  private static RowData read(RowType type, byte[] key) {
    return new PortKeyReader(type, null, "").deserialize(key);
  }

  private static RowType type(String text) {
    return (RowType) LogicalTypeParser.parse(text, PortKeyTest.class.getClassLoader());
  }
}
