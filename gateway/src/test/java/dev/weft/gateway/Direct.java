package dev.weft.gateway;

import dev.weft.engines.EmbeddedKafka;
import dev.weft.model.PortName;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;

/** Writes to a broker past any gateway; makes the topic if there is none. */
record Direct(Producer<String, String> producer, PortName port) implements AutoCloseable {
  static Direct to(EmbeddedKafka kafka, PortName port) {
    try (var admin = Admin.create(kafka.access().clientProperties())) {
      if (!admin.listTopics().names().get().contains(port.topic())) {
        admin.createTopics(List.of(new NewTopic(port.topic(), 1, (short) 1))).all().get();
      }
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException(e);
    }
    return new Direct(
        new KafkaProducer<>(
            kafka.access().clientProperties(), new StringSerializer(), new StringSerializer()),
        port);
  }

  void write(String value) {
    try {
      producer.send(new ProducerRecord<>(port.topic(), value)).get();
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    producer.close();
  }
}
