package dev.weft.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.model.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A gateway with TLS and a certificate that nobody else has signed. */
class EncryptedGatewayIT {
  private static final String PASSWORD = "a password of the key store";

  @TempDir static Path folder;

  private static Path keystore;
  private static Bank bank;

  @BeforeAll
  static void openTheBankWithACertificate() throws Exception {
    keystore = folder.resolve("gateway.p12");
    var password = Files.writeString(folder.resolve("password"), PASSWORD);
    makeCertificate(password);
    var config =
        Files.writeString(
            folder.resolve("weft.properties"),
            "gateway.tls.keystore="
                + keystore
                + "\ngateway.tls.keystore.password.file="
                + password
                + "\n");
    bank = Bank.open(folder.resolve("data"), "--config", config.toString());
    bank.grant("wim");
  }

  @AfterAll
  static void close() {
    if (bank != null) {
      bank.close();
    }
  }

  @Test
  void readsThroughTheServerAsSomebody() {
    var read = bank.rest("wim").get("/api/v1/ports/" + Bank.TRANSACTIONS + "/records?max=3");

    assertThat(read.status()).as(read.text()).isEqualTo(200);
    assertThat(read.text().lines()).hasSize(3).allMatch(line -> line.contains("\"West\""));
  }

  @Test
  void flowsOfProductsReadThroughIt() {
    var dana = bank.rest("dana");

    Eventually.within(
        Duration.ofSeconds(30),
        "what the flow of watchlist has picked out",
        () ->
            dana.get("/api/v1/ports/watchlist.large_payments").body().path("records").asLong() > 0);
  }

  @Test
  void tellsClientsToEncrypt() {
    var made =
        bank.rest("wim").post("/api/v1/keys", Json.object().put("port", Bank.TRANSACTIONS)).body();
    var properties = new Properties();
    properties.put("bootstrap.servers", made.path("bootstrap").asText());
    properties.put("security.protocol", made.path("security").asText());
    properties.put("sasl.mechanism", made.path("mechanism").asText());
    properties.put(
        "sasl.jaas.config",
        "org.apache.kafka.common.security.scram.ScramLoginModule required username=\""
            + made.path("id").asText()
            + "\" password=\""
            + made.path("secret").asText()
            + "\";");
    properties.put("ssl.truststore.location", keystore.toString());
    properties.put("ssl.truststore.password", PASSWORD);
    properties.put("ssl.truststore.type", "PKCS12");

    assertThat(made.path("security").asText()).isEqualTo("SASL_SSL");
    assertThat(partitions(properties)).isEqualTo(3);
  }

  private static int partitions(Properties properties) {
    try (var consumer =
        new KafkaConsumer<>(properties, new StringDeserializer(), new StringDeserializer())) {
      return consumer.partitionsFor(Bank.TRANSACTIONS, Duration.ofSeconds(20)).size();
    }
  }

  private static void makeCertificate(Path password) throws IOException, InterruptedException {
    var keytool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
    var command =
        List.of(
            keytool,
            "-genkeypair",
            "-alias",
            "gateway",
            "-keyalg",
            "EC",
            "-dname",
            "CN=gateway",
            "-ext",
            "SAN=ip:127.0.0.1,dns:localhost",
            "-validity",
            "2",
            "-storetype",
            "PKCS12",
            "-keystore",
            keystore.toString(),
            "-storepass:file",
            password.toString());
    var process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("keytool.log").toFile())
            .start();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isZero();
  }
}
