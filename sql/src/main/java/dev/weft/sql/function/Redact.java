package dev.weft.sql.function;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import org.apache.flink.table.annotation.DataTypeHint;
import org.apache.flink.table.functions.ScalarFunction;

/** A constant of the same type; NULL stays NULL. */
public final class Redact extends ScalarFunction {
  private static final long serialVersionUID = 1;

  public String eval(String text) {
    return text == null ? null : MaskFunctions.hidden();
  }

  public Integer eval(Integer number) {
    return number == null ? null : 0;
  }

  public Long eval(Long number) {
    return number == null ? null : 0L;
  }

  public Double eval(Double number) {
    return number == null ? null : 0.0;
  }

  public @DataTypeHint("DECIMAL(38, 10)") BigDecimal eval(
      @DataTypeHint("DECIMAL(38, 10)") BigDecimal number) {
    return number == null ? null : BigDecimal.ZERO;
  }

  public Boolean eval(Boolean truth) {
    return truth == null ? null : false;
  }

  public LocalDate eval(LocalDate date) {
    return date == null ? null : LocalDate.EPOCH;
  }

  public LocalTime eval(LocalTime time) {
    return time == null ? null : LocalTime.MIDNIGHT;
  }

  public @DataTypeHint("TIMESTAMP_LTZ(6)") Instant eval(
      @DataTypeHint("TIMESTAMP_LTZ(6)") Instant time) {
    return time == null ? null : Instant.EPOCH;
  }
}
