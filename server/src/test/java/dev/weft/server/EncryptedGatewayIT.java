package dev.weft.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.abort;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A gateway with TLS and a certificate that nobody else has signed, and clients that know of it
 * what {@code weft connect} has printed.
 */
class EncryptedGatewayIT {
  private static final String PASSWORD = "a password of the key store";
  private static final String ALLOWED_URLS = "org.apache.kafka.sasl.oauthbearer.allowed.urls";

  @TempDir static Path folder;

  private static Path password;
  private static TokenIssuer issuer;
  private static Bank bank;

  /** What a program printed and how it ended. */
  private record Run(int exit, String out, String errors) {}

  @BeforeAll
  static void openTheBankWithACertificate() throws Exception {
    password = Files.writeString(folder.resolve("password"), PASSWORD);
    var keystore = makeCertificate("gateway");
    issuer = new TokenIssuer();
    var config =
        Files.write(
            folder.resolve("weft.properties"),
            List.of(
                "gateway.tls.keystore=" + keystore,
                "gateway.tls.keystore.password.file=" + password,
                "gateway.oauth.issuer=" + TokenIssuer.NAME,
                "gateway.oauth.audience=" + TokenIssuer.AUDIENCE,
                "gateway.oauth.jwks.url=" + issuer.keysUrl(),
                "gateway.oauth.token.url=" + issuer.tokenUrl()));
    bank = Bank.open(folder.resolve("data"), "--config", config.toString());
    bank.grant("wim");
    System.setProperty(ALLOWED_URLS, issuer.tokenUrl());
  }

  @AfterAll
  static void close() {
    System.clearProperty(ALLOWED_URLS);
    if (bank != null) {
      bank.close();
    }
    if (issuer != null) {
      issuer.close();
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
  void aJavaClientReadsWithWhatConnectPrints() throws Exception {
    var printed = weft("connect", Bank.TRANSACTIONS);

    assertThat(printed).contains("security.protocol=SASL_SSL", "ssl.truststore.certificates=");
    assertThat(read(printed)).contains("\"West\"");
  }

  @Test
  void withoutTheCertificateNobodyIsTrusted() throws Exception {
    var printed = weft("connect", Bank.TRANSACTIONS).replaceAll("(?m)^ssl\\.truststore.*$", "");

    assertThatThrownBy(() -> read(printed)).isInstanceOf(KafkaException.class);
  }

  @Test
  void kcatReadsWithWhatConnectPrints() throws Exception {
    var here = Files.createDirectories(folder.resolve("kcat"));
    Files.writeString(
        here.resolve("kcat.conf"), weft("connect", Bank.TRANSACTIONS, "--for", "kcat"));

    assertThat(kcat(here)).contains("\"West\"");
  }

  @Test
  void aCertificateIsAllThatClientsNeed() throws Exception {
    var here = Files.createDirectories(folder.resolve("certificate"));
    var own = pem(makeCertificate("wims-laptop"), here.resolve("wim.pem"));
    var way = List.of("--auth", "certificate", "--certificate", own.toString());

    var printed = weft(List.of("connect", Bank.TRANSACTIONS), way);

    assertThat(printed).contains("security.protocol=SSL").doesNotContain("PRIVATE KEY");
    assertThat(read(printed)).contains("\"West\"");
    var id = printed.replaceFirst("(?s).*weft key revoke (\\S+).*", "$1");
    assertThat(weft("key", "revoke", id)).isEqualTo("Revoked key " + id + ".\n");
    assertThatThrownBy(() -> read(printed, 5)).isInstanceOf(KafkaException.class);
  }

  @Test
  void kcatReadsWithACertificate() throws Exception {
    var here = Files.createDirectories(folder.resolve("kcat-certificate"));
    var own = pem(makeCertificate("wims-phone"), here.resolve("wim.pem"));
    var way = List.of("--for", "kcat", "--auth", "certificate", "--certificate", own.toString());
    Files.writeString(here.resolve("kcat.conf"), weft(List.of("connect", Bank.TRANSACTIONS), way));

    assertThat(kcat(here)).contains("\"West\"");
  }

  @Test
  void keyAddMakesACertificateAKey() throws Exception {
    var own = pem(makeCertificate("wims-desktop"), folder.resolve("desktop.pem"));
    var text = Files.readString(own);
    var certificate =
        Files.writeString(
            folder.resolve("desktop-only.pem"), text.substring(text.indexOf("-----BEGIN CERT")));

    assertThat(weft("key", "add", "--certificate", certificate.toString()))
        .contains("The certificate is now key");

    var settings =
        weft("connect", Bank.TRANSACTIONS)
            .replaceAll("(?m)^sasl.*$", "")
            .replace("security.protocol=SASL_SSL", "security.protocol=SSL");
    assertThat(read(settings + "\nssl.keystore.type=PEM\nssl.keystore.location=" + own))
        .contains("\"West\"");
  }

  @Test
  void aTokenOfTheTrustedIssuerGetsIn() throws Exception {
    var printed = weft("connect", Bank.TRANSACTIONS, "--auth", "oauth");

    assertThat(read(withIdAndSecret(printed, "wim", TokenIssuer.SECRET))).contains("\"West\"");
    assertThatThrownBy(() -> read(withIdAndSecret(printed, "nobody", TokenIssuer.SECRET)))
        .as("the issuer knows somebody whom the mesh does not")
        .isInstanceOf(SaslAuthenticationException.class);
    assertThatThrownBy(() -> read(withIdAndSecret(printed, "wim", "a guess")))
        .isInstanceOf(KafkaException.class);
  }

  @Test
  void saysHowToGetIn() {
    JsonNode door = bank.rest("wim").get("/api/v1/gateway").body();

    assertThat(door.path("bootstrap").asText()).isEqualTo(bank.gatewayAddress());
    assertThat(door.path("security").asText()).isEqualTo("SASL_SSL");
    assertThat(door.path("trust").asText()).startsWith("-----BEGIN CERTIFICATE-----");
    assertThat(door.path("oauth").path("issuer").asText()).isEqualTo(TokenIssuer.NAME);
  }

  private static String withIdAndSecret(String printed, String id, String secret) {
    return printed.replace("YOUR-CLIENT-ID", id).replace("YOUR-CLIENT-SECRET", secret);
  }

  /** The first records of partition 0, by a Java client with these settings and nothing else. */
  private static String read(String settings) throws IOException {
    return read(settings, 30);
  }

  private static String read(String settings, int secondsMost) throws IOException {
    var properties = new Properties();
    properties.load(new StringReader(settings));
    var until = Instant.now().plusSeconds(secondsMost);
    try (var consumer =
        new KafkaConsumer<>(properties, new StringDeserializer(), new StringDeserializer())) {
      var partition = new TopicPartition(Bank.TRANSACTIONS, 0);
      consumer.assign(List.of(partition));
      consumer.seek(partition, 0);
      while (Instant.now().isBefore(until)) {
        var records = consumer.poll(Duration.ofMillis(200));
        if (!records.isEmpty()) {
          return records.iterator().next().value();
        }
      }
      throw new KafkaException("nothing came");
    }
  }

  /** Does what the comments in the file say. */
  private static String kcat(Path here) throws Exception {
    var command =
        "sed -n '/^#-----BEGIN/,/^#-----END/s/^#//p' kcat.conf > gateway.pem && kcat -F kcat.conf -C -t "
            + Bank.TRANSACTIONS
            + " -o beginning -e";
    assertThat(Files.readString(here.resolve("kcat.conf")))
        .contains(command.split(" && ")[0], command.split(" && ")[1]);
    if (run(here, Map.of(), List.of("which", "kcat")).exit != 0) {
      abort("kcat is not on this machine");
    }
    var run = run(here, Map.of(), List.of("sh", "-c", command));
    assertThat(run.exit).as(run.errors).isZero();
    return run.out.lines().findFirst().orElse("");
  }

  private static String weft(String... arguments) throws Exception {
    return weft(List.of(arguments), List.of());
  }

  /** What the command prints for wim. */
  private static String weft(List<String> arguments, List<String> more) throws Exception {
    var command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                "dev.weft.cli.Main"));
    command.addAll(arguments);
    command.addAll(more);
    var environment = Map.of("WEFT_URL", bank.url(), "WEFT_TOKEN", bank.rest("wim").token());
    var run = run(folder, environment, command);
    assertThat(run.exit).as(run.errors).isZero();
    return run.out;
  }

