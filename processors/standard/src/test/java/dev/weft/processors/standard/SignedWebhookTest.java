package dev.weft.processors.standard;

import static dev.weft.processors.standard.Standard.fields;
import static dev.weft.processors.standard.Standard.flowFile;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.weft.processors.standard.InvokeHTTP.Body;
import dev.weft.spi.WebhookSignature;
import dev.weft.spi.flow.RetryableException;
import dev.weft.testing.TestFlow;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Requests are signed as the Standard Webhooks specification says; a receiver checks them. */
class SignedWebhookTest {
  private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
  private static final String NEXT = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD";

  private record Received(String body, String id, String timestamp, String signatures) {}

  private final Standard standard = new Standard();
  private final List<Received> received = new ArrayList<>();
  private final Deque<Integer> statuses = new ArrayDeque<>();
  private HttpServer server;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  /** The example that the specification's own libraries are tested with. */
  @Test
  void signsAsTheSpecificationsLibrariesDo() {
    var body = "{\"test\": 2432232314}".getBytes(StandardCharsets.UTF_8);
    var headers =
        new WebhookSignature(SECRET, "")
            .headers("msg_p5jXN8AQM9LWM0D4loKWxJek", Instant.ofEpochSecond(1614265330), body);

    assertThat(headers)
        .containsEntry("webhook-signature", "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=")
        .containsEntry("webhook-timestamp", "1614265330");
  }

  @Test
  void aReceiverVerifiesEachRequestAndRefusesATamperedOne() throws Exception {
    flow(SECRET).send(flowFile("orders/0", 10, fields("id", 1L), fields("id", 2L)));

    var first = received.get(0);
    assertThat(received).allMatch(one -> verifies(one, SECRET));
    assertThat(verifies(first, NEXT)).isFalse();
    var tampered = "{\"id\":9}";
    assertThat(
            verifies(new Received(tampered, first.id, first.timestamp, first.signatures), SECRET))
        .isFalse();
    assertThat(
            verifies(
                new Received(first.body, "msg_other", first.timestamp, first.signatures), SECRET))
        .isFalse();
    assertThat(verifies(new Received(first.body, first.id, "1", first.signatures), SECRET))
        .isFalse();
    assertThat(first.id).matches("msg_[0-9a-f]{36}").isNotEqualTo(received.get(1).id);
    assertThat(first.timestamp).isEqualTo(Long.toString(standard.instant().getEpochSecond()));
  }

  @Test
  void aRepeatHasTheSameIdAndItsOwnTime() throws Exception {
    var flow = flow(SECRET);
    var file = flowFile("orders/0", 10, fields("id", 1L));
    statuses.addAll(List.of(503, 200, 200));

    assertThatThrownBy(() -> flow.send(file)).isInstanceOf(RetryableException.class);
    standard.forward(Duration.ofSeconds(30));
    flow.send(file);
    // As after a crash: another process sends what comes from the same place.
    flow(SECRET).send(flowFile("orders/0", 10, fields("id", 1L)));

    assertThat(received).extracting(Received::id).containsOnly(received.get(0).id).hasSize(3);
    assertThat(received.get(1).timestamp).isNotEqualTo(received.get(0).timestamp);
    assertThat(received).allMatch(one -> verifies(one, SECRET));
  }

  @Test
  void whileOneSecretFollowsAnotherBothVerify() throws Exception {
    flow(NEXT + " " + SECRET).send(flowFile("orders/0", 10, fields("id", 1L)));

    assertThat(verifies(received.get(0), NEXT)).isTrue();
    assertThat(verifies(received.get(0), SECRET)).isTrue();
    assertThat(received.get(0).signatures.split(" ")).hasSize(2);
  }

  @Test
  void refusesWhatIsNoSecretWithoutRepeatingIt() {
    for (var wrong : List.of("s3cretword", "whsec_c2hvcnQ=", "whsec_s3cret%%", "whsec")) {
      assertThatThrownBy(() -> flow(wrong))
          .hasMessageContaining("whsec_ and 24 to 64 bytes")
          .hasMessageNotContaining("s3cret")
          .hasMessageNotContaining("c2hvcnQ");
    }
    assertThat(settings(SECRET).toString()).doesNotContain("whsec");
  }

  /** As a receiver does it: by the specification, with nothing of what signed. */
  private static boolean verifies(Received one, String secret) {
    try {
      var mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(Base64.getDecoder().decode(secret.substring(6)), "HmacSHA256"));
      var signed = one.id + "." + one.timestamp + "." + one.body;
      var expected =
          "v1,"
              + Base64.getEncoder()
                  .encodeToString(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8)));
      return Arrays.asList(one.signatures.split(" ")).contains(expected);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      var headers = exchange.getRequestHeaders();
      received.add(
          new Received(
              new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8),
              headers.getFirst("webhook-id"),
              headers.getFirst("webhook-timestamp"),
              headers.getFirst("webhook-signature")));
      exchange.sendResponseHeaders(statuses.isEmpty() ? 200 : statuses.pop(), -1);
    }
  }

  private TestFlow flow(String secrets) {
    return TestFlow.of(new InvokeHTTP().create(settings(secrets), standard.context()));
  }

  private InvokeHTTP.Settings settings(String secrets) {
    var url = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/orders");
    return new InvokeHTTP.Settings(
        url,
        null,
        Map.of("webhook-signature", "v1,of-its-own"),
        Body.RECORD,
        null,
        Duration.ofSeconds(5),
        null,
        secrets);
  }
}
