package dev.weft.gateway;

import dev.weft.spi.RowFilter;
import java.util.Set;

/** Lets the rows of one country through. */
final class Canada implements RowFilter {
  @Override
  public Set<String> fields() {
    return Set.of("country");
  }

  @Override
  public boolean passes(Values values) {
    return "Canada".equals(values.get("country"));
  }

  @Override
  public String text() {
    return "record.country == 'Canada'";
  }
}
