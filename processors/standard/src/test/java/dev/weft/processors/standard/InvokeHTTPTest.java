package dev.weft.processors.standard;

import static dev.weft.processors.standard.Standard.fields;
import static dev.weft.processors.standard.Standard.flowFile;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.weft.processors.standard.InvokeHTTP.Body;
import dev.weft.spi.flow.Content;
import dev.weft.spi.flow.RetryableException;
import dev.weft.testing.TestFlow;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class InvokeHTTPTest {
  private record Received(String body, String key, String type, String secret) {}

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

  @Test
  void sendsEachRecordWithAKeyMadeFromItsOrigin() throws Exception {
    var flow = flow(Body.RECORD);

    flow.send(flowFile("orders/0", 10, fields("id", 1L), fields("id", 2L)));

    assertThat(received)
        .containsExactly(
            new Received("{\"id\":1}", "orders/0/offset/10", "application/json", "s3cret"),
            new Received("{\"id\":2}", "orders/0/offset/11", "application/json", "s3cret"));
    var answer = (Content.Bytes) flow.emitted("response").get(1).content();
    assertThat(answer.opener().open().readAllBytes()).asString().isEqualTo("ok");
    assertThat(flow.emitted("response").get(1).attributes()).containsEntry("http.status", "200");
  }

  @Test
  void sendsABatchAtOnce() throws Exception {
    var flow = flow(Body.BATCH);

    flow.send(flowFile("orders/0", 10, fields("id", 1L), fields("id", 2L)));

    assertThat(received).hasSize(1);
    assertThat(received.get(0).body()).isEqualTo("[\n{\"id\":1},\n{\"id\":2}\n]\n");
  }

  @Test
  void triesAgainFromTheRequestThatFailed() throws Exception {
    var flow = flow(Body.RECORD);
    var file = flowFile("orders/0", 10, fields("id", 1L), fields("id", 2L), fields("id", 3L));
    statuses.addAll(List.of(200, 503, 429, 200, 200));

    assertThatThrownBy(() -> flow.send(file))
        .isInstanceOf(RetryableException.class)
        .hasMessageContaining("answers 503");
    assertThatThrownBy(() -> flow.send(file)).hasMessageContaining("answers 429");
    assertThat(flow.emitted()).isEmpty();
    flow.send(file);

    assertThat(received)
        .extracting(Received::body)
        .containsExactly("{\"id\":1}", "{\"id\":2}", "{\"id\":2}", "{\"id\":2}", "{\"id\":3}");
    assertThat(flow.emitted("response")).hasSize(3);
  }

  @Test
  void whatIsRefusedFailsAloneAndRedirectsAreNotFollowed() throws Exception {
    var flow = flow(Body.RECORD);
    statuses.addAll(List.of(400, 302, 200));

    flow.send(flowFile("orders/0", 10, fields("id", 1L), fields("id", 2L), fields("id", 3L)));

    assertThat(flow.records("failure")).containsExactly(fields("id", 1L), fields("id", 2L));
    assertThat(flow.emitted("failure").get(0).attributes().get("error.message"))
        .endsWith("answers 400.");
    assertThat(flow.emitted("response")).hasSize(1);
  }

  @Test
  void saysWhoDoesNotAnswerAndNeverTheSecret() {
    server.stop(0);
    var flow = flow(Body.RECORD);

    assertThatThrownBy(() -> flow.send(flowFile("orders/0", 10, fields("id", 1L))))
        .isInstanceOf(RetryableException.class)
        .hasMessageContaining("http://127.0.0.1:")
        .hasMessageNotContaining("s3cret");
    assertThat(settings(Body.RECORD).toString()).doesNotContain("s3cret");
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      var headers = exchange.getRequestHeaders();
      received.add(
          new Received(
              new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8),
              headers.getFirst("Idempotency-Key"),
              headers.getFirst("Content-Type"),
              headers.getFirst("X-Secret")));
      var status = statuses.isEmpty() ? 200 : statuses.pop();
      exchange.getResponseHeaders().set("Location", "/elsewhere");
      exchange.sendResponseHeaders(status, 2);
      exchange.getResponseBody().write("ok".getBytes(StandardCharsets.UTF_8));
    }
  }

  private TestFlow flow(Body body) {
    return TestFlow.of(new InvokeHTTP().create(settings(body), standard.context()));
  }

  private InvokeHTTP.Settings settings(Body body) {
    var url = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/orders");
    return new InvokeHTTP.Settings(
        url, null, Map.of("X-Secret", "s3cret"), body, null, Duration.ofSeconds(5), null, null);
  }
}
