package dev.weft.processors.jdbc;

import dev.weft.spi.flow.Content.Records;
import dev.weft.spi.flow.Content.Traced;
import dev.weft.spi.flow.FlowFile;
import dev.weft.spi.flow.Processor;
import dev.weft.spi.flow.RetryableException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes each FlowFile in a transaction of its own, which is committed before the flow goes on:
 * after a crash the same records may be written again.
 */
final class ChangeSink implements Processor {
  /** Says what to do for each record. */
  interface Planning {
    /** Called for each FlowFile, before its records. */
    void begin(Connection connection) throws SQLException;

    Change change(Traced item, Map<String, String> attributes)
        throws SQLException, UnwritableException;

    /** Something went wrong: what it knows of the database may be wrong. */
    void forget();
  }

  /** The record cannot be written; the message says why, without values. */
  static final class UnwritableException extends Exception {
    UnwritableException(String message) {
      super(message);
    }
  }

  private final Access.Opened access;
  private final Planning planning;
  private final int timeoutSeconds;

  ChangeSink(Access.Opened access, Planning planning, int timeoutSeconds) {
    this.access = access;
    this.planning = planning;
    this.timeoutSeconds = timeoutSeconds;
  }

  @Override
  public void process(FlowFile in, Output out) throws RetryableException {
    if (!(in.content() instanceof Records records)) {
      out.emit(
          "failure", in.with("error.message", "records are written, put a ConvertRecord before"));
      return;
    }
    if (records.items().isEmpty()) {
      return;
    }
    try (var connection = access.pool().open()) {
      write(connection, in, records, out);
    } catch (SQLException e) {
      planning.forget();
      throw new RetryableException(
          access.pool().address() + ": " + access.pool().withoutSecrets(e.getMessage()), null);
    }
  }

  private void write(Connection connection, FlowFile in, Records records, Output out)
      throws SQLException {
    planning.begin(connection);
    var failed = new LinkedHashMap<String, List<Traced>>();
    var changes = new ArrayList<Change>();
    for (var item : records.items()) {
      try {
        changes.add(planning.change(item, in.attributes()));
      } catch (UnwritableException e) {
        failed.computeIfAbsent(e.getMessage(), none -> new ArrayList<>()).add(item);
      }
    }
    var applied = new Changes(connection, timeoutSeconds);
    applied.apply(changes);
    failed.putAll(applied.refused());
    if (!applied.done().isEmpty()) {
      out.emit("success", in.with(new Records(applied.done())));
    }
    failed.forEach(
        (reason, items) ->
            out.emit("failure", in.with(new Records(items)).with("error.message", reason)));
  }

  @Override
  public void close() {
    access.close();
  }
}
