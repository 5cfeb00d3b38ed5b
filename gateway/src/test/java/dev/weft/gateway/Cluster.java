package dev.weft.gateway;

import dev.weft.model.KafkaAccess;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.common.Uuid;

/** A Kafka of several brokers, each a process that a test may kill. */
final class Cluster implements AutoCloseable {
  private final Path folder;
  private final String id = Uuid.randomUuid().toString();
  private final List<String> members;
  private final Map<Integer, Process> processes = new TreeMap<>();

  private Cluster(Path folder, List<String> members) {
    this.folder = folder;
    this.members = members;
  }

  static Cluster start(Path folder, int brokers) throws IOException {
    var ports = free(brokers * 2);
    var members =
        IntStream.range(0, brokers)
            .mapToObj(i -> "127.0.0.1:" + ports.get(2 * i) + ":" + ports.get(2 * i + 1))
            .toList();
    var cluster = new Cluster(folder, members);
    for (int node = 1; node <= brokers; node++) {
      cluster.launch(node);
    }
    for (int node = 1; node <= brokers; node++) {
      cluster.awaitReady(node);
    }
    return cluster;
  }

  KafkaAccess access() {
    var bootstrap =
        members.stream()
            .map(member -> member.replaceFirst(":\\d+:", ":"))
            .collect(Collectors.joining(","));
    return new KafkaAccess(bootstrap, Map.of("security.protocol", "PLAINTEXT"));
  }

  /** Ends the broker as {@code kill -9} does. */
  void kill(int node) throws InterruptedException {
    processes.get(node).destroyForcibly().waitFor();
  }

  /** Starts a broker that was killed; returns when it is ready. */
  void restart(int node) throws IOException {
    launch(node);
    awaitReady(node);
  }

  private void launch(int node) throws IOException {
    var data = Files.createDirectories(folder.resolve("node" + node));
    var command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx320m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                BrokerNode.class.getName(),
                data.toString(),
                id,
                Integer.toString(node)));
    command.addAll(members);
    processes.put(
        node,
        new ProcessBuilder(command)
            .redirectError(new File(folder.toFile(), "node" + node + ".err"))
            .start());
  }

  private void awaitReady(int node) throws IOException {
    var lines = new BufferedReader(processes.get(node).inputReader(StandardCharsets.UTF_8));
    for (var line = lines.readLine(); line != null; line = lines.readLine()) {
      if (line.equals(BrokerNode.READY)) {
        return;
      }
    }
    var errors = Files.readString(folder.resolve("node" + node + ".err"));
    throw new IllegalStateException("Broker " + node + " ended early: " + errors);
  }

  /** Ports that nobody listens on now. */
  static List<Integer> free(int count) throws IOException {
    var sockets = new ArrayList<ServerSocket>();
    try {
      for (int i = 0; i < count; i++) {
        var socket = new ServerSocket();
        sockets.add(socket);
        socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      }
      return sockets.stream().map(ServerSocket::getLocalPort).toList();
    } finally {
      for (var socket : sockets) {
        socket.close();
      }
    }
  }

  @Override
  public void close() {
    processes.values().forEach(Process::destroyForcibly);
  }
}
