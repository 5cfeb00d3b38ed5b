package dev.weft.server.query;

import dev.weft.sql.cluster.JobNumbers;
import java.time.Instant;
import java.util.List;

/**
 * How a query is doing.
 *
 * @param since when it came into this state
 * @param message what people should know; empty when all is well
 * @param causes why it has failed or failed last, the deepest last
 * @param job its id on the cluster; empty for none
 * @param cluster where that is; empty for the embedded one
 */
public record QueryStatus(
    String name,
    String product,
    List<String> into,
    State state,
    Instant since,
    String message,
    List<String> causes,
    String job,
    String cluster,
    JobNumbers numbers) {

  public QueryStatus {
    into = List.copyOf(into);
    causes = List.copyOf(causes);
  }

  /** What a query can be in. */
  public enum State {
    /** For something that must be first: a right, a port, the server that writes. */
    WAITING,
    STARTING,
    RUNNING,
    /** Its job has failed and is tried again. */
    RESTARTING,
    STOPPING,
    STOPPED,
    /** Nothing will happen until somebody does something. */
    FAILED
  }
}