  private static Run run(Path here, Map<String, String> environment, List<String> command)
      throws IOException, InterruptedException {
    var out = Files.createTempFile(folder, "run", ".out");
    var errors = Files.createTempFile(folder, "run", ".err");
    var builder =
        new ProcessBuilder(command)
            .directory(here.toFile())
            .redirectOutput(out.toFile())
            .redirectError(errors.toFile());
    builder.environment().putAll(environment);
    var process = builder.start();
    if (!process.waitFor(90, TimeUnit.SECONDS)) {
      process.destroyForcibly().waitFor();
    }
    return new Run(process.exitValue(), Files.readString(out), Files.readString(errors));
  }

  /** A key store with a certificate that signs itself. */
  private static Path makeCertificate(String name) throws IOException, InterruptedException {
    var keystore = folder.resolve(name + ".p12");
    var keytool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
    var command =
        List.of(
            keytool,
            "-genkeypair",
            "-alias",
            name,
            "-keyalg",
            "EC",
            "-dname",
            "CN=" + name,
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
    var run = run(folder, Map.of(), command);
    assertThat(run.exit).as(run.out + run.errors).isZero();
    return keystore;
  }

  /** The private key and the certificate of a key store in one file. */
  private static Path pem(Path keystore, Path file) throws IOException, GeneralSecurityException {
    try (var in = Files.newInputStream(keystore)) {
      var store = KeyStore.getInstance("PKCS12");
      store.load(in, PASSWORD.toCharArray());
      var alias = store.aliases().nextElement();
      return Files.writeString(
          file,
          block("PRIVATE KEY", store.getKey(alias, PASSWORD.toCharArray()).getEncoded())
              + block("CERTIFICATE", store.getCertificate(alias).getEncoded()));
    }
  }

  private static String block(String what, byte[] bytes) {
    var lines = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII));
    return "-----BEGIN %s-----\n%s\n-----END %s-----\n"
        .formatted(what, lines.encodeToString(bytes), what);
  }
}
