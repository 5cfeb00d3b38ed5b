package dev.weft.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.model.KafkaAccess;
import dev.weft.model.ProblemException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How the gateway starts, with TLS and without, and how it does not. */
class StartingIT {
  private static final String PASSWORD = "changeit";
  private static Path folder;
  private static Rig rig;

  @BeforeAll
  static void start(@TempDir Path temporary) {
    folder = temporary;
    rig = Rig.start(temporary.resolve("kafka-data"));
  }

  @AfterAll
  static void stop() {
    rig.close();
  }

  @Test
  void readsOverTls() throws Exception {
    var keystore = keystore();
    var settings =
        GatewaySettings.loopback(0)
            .withTls(
                "127.0.0.1", "localhost", new GatewaySettings.Tls(keystore, PASSWORD, "PKCS12"));
    var port = rig.port(1);
    rig.write(port, "{}");
    rig.rulings.grantAll(Rig.ADA, port);
    try (var gateway = start(settings, rig.kafka.access())) {
      for (var mechanism : List.of("SCRAM-SHA-512", "PLAIN")) {
        var login = rig.client("ada-key", Rig.SECRET, mechanism);
        var more = new java.util.HashMap<String, Object>();
        login.forEach((key, value) -> more.put((String) key, value));
        more.put("bootstrap.servers", "localhost:" + gateway.address().getPort());
        more.put("security.protocol", "SASL_SSL");
        more.put("ssl.truststore.location", keystore.toString());
        more.put("ssl.truststore.password", PASSWORD);
        try (var reader = rig.reader("ada-key", port, more)) {
          assertThat(Rig.poll(reader, 1)).hasSize(1);
        }
      }
    }
  }

  @Test
  void doesNotSendSecretsUnencryptedOverANetwork() {
    var settings = GatewaySettings.loopback(0);
    var everywhere =
        new GatewaySettings(
            new GatewaySettings.Listening(
                "0.0.0.0", 0, Optional.empty(), 0, GatewaySettings.BrokerPorts.FOLLOWING),
            Optional.empty(),
            settings.eventLoops(),
            settings.limits(),
            settings.logins());

    assertThatThrownBy(() -> start(everywhere, rig.kafka.access()))
        .isInstanceOfSatisfying(
            ProblemException.class,
            problem -> assertThat(problem.first().code()).isEqualTo("gateway-needs-tls"));
  }

  @Test
  void saysThatThePortIsTaken() {
    var taken = GatewaySettings.loopback(rig.gateway.address().getPort());

    assertThatThrownBy(() -> start(taken, rig.kafka.access()))
        .isInstanceOfSatisfying(
            ProblemException.class,
            problem -> {
              assertThat(problem.first().code()).isEqualTo("gateway-port");
              assertThat(problem.first().message())
                  .contains(Integer.toString(taken.listening().port()));
            });
  }

  @Test
  void saysThatTheBrokersAddressIsNone() {
    var nowhere = new KafkaAccess("no.such.host.invalid:1", Map.of());

    assertThatThrownBy(() -> start(GatewaySettings.loopback(0), nowhere))
        .isInstanceOfSatisfying(
            ProblemException.class,
            problem -> assertThat(problem.first().code()).isEqualTo("kafka-settings"));
  }

  @Test
  void closesWhileClientsAreThere() {
    var port = rig.port(1);
    rig.write(port, "{}");
    rig.rulings.grantAll(Rig.ADA, port);
    var gateway = start(GatewaySettings.loopback(0), rig.kafka.access());
    var here =
        Map.<String, Object>of("bootstrap.servers", "127.0.0.1:" + gateway.address().getPort());
    try (var reader = rig.reader("ada-key", port, here)) {
      Rig.poll(reader, 1);

      gateway.close();

      assertThat(rig.witness.ranges).anyMatch(range -> range.port().equals(port));
    }
  }

  private static Gateway start(GatewaySettings settings, KafkaAccess broker) {
    return Gateway.start(
        settings,
        broker,
        rig.rulings,
        rig.keys,
        rig.witness,
        rig.sightings,
        rig.schemas,
        new Promises(),
        Clock.systemUTC());
  }

  private static Path keystore() throws IOException, InterruptedException {
    var keystore = folder.resolve("gateway.p12");
    var keytool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
    var process =
        new ProcessBuilder(
                keytool,
                "-genkeypair",
                "-alias",
                "gateway",
                "-keyalg",
                "EC",
                "-dname",
                "CN=localhost",
                "-ext",
                "san=dns:localhost,ip:127.0.0.1",
                "-storetype",
                "PKCS12",
                "-keystore",
                keystore.toString(),
                "-storepass",
                PASSWORD)
            .redirectErrorStream(true)
            .start();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isZero();
    return keystore;
  }
}
