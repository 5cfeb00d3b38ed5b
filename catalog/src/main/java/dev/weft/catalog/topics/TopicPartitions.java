package dev.weft.catalog.topics;

import dev.weft.model.KafkaAccess;
import java.util.List;
import org.apache.kafka.common.TopicPartition;

/** The partitions that a topic has. */
public final class TopicPartitions {
  private TopicPartitions() {}

  /** By number; throws Kafka's exception when the topic cannot be looked at. */
  public static List<TopicPartition> of(KafkaAccess access, String topic) {
    try (var consumer = TopicTail.consumer(access)) {
      return consumer.partitionsFor(topic).stream()
          .map(info -> new TopicPartition(topic, info.partition()))
          .sorted((a, b) -> Integer.compare(a.partition(), b.partition()))
          .toList();
    }
  }
}
