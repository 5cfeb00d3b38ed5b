package dev.weft.gateway;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/**
 * A standalone worker of Kafka Connect, as a process. It keeps its positions in a file, writes as
 * shop and reads as ada, and reaches the broker through the gateway only.
 */
final class ConnectWorker {
  private final Path folder;
  private final String broker;

  ConnectWorker(Path folder, String broker) {
    this.folder = folder;
    this.broker = broker;
  }

  /** A worker that runs until it is closed. */
  record Running(Process process, Path log) implements AutoCloseable {
    /** Fails when the worker has ended, and says what it said. */
    boolean isAliveAnd(BooleanSupplier condition) {
      if (!process.isAlive()) {
        try {
          throw new AssertionError("The worker has ended: " + Files.readString(log));
        } catch (IOException e) {
          throw new java.io.UncheckedIOException(e);
        }
      }
      return condition.getAsBoolean();
    }

    @Override
    public void close() {
      process.destroy();
      process.onExit().join();
    }
  }

  @SafeVarargs
  final Running start(Map<String, String>... connectors) throws IOException {
    var arguments =
        new ArrayList<>(Stream.of("org.apache.kafka.connect.cli.ConnectStandalone").toList());
    arguments.add(write("worker", worker()).toString());
    for (var connector : connectors) {
      arguments.add(write(connector.get("name"), connector).toString());
    }
    var log = folder.resolve("connect.log");
    var command = Program.java(Program.libraries("connect-4.3"), arguments.toArray(String[]::new));
    var process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    return new Running(process, log);
  }

  private Map<String, String> worker() {
    var worker = new HashMap<String, String>();
    worker.put("bootstrap.servers", broker);
    worker.put("key.converter", "org.apache.kafka.connect.storage.StringConverter");
    worker.put("value.converter", "org.apache.kafka.connect.storage.StringConverter");
    worker.put("offset.storage.file.filename", folder.resolve("connect.offsets").toString());
    worker.put("offset.flush.interval.ms", "1000");
    worker.put("plugin.discovery", "service_load");
    worker.put("listeners", "http://127.0.0.1:0");
    login("", "ada-key", worker);
    login("consumer.", "ada-key", worker);
    login("producer.", "shop-key", worker);
    worker.put("consumer.auto.offset.reset", "earliest");
    return worker;
  }

  private static void login(String prefix, String key, Map<String, String> settings) {
    settings.put(prefix + "security.protocol", "SASL_PLAINTEXT");
    settings.put(prefix + "sasl.mechanism", "SCRAM-SHA-512");
    settings.put(
        prefix + "sasl.jaas.config",
        "org.apache.kafka.common.security.scram.ScramLoginModule required username=\""
            + key
            + "\" password=\""
            + Rig.SECRET
            + "\";");
  }

  private Path write(String name, Map<String, String> settings) throws IOException {
    var properties = new Properties();
    properties.putAll(settings);
    var file = folder.resolve(name + ".properties");
    try (var out = Files.newBufferedWriter(file)) {
      properties.store(out, null);
    }
    return file;
  }
}
