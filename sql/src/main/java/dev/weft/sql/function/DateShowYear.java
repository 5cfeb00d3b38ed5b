package dev.weft.sql.function;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import org.apache.flink.table.annotation.DataTypeHint;
import org.apache.flink.table.functions.ScalarFunction;

/** The first day of a date's year, at midnight UTC of a time's. */
public final class DateShowYear extends ScalarFunction {
  private static final long serialVersionUID = 1;

  public LocalDate eval(LocalDate date) {
    return date == null ? null : date.with(TemporalAdjusters.firstDayOfYear());
  }

  public @DataTypeHint("TIMESTAMP_LTZ(6)") Instant eval(
      @DataTypeHint("TIMESTAMP_LTZ(6)") Instant time) {
    return time == null
        ? null
        : time.atOffset(ZoneOffset.UTC)
            .with(TemporalAdjusters.firstDayOfYear())
            .truncatedTo(ChronoUnit.DAYS)
            .toInstant();
  }
}
