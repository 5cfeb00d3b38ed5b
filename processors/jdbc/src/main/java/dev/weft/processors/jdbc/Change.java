package dev.weft.processors.jdbc;

import dev.weft.spi.flow.Content.Traced;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/**
 * What is to be done for one record.
 *
 * @param sql with question marks; the same for many records
 */
record Change(String sql, Binding binding, Traced item) {
  /** Sets the values of one record. */
  interface Binding {
    void bind(PreparedStatement statement) throws SQLException;
  }
}
