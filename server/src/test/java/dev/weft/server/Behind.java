package dev.weft.server;

import dev.weft.engines.EmbeddedKafka;
import dev.weft.model.KafkaAccess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Looks behind the gateway, at what is really in the topics of a running Weft. */
final class Behind implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private final KafkaConsumer<String, String> consumer;
  private final KafkaAccess kafka;

  /** Of the Weft with that data folder. */
  Behind(Path data) throws IOException {
    this(EmbeddedKafka.accessOf(data));
  }

  Behind(KafkaAccess kafka) {
    this.kafka = kafka;
    var properties = kafka.clientProperties();
    properties.put("isolation.level", "read_committed");
    properties.put("allow.auto.create.topics", "false");
    consumer = new KafkaConsumer<>(properties, new StringDeserializer(), new StringDeserializer());
  }

  /** Sets one configuration of a topic. */
  void configure(String topic, String name, String value) throws Exception {
    var resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
    var change = new AlterConfigOp(new ConfigEntry(name, value), AlterConfigOp.OpType.SET);
    try (var admin = Admin.create(kafka.clientProperties())) {
      admin
          .incrementalAlterConfigs(Map.of(resource, List.of(change)))
          .all()
          .get(LIMIT.toSeconds(), TimeUnit.SECONDS);
    }
  }

  /** All committed records that are in the topic now. */
  List<ConsumerRecord<String, String>> all(String topic) {
    var partitions =
        consumer.partitionsFor(topic).stream()
            .map(info -> new TopicPartition(topic, info.partition()))
            .toList();
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
    var ends = consumer.endOffsets(partitions);
    var records = new ArrayList<ConsumerRecord<String, String>>();
    Eventually.within(
        LIMIT,
        "all of " + topic,
        () -> {
          consumer.poll(Duration.ofMillis(100)).forEach(records::add);
          return ends.entrySet().stream()
              .allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
        });
    return records;
  }

  /**
   * Where each partition ends for those who read what is committed, and where it ends at all: an
   * open transaction keeps the two apart.
   */
  String ends(String topic) throws InterruptedException, ExecutionException {
    var partitions =
        consumer.partitionsFor(topic).stream()
            .map(info -> new TopicPartition(topic, info.partition()))
            .toList();
    try (var admin = Admin.create(kafka.clientProperties())) {
      var latest =
          partitions.stream().collect(Collectors.toMap(each -> each, each -> OffsetSpec.latest()));
      var all = admin.listOffsets(latest).all().get();
      return consumer.endOffsets(partitions).entrySet().stream()
          .map(end -> end.getKey() + " " + end.getValue() + "/" + all.get(end.getKey()).offset())
          .sorted()
          .collect(Collectors.joining(", "));
    }
  }

  static String header(ConsumerRecord<String, String> record, String name) {
    return new String(record.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    consumer.close();
  }
}
