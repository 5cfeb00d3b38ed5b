package dev.weft.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.gateway.ClientTokens.Token;
import dev.weft.gateway.GatewaySettings.Logins;
import dev.weft.model.PortName;
import dev.weft.spi.AccessObserver.Authentication;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.requests.ApiVersionsRequest;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Certificates and tokens as keys, and logging in again on the open connection. */
class ManyWaysInIT {
  private static Rig rig;
  private static KeyStores stores;
  private static Path server;
  private static Gateway tls;
  private PortName port;

  @BeforeAll
  static void start(@TempDir Path folder) throws Exception {
    rig = Rig.start(folder.resolve("data"));
    stores = new KeyStores(folder);
    server = stores.make("gateway");
    tls =
        open(
            GatewaySettings.loopback(0)
                .withTls(
                    "127.0.0.1",
                    "localhost",
                    new GatewaySettings.Tls(server, KeyStores.PASSWORD, "PKCS12")));
  }

  @AfterAll
  static void stop() {
    tls.close();
    rig.close();
  }

  @BeforeEach
  void aPortForAda() {
    port = rig.port(1);
    rig.write(port, "{}");
    rig.rulings.grantAll(Rig.ADA, port);
  }

  @Test
  void aRegisteredCertificateIsAKey() throws Exception {
    var own = stores.make("ada");
    rig.keys.addCertificate("ada-laptop", Rig.ADA, KeyStores.fingerprint(own));

    try (var reader = reader(overTls("SSL", own))) {
      assertThat(Rig.poll(reader, 1)).hasSize(1);
      assertThat(logins("ada-laptop")).isNotEmpty().allMatch(Authentication::successful);

      rig.keys.revoke("ada-laptop");
      Rig.await(() -> tls.snapshot().connections() == 0);
      rig.write(port, "{}");

      assertThat(polled(reader, Duration.ofSeconds(2))).isZero();
    }
  }

  @Test
  void aCertificateThatNobodyRegisteredIsNone() throws Exception {
    var own = stores.make("stranger");
    var fingerprint = KeyStores.fingerprint(own);

    try (var reader = reader(overTls("SSL", own))) {
      assertThat(polled(reader, Duration.ofSeconds(2))).isZero();
    }

    Rig.await(() -> !logins("certificate " + fingerprint).isEmpty());
    assertThat(logins("certificate " + fingerprint)).noneMatch(Authentication::successful);
  }

  @Test
  void whoShowsNoCertificateMustLogInOtherwise() throws Exception {
    try (var reader = reader(overTls("SSL", null))) {
      assertThat(polled(reader, Duration.ofSeconds(2))).isZero();
    }
    var unknown = overTls("SASL_SSL", stores.make("unregistered"));
    rig.client("ada-key").forEach((key, value) -> unknown.putIfAbsent((String) key, value));
    try (var reader = reader(unknown)) {
      assertThat(Rig.poll(reader, 1)).hasSize(1);
    }
  }

  @Test
  void aCertificateOfSomebodyElseWithTheSameNameIsNone() throws Exception {
    var own = stores.make("bo");
    rig.keys.addCertificate("bo-laptop", Rig.BO, KeyStores.fingerprint(own));
    rig.rulings.grantAll(Rig.BO, port);
    var forged = new KeyStores(Files.createDirectories(stores.folder().resolve("f"))).make("bo");

    try (var reader = reader(overTls("SSL", forged))) {
      assertThat(polled(reader, Duration.ofSeconds(2))).isZero();
    }
  }

  @Test
  void aTokenIsAKeyUntilItEnds() {
    var until = Instant.now().plusSeconds(300);
    rig.keys.addToken("good", Rig.ADA, until);
    var source = source(() -> new Token("good", until));
    var clock = new MovedClock();
    try (var gateway = rig.another(clock)) {
      var client = new HashMap<>(ClientTokens.client(source));
      client.putAll(Rig.at(gateway));
      try (var reader = rig.reader("ada-key", port, client)) {
        assertThat(Rig.poll(reader, 1)).hasSize(1);

        clock.move(Duration.ofSeconds(301));
        Rig.await(() -> gateway.snapshot().connections() == 0);
        rig.write(port, "{}");

        assertThat(polled(reader, Duration.ofSeconds(2))).isZero();
      }
    }
  }

  @Test
  void aWrongTokenIsRefused() {
    var source = source(() -> new Token("wrong", Instant.now().plusSeconds(60)));

    assertThatThrownBy(
            () -> {
              try (var reader = rig.reader("ada-key", port, ClientTokens.client(source))) {
                polled(reader, Duration.ofSeconds(5));
              }
            })
        .isInstanceOf(SaslAuthenticationException.class);
  }

  @Test
  void aTokenThatCannotBeCheckedYetIsNotRefused() {
    var until = Instant.now().plusSeconds(60);
    rig.keys.addToken("early", Rig.ADA, until);
    rig.keys.notYet.set(2);
    var source = source(() -> new Token("early", until));

    try (var reader = rig.reader("ada-key", port, ClientTokens.client(source))) {
      assertThat(Rig.poll(reader, 1)).hasSize(1);
      assertThat(rig.keys.notYet).hasValue(0);
    }
  }

