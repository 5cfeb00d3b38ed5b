package dev.weft.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;

/** The Kafka clients that {@code weft connect} writes a complete configuration for. */
enum KafkaClient {
  JAVA("#"),
  KCAT("#"),
  NODE("//"),
  PYTHON("#");

  private final String comment;

  KafkaClient(String comment) {
    this.comment = comment;
  }

  /** The configuration with that key, ready to be kept in a file. */
  String configuration(JsonNode key, String port) {
    var security = key.path("security").asText("SASL_PLAINTEXT");
    return template()
        .replace("%HEAD%", head(key, port))
        .replace("%SECURITY%", security)
        .replace("%SSL%", security.equals("SASL_SSL") ? "\n  ssl: true," : "")
        .replace("%BOOTSTRAP%", key.path("bootstrap").asText())
        .replace("%ID%", key.path("id").asText())
        .replace("%SECRET%", key.path("secret").asText())
        .replace("%TOPIC%", port);
  }

  private String head(JsonNode key, String port) {
    return """
        # How to read %s. The secret is shown this once: keep the file private (chmod 600).
        # To end this key: weft key revoke %s
        """
        .formatted(port, key.path("id").asText())
        .replace("# ", comment + " ")
        .stripTrailing();
  }

  private String template() {
    return switch (this) {
      case JAVA ->
          """
          %HEAD%
          # kafka-console-consumer.sh --bootstrap-server %BOOTSTRAP% --topic %TOPIC% \\
          #   --consumer.config client.properties --from-beginning
          bootstrap.servers=%BOOTSTRAP%
          security.protocol=%SECURITY%
          sasl.mechanism=SCRAM-SHA-512
          sasl.jaas.config=org.apache.kafka.common.security.scram.ScramLoginModule required username="%ID%" password="%SECRET%";
          auto.offset.reset=earliest
          # Programs that read as a group choose a name for it; your groups are yours alone.
          # group.id=NAME
          """;
      case KCAT ->
          """
          %HEAD%
          # kcat -F kcat.conf -C -t %TOPIC% -o beginning -e
          # PLAIN, because librdkafka before 2.6.1 fails with SCRAM by a mistake of its own.
          bootstrap.servers=%BOOTSTRAP%
          security.protocol=%SECURITY%
          sasl.mechanisms=PLAIN
          sasl.username=%ID%
          sasl.password=%SECRET%
          """;
      case NODE ->
          """
          %HEAD%
          // npm install kafkajs && node read.js
          const { Kafka } = require('kafkajs')

          const kafka = new Kafka({
            clientId: 'read-%TOPIC%',
            brokers: ['%BOOTSTRAP%'],%SSL%
            sasl: { mechanism: 'scram-sha-512', username: '%ID%', password: '%SECRET%' },
          })

          async function main() {
            const consumer = kafka.consumer({ groupId: 'read-%TOPIC%-%ID%' })
            await consumer.connect()
            await consumer.subscribe({ topic: '%TOPIC%', fromBeginning: true })
            await consumer.run({
              eachMessage: async ({ message }) => console.log(message.value?.toString()),
            })
          }

          main().catch((error) => { console.error(error); process.exit(1) })
          """;
      case PYTHON ->
          """
          %HEAD%
          # pip install confluent-kafka && python read.py
          from confluent_kafka import Consumer

          # PLAIN, because librdkafka before 2.6.1 fails with SCRAM by a mistake of its own.
          consumer = Consumer({
              "bootstrap.servers": "%BOOTSTRAP%",
              "security.protocol": "%SECURITY%",
              "sasl.mechanisms": "PLAIN",
              "sasl.username": "%ID%",
              "sasl.password": "%SECRET%",
              "group.id": "read-%TOPIC%-%ID%",
              "auto.offset.reset": "earliest",
          })
          consumer.subscribe(["%TOPIC%"])
          while True:
              message = consumer.poll(1.0)
              if message is None:
                  continue
              if message.error():
                  raise SystemExit(message.error())
              print(message.value().decode())
          """;
    };
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
