package dev.weft.gateway;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;

/**
 * One broker of a cluster of several, controller included, as a program of its own. It ends with
 * its standard input. Arguments: folder, cluster id, its id, then HOST:CONTROLLER:BROKER of each.
 */
final class BrokerNode {
  static final String READY = "node is ready";

  private record Member(int id, String host, int controller, int broker) {
    static Member of(int id, String text) {
      var parts = text.split(":");
      return new Member(id, parts[0], Integer.parseInt(parts[1]), Integer.parseInt(parts[2]));
    }
  }

  private BrokerNode() {}

  public static void main(String[] arguments) throws IOException {
    var folder = Path.of(arguments[0]);
    var id = Integer.parseInt(arguments[2]);
    var members = new HashMap<Integer, Member>();
    for (int i = 3; i < arguments.length; i++) {
      members.put(i - 2, Member.of(i - 2, arguments[i]));
    }
    format(folder, arguments[1], id);
    var server =
        new KafkaRaftServer(new KafkaConfig(properties(folder, id, members), false), Time.SYSTEM);
    server.startup();
    System.out.println(READY);
    while (System.in.read() >= 0) {
      // Whoever has started this process ends it by closing the pipe, or by dying.
    }
    server.shutdown();
    System.exit(0);
  }

  private static void format(Path folder, String cluster, int id) {
    if (Files.exists(folder.resolve("meta.properties"))) {
      return;
    }
    try (var quiet =
        new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8)) {
      new Formatter()
          .setPrintStream(quiet)
          .setNodeId(id)
          .setClusterId(cluster)
          .setDirectories(List.of(folder.toString()))
          .setMetadataLogDirectory(folder.toString())
          .setControllerListenerName("CONTROLLER")
          .run();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static Map<String, String> properties(Path folder, int id, Map<Integer, Member> all) {
    var own = all.get(id);
    var broker = "WEFT://" + own.host() + ":" + own.broker();
    var properties = new HashMap<String, String>();
    properties.put("process.roles", "broker,controller");
    properties.put("node.id", Integer.toString(id));
    properties.put("log.dirs", folder.toString());
    properties.put(
        "controller.quorum.voters",
        all.values().stream()
            .map(each -> each.id() + "@" + each.host() + ":" + each.controller())
            .collect(Collectors.joining(",")));
    properties.put("listeners", broker + ",CONTROLLER://" + own.host() + ":" + own.controller());
    properties.put("advertised.listeners", broker);
    properties.put("listener.security.protocol.map", "WEFT:PLAINTEXT,CONTROLLER:PLAINTEXT");
    properties.put("inter.broker.listener.name", "WEFT");
    properties.put("controller.listener.names", "CONTROLLER");
    properties.put("offsets.topic.replication.factor", "3");
    properties.put("offsets.topic.num.partitions", "3");
    properties.put("transaction.state.log.replication.factor", "3");
    properties.put("transaction.state.log.min.isr", "2");
    properties.put("transaction.state.log.num.partitions", "3");
    properties.put("default.replication.factor", "3");
    properties.put("min.insync.replicas", "2");
    properties.put("auto.create.topics.enable", "false");
    properties.put("group.initial.rebalance.delay.ms", "100");
    properties.put("broker.session.timeout.ms", "3000");
    properties.put("broker.heartbeat.interval.ms", "500");
    properties.put("replica.lag.time.max.ms", "3000");
    properties.put("log.cleaner.dedupe.buffer.size", "16777216");
    properties.put("num.network.threads", "2");
    properties.put("num.io.threads", "4");
    return properties;
  }
}
