package dev.weft.server.connect;

import dev.weft.flow.FlowLogReader;
import dev.weft.flow.FlowLogReader.Kept;
import dev.weft.flow.FlowLogReader.Logged;
import dev.weft.flow.FlowLogReader.Until;
import dev.weft.flow.host.LogLine;
import dev.weft.model.ClientKey;
import dev.weft.model.Problem;
import dev.weft.spi.FlowTopics;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.function.Consumer;

/** Tells the host of a flow what the log holds of that flow. Safe for any thread. */
public final class HostedLog {
  private final FlowLogReader log;

  public HostedLog(FlowLogReader log) {
    this.log = log;
  }

  /**
   * What the log holds of the flow: where its partition is and ends, then each of its records.
   *
   * @param records whether the records are wanted, or only the first line
   */
  public void read(ClientKey key, Kept kept, Until until, boolean records, Consumer<LogLine> to) {
    try {
      tell(key, kept, until, records, to);
    } catch (UncheckedIOException e) {
      throw e; // The host went away.
    } catch (RuntimeException e) {
      throw Problem.environment(
              "log-away",
              "The log does not say now what it holds of the flow: " + e.getMessage(),
              "The host asks again soon.")
          .asException();
    }
  }

  private void tell(ClientKey key, Kept kept, Until until, boolean records, Consumer<LogLine> to) {
    var flow = key.flow();
    to.accept(new LogLine(log.end(flow), log.partition(flow), null, null));
    if (records) {
      log.read(
          kept,
          flow,
          until,
          record -> {
            if (isOf(key, kept, record)) {
              to.accept(line(record));
            }
          });
    }
  }

  private static boolean isOf(ClientKey key, Kept kept, Logged record) {
    return FlowTopics.belongs(
        kept.topic(),
        key.flow(),
        key.principal().name(),
        record.key().getBytes(StandardCharsets.UTF_8),
        Optional.ofNullable(record.value()));
  }

  private static LogLine line(Logged record) {
    var value = record.value() == null ? null : Base64.getEncoder().encodeToString(record.value());
    return new LogLine(record.offset(), null, record.key(), value);
  }
}
