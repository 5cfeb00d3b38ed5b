package dev.weft.model;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A continuous SQL statement that fills output ports.
 *
 * @param into the ports that it fills: one for a {@code SELECT}, all that are named where the
 *     statement has several {@code INSERT INTO}
 * @param parameters values for {@code :name} in the statement
 * @param eventTime by port, what says when its records happened, where the contract does not
 * @param environment whose Flink runs it; empty for the one that is called {@link
 *     FlowSpec#DEFAULT_ENVIRONMENT}, if there is one
 */
public record QuerySpec(
    String name,
    String product,
    @JsonFormat(with = JsonFormat.Feature.ACCEPT_SINGLE_VALUE_AS_ARRAY) List<String> into,
    String description,
    String sql,
    Map<String, JsonNode> parameters,
    Map<String, EventTime> eventTime,
    String environment,
    Execution execution) {
  public QuerySpec {
    into = Defaults.list(into);
    description = Defaults.text(description);
    parameters = Defaults.map(parameters);
    eventTime = Defaults.map(eventTime);
    environment = Defaults.text(environment);
    execution = execution == null ? Execution.DEFAULT : execution;
  }

  /** The ports that it fills, as far as they are names of ports. */
  public List<PortName> ports() {
    return into.stream().flatMap(port -> PortName.parse(port).stream()).toList();
  }

  /**
   * When records happened.
   *
   * @param field a timestamp; empty: the time that Kafka keeps with the record
   * @param outOfOrder how much later than others a record may come and still count, such as 5s
   */
  public record EventTime(String field, String outOfOrder) {
    private static final Duration USUAL = Duration.ofSeconds(5);

    public EventTime {
      field = Defaults.text(field);
      outOfOrder = Defaults.text(outOfOrder);
    }

    public Duration delay() {
      return DurationText.parse(outOfOrder).orElse(USUAL);
    }
  }

  /**
   * How it runs.
   *
   * @param parallelism over how many tasks each step is spread; 1 or more
   * @param checkpointInterval how often its state is kept and its output committed, such as 2s
   * @param stateTtl for how long a row that nothing touches is remembered; empty: for ever
   * @param stateLimit how large its state may grow, such as 2GB; empty: a gigabyte
   * @param onChange what becomes of the state when the statement changes
   * @param onError what becomes of a record that cannot be computed with; empty: the query fails
   */
  public record Execution(
      Integer parallelism,
      String checkpointInterval,
      String stateTtl,
      @JsonInclude(JsonInclude.Include.NON_EMPTY) String stateLimit,
      OnChange onChange,
      @JsonInclude(JsonInclude.Include.NON_EMPTY) Optional<OnError> onError) {
    static final Execution DEFAULT = new Execution(null, null, null, null, null, Optional.empty());
    private static final Duration OFTEN = Duration.ofSeconds(2);
    private static final long STATE_MAX = 1L << 30;

    public Execution {
      parallelism = parallelism == null ? 1 : parallelism;
      checkpointInterval = Defaults.text(checkpointInterval);
      stateTtl = Defaults.text(stateTtl);
      stateLimit = Defaults.text(stateLimit);
      onChange = onChange == null ? OnChange.RESUME : onChange;
      // What is said by saying nothing is not kept, so that it makes no other edition of a query.
      onError = onError == null ? Optional.empty() : onError.filter(each -> each != OnError.FAIL);
    }

    /** Whether a record that cannot be computed with is left out. */
    public boolean skips() {
      return onError.isPresent();
    }

    public Duration every() {
      return DurationText.parse(checkpointInterval).orElse(OFTEN);
    }

    /** Bytes of state. */
    public long stateMax() {
      return SizeText.parse(stateLimit).orElse(STATE_MAX);
    }

    /** Zero: for ever. */
    public Duration ttl() {
      return DurationText.parse(stateTtl).orElse(Duration.ZERO);
    }
  }

  /** What becomes of a query's state when its statement changes. */
  public enum OnChange {
    /** The new statement goes on with it; where it cannot, somebody has to say what is to be. */
    RESUME,
    /** The new statement reads its ports again from their beginning. */
    RECOMPUTE,
    /**
     * The new statement reads them from their beginning while the old one goes on, and takes its
     * place when somebody says so.
     */
    BESIDE
  }

  /** What becomes of a record that cannot be computed with. */
  public enum OnError {
    /** The query does not go on until somebody does something. */
    FAIL,
    /** It goes on without it; the port's quarantine says where the record is. */
    SKIP
  }
}
