package dev.weft.bench;

import dev.weft.model.KafkaAccess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;

/**
 * Kafka Connect with MirrorMaker's source connector in a process of its own, which copies one topic
 * within the cluster, with or without a transform. What it takes is counted from its first record
 * in the target to the last: its start is not part of it.
 *
 * <p>The class path is written by Maven from {@code bench/connect/pom.xml}.
 */
final class ConnectPeer {
  private static final String ALIAS = "from";
  private static final Duration LONGEST = Duration.ofMinutes(3);
  private static final long LOOK_MILLIS = 5;

  private final KafkaAccess broker;
  private final Admin admin;
  private final String classPath;

  ConnectPeer(KafkaAccess broker, Admin admin, String classPath) {
    this.broker = broker;
    this.admin = admin;
    this.classPath = classPath;
  }

  /** The class path that Maven has written; empty when it was not asked to. */
  static Optional<String> classPath() throws IOException {
    var home = Path.of(System.getProperty("weft.home", "."));
    var file = home.resolve("bench/connect/target/classpath");
    return Files.exists(file) ? Optional.of(Files.readString(file).strip()) : Optional.empty();
  }

  /**
   * Copies all of a topic of one partition, and returns what that took in both processes.
   *
   * @param transformed with a transform that adds a header
   */
  Cost copy(String topic, long records, boolean transformed) throws Exception {
    var target = ALIAS + "." + topic;
    create(target);
    var folder = Files.createTempDirectory("weft-bench-connect-");
    var process = start(folder, topic, transformed);
    try {
      return measure(process, new TopicPartition(target, 0), records);
    } catch (IllegalStateException e) {
      throw new IllegalStateException(Files.readString(folder.resolve("log")), e);
    } finally {
      process.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
      try (var files = Files.list(folder)) {
        for (var file : files.toList()) {
          Files.delete(file);
        }
      }
      Files.delete(folder);
      admin.deleteTopics(List.of(target)).all().get();
    }
  }

  private void create(String topic) throws Exception {
    admin.createTopics(List.of(new NewTopic(topic, Optional.of(1), Optional.empty()))).all().get();
  }

  private Process start(Path folder, String topic, boolean transformed) throws IOException {
    var worker = new LinkedHashMap<String, Object>();
    worker.put("offset.storage.file.filename", folder.resolve("offsets"));
    worker.put("offset.flush.interval.ms", 10_000);
    worker.put("key.converter", "org.apache.kafka.connect.converters.ByteArrayConverter");
    worker.put("value.converter", "org.apache.kafka.connect.converters.ByteArrayConverter");
    worker.put("listeners", "http://127.0.0.1:0");
    worker.put("plugin.discovery", "only_scan");
    addClient(worker, "");
    addClient(worker, "producer.");
    worker.put("producer.batch.size", 64 * 1024);
    worker.put("producer.linger.ms", 5);
    var connector = new LinkedHashMap<String, Object>();
    connector.put("name", "mirror");
    connector.put("connector.class", "org.apache.kafka.connect.mirror.MirrorSourceConnector");
    connector.put("source.cluster.alias", ALIAS);
    connector.put("target.cluster.alias", "to");
    connector.put("topics", topic);
    connector.put("tasks.max", 1);
    connector.put("sync.topic.acls.enabled", false);
    connector.put("sync.topic.configs.enabled", false);
    connector.put("replication.factor", 1);
    connector.put("offset-syncs.topic.replication.factor", 1);
    addClient(connector, "source.cluster.");
    addClient(connector, "target.cluster.");
    if (transformed) {
      connector.put("transforms", "mark");
      connector.put("transforms.mark.type", "org.apache.kafka.connect.transforms.InsertHeader");
      connector.put("transforms.mark.header", "copied-by");
      connector.put("transforms.mark.value.literal", "connect");
    }
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx512m",
            "-XX:+UseSerialGC",
            "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
            "-cp",
            classPath,
            "org.apache.kafka.connect.cli.ConnectStandalone",
            write(folder.resolve("worker"), worker),
            write(folder.resolve("connector"), connector))
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("log").toFile())
        .start();
  }

  private void addClient(Map<String, Object> settings, String prefix) {
    broker.clientProperties().forEach((name, value) -> settings.put(prefix + name, value));
  }

  private static String write(Path file, Map<String, Object> settings) throws IOException {
    var properties = new java.util.Properties();
    settings.forEach((name, value) -> properties.put(name, value.toString()));
    try (var out = Files.newOutputStream(file)) {
      properties.store(out, null);
    }
    return file.toString();
  }

  private Cost measure(Process process, TopicPartition target, long records) throws Exception {
    var deadline = System.nanoTime() + LONGEST.toNanos();
    var first = await(process, target, 1, deadline);
    var before = cpu(process);
    var here =
        Cost.of(
            () -> {
              await(process, target, records, deadline);
              return records - first;
            });
    return new Cost(here.records(), here.nanos(), here.cpuNanos() + cpu(process) - before);
  }

  private long await(Process process, TopicPartition target, long least, long deadline)
      throws Exception {
    while (true) {
      var end =
          admin.listOffsets(Map.of(target, OffsetSpec.latest())).partitionResult(target).get();
      if (end.offset() >= least) {
        return end.offset();
      }
      if (!process.isAlive() || System.nanoTime() > deadline) {
        throw new IllegalStateException("Connect copied " + end.offset() + " records only");
      }
      Thread.sleep(LOOK_MILLIS);
    }
  }

  private static long cpu(Process process) {
    return process.info().totalCpuDuration().orElseThrow().toNanos();
  }
}
