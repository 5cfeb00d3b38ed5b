package dev.weft.flow.host;

import dev.weft.flow.FlowStatus;
import dev.weft.spi.flow.SourceTables;
import java.util.List;

/**
 * What a host says of the flow that it runs, every second or so.
 *
 * @param edition the {@link HostedFlow#edition} that it has; empty when it has none yet
 * @param host names the machine, for people
 * @param status null when it does not run yet
 * @param sighting what a source has seen that the server has not heard of; null most of the time
 */
public record Beat(
    String edition,
    String host,
    FlowStatus status,
    List<FlowStatus.History> history,
    Sighting sighting) {

  /** What there is at the source of a processor, all of it. */
  public record Sighting(String processor, SourceTables tables) {
    public Sighting {
      if (processor == null || tables == null) {
        throw new IllegalArgumentException("a sighting needs a processor and tables");
      }
    }
  }

  public Beat {
    edition = edition == null ? "" : edition;
    host = host == null ? "" : host;
    history = history == null ? List.of() : List.copyOf(history);
  }

  /** What is kept of it: a sighting may be large. */
  public Beat withoutSighting() {
    return new Beat(edition, host, status, history, null);
  }
}
