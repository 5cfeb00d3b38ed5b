package dev.weft.server.operations;

import dev.weft.gateway.GatewayMetrics;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The mesh at one moment. Counters are since the server's start.
 *
 * @param whole false: of topics, groups, flows and queries only what is the viewer's is here
 */
public record Operations(
    Instant at,
    boolean whole,
    ServerState server,
    GatewayMetrics gateway,
    DecisionTimes.Times decisions,
    Storage storage,
    List<TopicState> topics,
    List<GroupState> groups,
    List<FlowState> flows,
    List<QueryState> queries,
    List<EnvironmentState> environments,
    List<Work> work,
    List<Alert> alerts) {

  /**
   * This process.
   *
   * @param checks name to {@code ok}, or what is wrong
   */
  public record ServerState(
      String version,
      Instant startedAt,
      String role,
      String gateway,
      String kafka,
      long heapUsed,
      long heapMax,
      Map<String, String> checks) {}

  /**
   * Room, in bytes.
   *
   * @param total of the disk that holds the data folder
   * @param ports what output ports and their quarantines take on the broker
   * @param own what Weft's own topics take
   * @param other other topics of the same broker
   * @param problem why the broker's part is not newer; empty when all is well
   */
  public record Storage(
      long total, long usable, long ports, long own, long other, String problem) {}

  /**
   * A topic.
   *
   * @param kind {@code port}, {@code quarantine}, {@code own} or {@code other}
   * @param port whose it is; empty for others
   */
  public record TopicState(
      String topic, String kind, Optional<String> port, int partitions, long records, long bytes) {}

  /**
   * How far a reader's consumer group is behind.
   *
   * @param principal empty for groups that did not come through the gateway
   */
  public record GroupState(String principal, String group, String topic, long lag) {}

  /**
   * A flow in short.
   *
   * @param in what has come into it, and {@code out} what has left it
   * @param fullest of its connections, from 0 to 1, where the senders wait
   */
  public record FlowState(
      String name,
      String product,
      String status,
      Instant since,
      String message,
      long in,
      long out,
      long failed,
      long queued,
      double fullest) {}

  /**
   * A query in short.
   *
   * @param beside how the statement is doing that is to take its place
   */
  public record QueryState(
      String name,
      String product,
      String state,
      Instant since,
      String message,
      long in,
      long out,
      long lag,
      double busy,
      Optional<Beside> beside) {}

  /** A statement that catches up beside the one that people see the result of. */
  public record Beside(String state, Instant since, long lag, boolean caughtUp) {}

  /** Where flows and queries run; empty addresses stand for the engines of this server. */
  public record EnvironmentState(
      String name, String description, String connect, String flink, int flows) {}

  /**
   * Something that takes its time, with whose it is.
   *
   * @param kind of what it is about: {@code erasure} or {@code documents}
   * @param name its id; empty where it has none yet
   * @param step what is done now
   * @param done so much of what is being looked through, and {@code of} about so much
   */
  public record Work(
      String kind, String name, String step, String by, Instant since, long done, long of) {}

  /**
   * Something that needs somebody.
   *
   * @param severity {@code error} or {@code warning}
   * @param kind of what it is about: {@code flow}, {@code query}, {@code port}, {@code server}
   */
  public record Alert(
      String severity,
      String code,
      String kind,
      String name,
      String message,
      Optional<Instant> since) {}
}
