package dev.weft.engines;

import dev.weft.model.KafkaAccess;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * The settings of the embedded broker: closed to everybody but Weft, and small enough to share two
 * cores and a gigabyte with the rest of the process.
 */
record BrokerSettings(Path logs, LoopbackPorts ports, String secret) {
  static final int NODE_ID = 1;
  static final String CONTROLLER = "CONTROLLER";

  /** A batch of records may have this many bytes, and so may a single record. */
  static final int BATCH_BYTES_MAX = 8 * 1024 * 1024;

  /** Partitions of Kafka's own topics of offsets and transactions. */
  static final int INTERNAL_PARTITIONS = 4;

  private static final String WEFT = "WEFT";
  private static final String USER = "weft";
  private static final String PLAIN = "org.apache.kafka.common.security.plain.PlainLoginModule";

  /** What a client of this broker needs. */
  static KafkaAccess access(LoopbackPorts ports, String secret) {
    return new KafkaAccess(
        LoopbackPorts.HOST + ":" + ports.broker(),
        Map.of(
            "security.protocol",
            "SASL_PLAINTEXT",
            "sasl.mechanism",
            "PLAIN",
            "sasl.jaas.config",
            login(secret) + ";"));
  }

  Map<String, String> properties() {
    var all = new HashMap<String, String>();
    all.putAll(roles());
    all.putAll(doors());
    all.putAll(smallMachine());
    all.putAll(limits());
    return all;
  }

  private Map<String, String> roles() {
    return Map.of(
        "process.roles",
        "broker,controller",
        "node.id",
        "" + NODE_ID,
        "log.dirs",
        logs.toString(),
        // A voter by configuration, not by the metadata log: so the port may change between starts.
        "controller.quorum.voters",
        NODE_ID + "@" + LoopbackPorts.HOST + ":" + ports.controller());
  }

  private Map<String, String> doors() {
    var jaas = login(secret) + " user_" + USER + "=\"" + secret + "\";";
    return Map.ofEntries(
        Map.entry("listeners", address(WEFT, ports.broker()) + "," + controllerAddress()),
        Map.entry("advertised.listeners", address(WEFT, ports.broker())),
        Map.entry(
            "listener.security.protocol.map",
            WEFT + ":SASL_PLAINTEXT," + CONTROLLER + ":SASL_PLAINTEXT"),
        Map.entry("inter.broker.listener.name", WEFT),
        Map.entry("controller.listener.names", CONTROLLER),
        Map.entry("sasl.enabled.mechanisms", "PLAIN"),
        Map.entry("sasl.mechanism.inter.broker.protocol", "PLAIN"),
        Map.entry("sasl.mechanism.controller.protocol", "PLAIN"),
        Map.entry("listener.name.weft.plain.sasl.jaas.config", jaas),
        Map.entry("listener.name.controller.plain.sasl.jaas.config", jaas),
        Map.entry(
            "authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer"),
        Map.entry("super.users", "User:" + USER),
        Map.entry("allow.everyone.if.no.acl.found", "false"));
  }

  private String controllerAddress() {
    return address(CONTROLLER, ports.controller());
  }

  private static Map<String, String> smallMachine() {
    return Map.ofEntries(
        Map.entry("num.network.threads", "2"),
        Map.entry("num.io.threads", "4"),
        Map.entry("background.threads", "4"),
        Map.entry("num.replica.fetchers", "1"),
        Map.entry("num.recovery.threads.per.data.dir", "2"),
        Map.entry("log.cleaner.dedupe.buffer.size", "16777216"),
        Map.entry("log.segment.bytes", "268435456"),
        Map.entry("log.index.size.max.bytes", "1048576"),
        Map.entry("default.replication.factor", "1"),
        Map.entry("offsets.topic.replication.factor", "1"),
        Map.entry("offsets.topic.num.partitions", "" + INTERNAL_PARTITIONS),
        Map.entry("transaction.state.log.replication.factor", "1"),
        Map.entry("transaction.state.log.min.isr", "1"),
        Map.entry("transaction.state.log.num.partitions", "" + INTERNAL_PARTITIONS),
        Map.entry("share.coordinator.state.topic.replication.factor", "1"),
        Map.entry("share.coordinator.state.topic.min.isr", "1"),
        Map.entry("share.coordinator.state.topic.num.partitions", "1"),
        Map.entry("group.initial.rebalance.delay.ms", "100"),
        // Two records in a transaction wait for this; the default of 20 ms is most of their time.
        Map.entry("add.partitions.to.txn.retry.backoff.ms", "1"),
        // After kill -9 the broker may not register again until its old session has ended.
        Map.entry("broker.session.timeout.ms", "2000"),
        Map.entry("broker.heartbeat.interval.ms", "500"));
  }

  private static Map<String, String> limits() {
    return Map.of(
        "auto.create.topics.enable",
        "false",
        "message.max.bytes",
        "" + BATCH_BYTES_MAX,
        "socket.request.max.bytes",
        "" + 4 * BATCH_BYTES_MAX,
        "max.connections",
        "2000");
  }

  private static String address(String listener, int port) {
    return listener + "://" + LoopbackPorts.HOST + ":" + port;
  }

  private static String login(String secret) {
    return PLAIN + " required username=\"" + USER + "\" password=\"" + secret + "\"";
  }

  @Override
  public String toString() {
    return "settings of the broker in " + logs + " on ports " + ports;
  }
}
