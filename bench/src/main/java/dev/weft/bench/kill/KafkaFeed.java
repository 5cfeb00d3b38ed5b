package dev.weft.bench.kill;

import dev.weft.engines.EmbeddedKafka;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Messages in a Kafka that is not Weft's. */
final class KafkaFeed implements Feed {
  private static final String TOPIC = "numbers";
  private static final Pattern LOGIN =
      Pattern.compile("username=\"([^\"]*)\" password=\"([^\"]*)\"");

  private final EmbeddedKafka kafka;
  private final KafkaProducer<byte[], byte[]> producer;

  KafkaFeed(Path folder) throws Exception {
    kafka = EmbeddedKafka.start(folder);
    var properties = kafka.access().clientProperties();
    try (var admin = Admin.create(properties)) {
      var topic = new NewTopic(TOPIC, Optional.of(3), Optional.empty());
      admin.createTopics(List.of(topic)).all().get();
    }
    properties.put("enable.idempotence", "true");
    producer =
        new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
  }

  @Override
  public String name() {
    return "kafka";
  }

  @Override
  public String flow() {
    return """
          - {name: consume, type: ConsumeKafka, settings: {cluster: outside, topics: [%s]}}
          - {name: read, type: ConvertRecord, settings: {reader: json-lines}}
        services:
          - {name: outside, type: KafkaCluster,
             settings: {bootstrapServers: ["%s"], user: "%s", password: "#{kafkaPassword}", mechanism: plain}}
        connections: [consume.success -> read, read.success -> publish]
        """
        .formatted(TOPIC, kafka.access().bootstrapServers(), login(1))
        .indent(0);
  }

  @Override
  public Map<String, String> secrets() {
    return Map.of("kafkaPassword", login(2));
  }

  private String login(int part) {
    var login = LOGIN.matcher(kafka.access().properties().get("sasl.jaas.config"));
    if (!login.find()) {
      throw new IllegalStateException("The broker has no user and password");
    }
    return login.group(part);
  }

  @Override
  public boolean give(long first, int count) throws Exception {
    var sent = new ArrayList<Future<RecordMetadata>>();
    for (var n = first; n < first + count; n++) {
      var key = Long.toString(n).getBytes(StandardCharsets.UTF_8);
      var value = ("{\"n\": " + n + "}").getBytes(StandardCharsets.UTF_8);
      sent.add(producer.send(new ProducerRecord<>(TOPIC, key, value)));
    }
    producer.flush();
    for (var each : sent) {
      each.get(); // Throws when it was not acknowledged.
    }
    return true;
  }

  @Override
  public void close() {
    producer.close();
    kafka.close();
  }
}
