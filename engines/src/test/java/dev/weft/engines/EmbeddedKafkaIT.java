package dev.weft.engines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedKafkaIT {
  @TempDir Path data;

  @Test
  void keepsItsTopicsAcrossRestartsEvenWhenItsPortsAreTaken() throws Exception {
    int port;
    try (var kafka = EmbeddedKafka.start(data);
        var admin = Admin.create(kafka.access().clientProperties())) {
      create(admin, "kept");
      port = portOf(kafka);
    }

    try (var squatter =
            new ServerSocket(port, 1, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}));
        var kafka = EmbeddedKafka.start(data);
        var admin = Admin.create(kafka.access().clientProperties())) {
      create(admin, "created-after-the-move");

      assertThat(squatter.isBound()).isTrue();
      assertThat(portOf(kafka)).isNotEqualTo(port);
      assertThat(admin.listTopics().names().get(20, TimeUnit.SECONDS))
          .contains("kept", "created-after-the-move");
    }
  }

  @Test
  void letsNobodyInWhoDoesNotKnowTheSecret() throws Exception {
    try (var kafka = EmbeddedKafka.start(data)) {
      var wrong = kafka.access().clientProperties();
      var jaas =
          wrong.getProperty("sasl.jaas.config").replaceAll("password=\"[^\"]*", "password=\"x");
      wrong.put("sasl.jaas.config", jaas);
      var anonymous = new Properties();
      anonymous.put("bootstrap.servers", kafka.access().bootstrapServers());
      anonymous.put("default.api.timeout.ms", "3000");
      anonymous.put("request.timeout.ms", "2000");

      assertThatThrownBy(() -> names(wrong)).hasCauseInstanceOf(SaslAuthenticationException.class);
      assertThatThrownBy(() -> names(anonymous)).isInstanceOf(ExecutionException.class);
      assertThat(Files.getPosixFilePermissions(data.resolve("kafka.secret")))
          .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    }
  }

  @Test
  void flushesEveryTransactionToDisk() throws Exception {
    try (var kafka = EmbeddedKafka.start(data);
        var producer = transactional(kafka);
        var admin = Admin.create(kafka.access().clientProperties())) {
      create(admin, "payments");
      producer.initTransactions();
      producer.beginTransaction();
      var sent = producer.send(new ProducerRecord<>("payments", "one"));
      producer.commitTransaction();

      var topic = new ConfigResource(ConfigResource.Type.TOPIC, "__transaction_state");
      var settings = admin.describeConfigs(List.of(topic)).all().get(20, TimeUnit.SECONDS);
      assertThat(sent.get().offset()).isZero();
      assertThat(settings.get(topic).get("flush.messages").value()).isEqualTo("1");
      assertThat(settings.get(topic).get("cleanup.policy").value()).isEqualTo("compact");
    }
  }

  private static KafkaProducer<String, String> transactional(EmbeddedKafka kafka) {
    var settings = kafka.access().clientProperties();
    settings.put("transactional.id", "test");
    settings.put("key.serializer", StringSerializer.class.getName());
    settings.put("value.serializer", StringSerializer.class.getName());
    return new KafkaProducer<>(settings);
  }

  private static Set<String> names(Properties client) throws Exception {
    try (var admin = Admin.create(client)) {
      return admin.listTopics().names().get(20, TimeUnit.SECONDS);
    }
  }

  private static void create(Admin admin, String topic) throws Exception {
    var request = new NewTopic(topic, Optional.of(1), Optional.empty()).configs(Map.of());
    admin.createTopics(List.of(request)).all().get(20, TimeUnit.SECONDS);
  }

  private static int portOf(EmbeddedKafka kafka) {
    return Integer.parseInt(kafka.access().bootstrapServers().split(":")[1]);
  }
}
