package dev.weft.flow;

import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * How one flow is doing, as of one moment.
 *
 * @param since when it came into this state
 * @param message why it waits or has failed, and when it tries again; empty otherwise
 * @param bulletins what it has told people in the last five minutes, newest first
 * @param readings how far it has read ports; empty while it does not run
 */
public record FlowStatus(
    String name,
    String product,
    State status,
    Instant since,
    String message,
    List<ProcessorStatus> processors,
    List<ConnectionStatus> connections,
    List<Bulletin> bulletins,
    List<Reading> readings) {

  public FlowStatus {
    readings = readings == null ? List.of() : List.copyOf(readings);
  }

  /** A flow that does not run here. */
  public FlowStatus(String name, String product, State status, Instant since, String message) {
    this(name, product, status, since, message, List.of(), List.of(), List.of(), List.of());
  }

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
   * @param recent the same counts of the last five minutes
   */
  public record ProcessorStatus(
      String name,
      String type,
      State status,
      long in,
      long out,
      long failed,
      Map<String, Long> counters,
      String message,
      Recent recent) {}

  /** Counts of the last five minutes, to within ten seconds. */
  public record Recent(long in, long out, long failed) {
    static final Recent NOTHING = new Recent(0, 0, 0);
  }

  /** How bad it is. */
  public enum Level {
    INFO,
    WARNING,
    ERROR;

    /** In small letters, as people read it. */
    @JsonValue
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * Something that people should know.
   *
   * @param processor empty when it is about the whole flow
   * @param times how often it was told in a row; {@code time} is the last
   */
  public record Bulletin(Instant time, Level level, String processor, String text, int times) {
    boolean isAbout(Level its, String where, String words) {
      return level == its && processor.equals(where) && text.equals(words);
    }

    Bulletin again(Instant now) {
      return new Bulletin(now, level, processor, text, times + 1);
    }
  }

  /**
   * A FlowFile that waits, without its content.
   *
   * @param tried how often it was tried at the other end, and put back
   * @param notBefore when it is tried again; empty when nothing but its turn is awaited
   */
  public record Queued(
      long number,
      Instant since,
      Map<String, String> attributes,
      String content,
      int records,
      long bytes,
      List<String> path,
      int tried,
      Optional<Instant> notBefore) {}

  /**
   * One connection, and what waits in it now.
   *
   * @param queued records, in {@code flowFiles} of them about {@code bytes} large
   * @param recordsMax after so many records, or {@code bytesMax} bytes, the senders wait
   */
  public record ConnectionStatus(
      String from,
      String relationship,
      String to,
      int queued,
      int flowFiles,
      long bytes,
      int recordsMax,
      long bytesMax) {}

  /** The next offset of each partition of a port that a processor reads, as it is committed. */
  public record Reading(String processor, String port, Map<Integer, Long> next) {}

  /** What a processor did in each ten seconds of the last five minutes, the oldest first. */
  public record History(String processor, Instant from, int stepSeconds, List<Recent> steps) {}
}
