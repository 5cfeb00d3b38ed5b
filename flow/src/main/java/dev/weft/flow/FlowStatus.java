package dev.weft.flow;

import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * How one flow is doing, as of one moment.
 *
 * @param since when it came into this state
 * @param message why it waits or has failed, and when it tries again; empty otherwise
 */
public record FlowStatus(
    String name,
    String product,
    State status,
    Instant since,
    String message,
    List<ProcessorStatus> processors,
    List<ConnectionStatus> connections) {

  /** Where a flow stands. */
  public enum State {
    /** It runs, be it that there is nothing to do. */
    RUNNING,
    STOPPED,
    /** A fault stopped it; unless another runner has taken it over it starts again by itself. */
    FAILED,
    /** Something outside does not answer or does not allow; it tries again by itself. */
    WAITING;

    /** In small letters, as people read it. */
    @JsonValue
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * One processor. All counts are of records whose unit of work is committed, since the flow was
   * started; a FlowFile whose content is bytes counts as one.
   *
   * @param in records taken, {@code out} emitted or written
   * @param failed records that it emitted on {@code failure} or that went to quarantine
   */
  public record ProcessorStatus(
      String name,
      String type,
      State status,
      long in,
      long out,
      long failed,
      Map<String, Long> counters,
      String message) {}

  /** One connection, and how many records wait in it now. */
  public record ConnectionStatus(String from, String relationship, String to, int queued) {}
}