  @Test
  void aClientWithANewTokenGoesOnWithoutConnectingAgain() {
    var source = source(ManyWaysInIT::freshToken);

    try (var reader = rig.reader("ada-key", port, ClientTokens.client(source))) {
      Rig.poll(reader, 1);
      var loginsBefore = logins("token ada").size();
      var until = Instant.now().plusSeconds(9);
      Rig.await(
          () -> {
            reader.poll(Duration.ofMillis(100));
            return Instant.now().isAfter(until);
          });
      rig.writeMany(port, 30_000);

      assertThat(Rig.poll(reader, 30_000)).hasSize(30_000);
      var loginsAgain = logins("token ada").size() - loginsBefore;
      assertThat(loginsAgain).isGreaterThanOrEqualTo(2);
      Rig.await(() -> sessions(port).size() >= 1);
      // On a slow machine a token can end before its client comes; only then it connects again.
      assertThat(sessions(port)).hasSizeLessThanOrEqualTo(loginsAgain);
    }
  }

  @Test
  void whoDoesNotLogInAgainIsCutOff() throws IOException {
    var settings =
        GatewaySettings.loopback(0)
            .with(new Logins(Duration.ofSeconds(30), Duration.ZERO, Duration.ofMillis(1_500)));
    try (var gateway = open(settings)) {
      var here = Map.<String, Object>of("bootstrap.servers", address(gateway));
      try (var raw = new RawClient(gateway.address(), "ada-key", Rig.SECRET);
          var reader = rig.reader("ada-key", port, here)) {
        Rig.poll(reader, 1);

        Rig.await(() -> isEnd(raw));

        rig.write(port, "{}");
        assertThat(Rig.poll(reader, 1)).hasSize(1);
      }
    }
  }

  @Test
  void takesUpANewCertificateOfItsOwn() throws Exception {
    var own = Files.copy(server, stores.folder().resolve("renewed.p12"));
    var settings =
        GatewaySettings.loopback(0)
            .withTls(
                "127.0.0.1",
                "localhost",
                new GatewaySettings.Tls(own, KeyStores.PASSWORD, "PKCS12"));
    try (var gateway = open(settings)) {
      var next = stores.make("next");
      Files.copy(next, own, StandardCopyOption.REPLACE_EXISTING);
      Files.setLastModifiedTime(own, FileTime.from(Instant.now().plusSeconds(5)));
      var trusting = overTls("SASL_SSL", null);
      rig.client("ada-key").forEach((key, value) -> trusting.putIfAbsent((String) key, value));
      trusting.put("bootstrap.servers", "localhost:" + gateway.address().getPort());
      trusting.put("ssl.truststore.location", next.toString());

      Rig.await(() -> readsOne(trusting));
    }
  }

  private boolean readsOne(Map<String, Object> client) {
    try (var reader = reader(client)) {
      return polled(reader, Duration.ofSeconds(2)) == 1;
    } catch (KafkaException e) {
      return false;
    }
  }

  private static boolean isEnd(RawClient raw) {
    try {
      raw.ask(new ApiVersionsRequest.Builder().build());
      return false;
    } catch (IOException e) {
      return true;
    }
  }

  /** The connections on which the port was read. */
  private static Set<String> sessions(PortName port) {
    return rig.witness.opened.stream()
        .filter(event -> event.port().equals(port))
        .map(event -> event.reader().session())
        .collect(Collectors.toSet());
  }

  private static Token freshToken() {
    var until = Instant.now().plusSeconds(4);
    var value = UUID.randomUUID().toString();
    rig.keys.addToken(value, Rig.ADA, until);
    return new Token(value, until);
  }

  private static String source(java.util.function.Supplier<Token> tokens) {
    var name = UUID.randomUUID().toString();
    ClientTokens.SOURCES.put(name, tokens);
    return name;
  }

  private static Map<String, Object> overTls(String protocol, Path keystore) {
    var client = new HashMap<String, Object>();
    client.put("bootstrap.servers", "localhost:" + tls.address().getPort());
    client.put("security.protocol", protocol);
    client.put("ssl.truststore.location", server.toString());
    client.put("ssl.truststore.password", KeyStores.PASSWORD);
    if (keystore != null) {
      client.put("ssl.keystore.location", keystore.toString());
      client.put("ssl.keystore.password", KeyStores.PASSWORD);
    }
    return client;
  }

  private Consumer<String, String> reader(Map<String, Object> client) {
    return rig.reader("ada-key", port, client);
  }

  /** How many records come within this time, without waiting when one has. */
  private long polled(Consumer<String, String> reader, Duration most) {
    reader.assign(List.of(new TopicPartition(port.topic(), 0)));
    var until = Instant.now().plus(most);
    var count = 0;
    while (count == 0 && Instant.now().isBefore(until)) {
      count += reader.poll(Duration.ofMillis(200)).count();
    }
    return count;
  }

  private static List<Authentication> logins(String key) {
    return rig.witness.logins.stream().filter(login -> login.keyId().equals(key)).toList();
  }

  private static String address(Gateway gateway) {
    return "127.0.0.1:" + gateway.address().getPort();
  }

  private static Gateway open(GatewaySettings settings) {
    return Gateway.start(
        settings,
        rig.kafka.access(),
        rig.rulings,
        rig.keys,
        rig.witness,
        rig.sightings,
        rig.schemas,
        new Promises(),
        Clock.systemUTC());
  }
}
