package dev.weft.flow.host;

import dev.weft.flow.FlowStatus;
import java.util.List;

/**
 * What a host says of the flow that it runs, every second or so.
 *
 * @param edition the {@link HostedFlow#edition} that it has; empty when it has none yet
 * @param host names the machine, for people
 * @param status null when it does not run yet
 */
public record Beat(
    String edition, String host, FlowStatus status, List<FlowStatus.History> history) {
  public Beat {
    edition = edition == null ? "" : edition;
    host = host == null ? "" : host;
    history = history == null ? List.of() : List.copyOf(history);
  }
}
