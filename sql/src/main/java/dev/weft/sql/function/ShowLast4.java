package dev.weft.sql.function;

import java.math.BigDecimal;
import org.apache.flink.table.annotation.DataTypeHint;
import org.apache.flink.table.functions.ScalarFunction;

/** The last four characters of a text of eight or more; numbers become 0. */
public final class ShowLast4 extends ScalarFunction {
  private static final long serialVersionUID = 1;

  public String eval(String text) {
    return text == null ? null : MaskFunctions.showFour(text, false);
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
}
