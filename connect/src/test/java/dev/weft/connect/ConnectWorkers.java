package dev.weft.connect;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weft.model.Json;
import dev.weft.model.KafkaAccess;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

/**
 * Workers of one Kafka Connect cluster, each a process of its own with Kafka's libraries as they
 * are released, and Weft's plug-in in its plugin.path. Their topics are on a Kafka of their own.
 */
final class ConnectWorkers implements AutoCloseable {
  /** Rebalancing waits five minutes for a lost worker as a rule. */
  private static final int REBALANCE_DELAY_MILLIS = 1_000;

  private final Path folder;
  private final KafkaAccess kafka;
  private final Path plugins;
  private final List<Worker> workers = new ArrayList<>();

  ConnectWorkers(Path folder, KafkaAccess kafka, Path plugins) {
    this.folder = folder;
    this.kafka = kafka;
    this.plugins = plugins;
  }

  /** One worker; its tasks name it by its process id. */
  record Worker(Process process, int port, Path log) {
    String url() {
      return "http://127.0.0.1:" + port;
    }

    /** The settings of a connector, as the worker tells anybody who asks. */
    JsonNode config(String connector) throws IOException {
      var address = URI.create(url() + "/connectors/" + connector + "/config");
      try (var in = address.toURL().openStream()) {
        return Json.parse(in.readAllBytes());
      }
    }

    /** As kill -9 does. */
    void kill() {
      process.destroyForcibly();
      process.onExit().join();
    }

    String said() {
      try {
        return Files.readString(log);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  Worker start() throws IOException {
    var number = workers.size() + 1;
    var port = freePort();
    var settings = folder.resolve("worker-" + number + ".properties");
    try (var out = Files.newBufferedWriter(settings)) {
      settings(port).store(out, null);
    }
    var log = folder.resolve("worker-" + number + ".log");
    var libraries =
        Path.of("..", "gateway", "clients", "connect-4.3", "target", "libs").toAbsolutePath();
    var command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx384m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            libraries.normalize() + File.separator + "*",
            "org.apache.kafka.connect.cli.ConnectDistributed",
            settings.toString());
    var process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    var worker = new Worker(process, port, log);
    workers.add(worker);
    return worker;
  }

  private Properties settings(int port) {
    var all = new Properties();
    kafka
        .clientProperties()
        .forEach(
            (name, value) -> {
              all.put(name, value);
              if (!name.equals("bootstrap.servers")) {
                all.put("producer." + name, value);
                all.put("consumer." + name, value);
                all.put("admin." + name, value);
              }
            });
    all.put("group.id", "weft-test");
    for (var kind : List.of("config", "offset", "status")) {
      all.put(kind + ".storage.topic", "connect-" + kind);
      all.put(kind + ".storage.replication.factor", "1");
    }
    all.put("offset.storage.partitions", "1");
    all.put("status.storage.partitions", "1");
    all.put("key.converter", "org.apache.kafka.connect.converters.ByteArrayConverter");
    all.put("value.converter", "org.apache.kafka.connect.converters.ByteArrayConverter");
    all.put("plugin.path", plugins.toAbsolutePath().toString());
    all.put("plugin.discovery", "service_load");
    all.put("listeners", "http://127.0.0.1:" + port);
    all.put("scheduled.rebalance.max.delay.ms", "" + REBALANCE_DELAY_MILLIS);
    all.put("session.timeout.ms", "6000");
    all.put("heartbeat.interval.ms", "1500");
    return all;
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  @Override
  public void close() {
    workers.forEach(worker -> worker.process.destroyForcibly());
    workers.forEach(worker -> worker.process.onExit().join());
  }
}
