package dev.weft.processors.standard;

import static dev.weft.processors.standard.Standard.fields;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weft.model.DataRecord;
import dev.weft.spi.flow.Content.Records;
import dev.weft.spi.flow.Content.Traced;
import dev.weft.spi.flow.RetryableException;
import dev.weft.spi.flow.SourceProcessor.Batch;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ListenHTTPTest {
  private static final String TOKEN = "a-token-of-enough-length";
  private final HttpClient client = HttpClient.newHttpClient();
  private Optional<HttpSource> open = Optional.empty();

  @AfterEach
  void close() {
    open.ifPresent(HttpSource::close);
  }

  @Test
  void answersOnceTheRecordsAreCommitted() throws Exception {
    var source = listen("", 1_000, 10, Duration.ofSeconds(30));
    var answer = post("[{\"id\": 1}, {\"id\": 2}]", "");

    var batch = next(source, Optional.empty());
    assertThat(records(batch)).containsExactly(fields("id", 1L), fields("id", 2L));
    assertThat(answer).isNotDone();
    source.committed(batch.position().orElseThrow());

    assertThat(answer.get(5, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
    assertThat(answer.get().body()).isEqualTo("{\"accepted\": 2}\n");
  }

  @Test
  void handsOverAgainWhatWasNotCommitted() throws Exception {
    var source = listen("", 1_000, 10, Duration.ofSeconds(30));
    var answer = post("{\"id\": 1}", "");
    var first = next(source, Optional.empty());

    var again = source.poll(Optional.empty());
    assertThat(again).isEqualTo(first);
    source.poll(first.position());

    assertThat(answer.get(5, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
  }

  @Test
  void countsOnAfterARestart() throws Exception {
    var source = listen("", 1_000, 10, Duration.ofSeconds(30));
    var position = Optional.<JsonNode>of(dev.weft.model.Json.object().put("records", 41));
    var answer = post("{\"id\": 1}", "");

    var batch = next(source, position);
    source.committed(batch.position().orElseThrow());

    var item = ((Records) batch.flowFiles().get(0).content()).items().get(0);
    assertThat(item.origin().position()).isEqualTo(42);
    assertThat(answer.get(5, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
  }

  @Test
  void refusesWhatItDoesNotTake() throws Exception {
    listen(TOKEN, 20, 10, Duration.ofSeconds(30));

    assertThat(status(post("{}", ""))).isEqualTo(401);
    assertThat(status(post("{}", "Bearer wrong"))).isEqualTo(401);
    assertThat(status(post("{\"a\": ", "Bearer " + TOKEN))).isEqualTo(400);
    assertThat(status(post("{\"a\": 1, \"a\": 2}", "Bearer " + TOKEN))).isEqualTo(400);
    assertThat(status(post("[7]", "Bearer " + TOKEN))).isEqualTo(400);
    assertThat(status(post("{\"a\": \"" + "x".repeat(20) + "\"}", "Bearer " + TOKEN)))
        .isEqualTo(413);
    assertThat(status(send(request("/in/other", TOKEN).GET()))).isEqualTo(404);
    assertThat(status(send(request("/in", TOKEN).GET()))).isEqualTo(405);
    assertThat(status(post("", "Bearer " + TOKEN))).isEqualTo(200);
  }

  @Test
  void turnsAwayWhatItCannotKeep() throws Exception {
    listen("", 1_000, 1, Duration.ofSeconds(30));
    var first = post("{\"id\": 1}", "");
    var second = post("{\"id\": 2}", "");

    var refused = (HttpResponse<?>) CompletableFuture.anyOf(first, second).get(5, TimeUnit.SECONDS);

    assertThat(refused.statusCode()).isEqualTo(503);
    assertThat(refused.headers().firstValue("Retry-After")).hasValue("1");
  }

  @Test
  void doesNotLetClientsWaitForEver() throws Exception {
    listen("", 1_000, 10, Duration.ofMillis(100));

    assertThat(status(post("{\"id\": 1}", ""))).isEqualTo(503);
  }

  @Test
  void saysWhenThePortIsTaken() throws IOException {
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var settings =
          new ListenHTTP.Settings(taken.getLocalPort(), null, null, null, null, null, null);

      assertThatThrownBy(() -> new HttpSource(settings).poll(Optional.empty()))
          .isInstanceOf(RetryableException.class)
          .hasMessageContaining("Cannot listen on 127.0.0.1:" + taken.getLocalPort());
    }
  }

  @Test
  void isOpenToOthersOnlyWithAToken() {
    assertThatThrownBy(() -> new ListenHTTP.Settings(0, null, "0.0.0.0", null, null, null, null))
        .hasMessage("address must be loopback unless a token is set");
    assertThat(new ListenHTTP.Settings(0, null, "0.0.0.0", TOKEN, null, null, null).toString())
        .doesNotContain(TOKEN);
  }

  private HttpSource listen(String token, int maxBytes, int maxWaiting, Duration timeout)
      throws RetryableException {
    var source =
        new HttpSource(
            new ListenHTTP.Settings(0, "/in", null, token, maxBytes, maxWaiting, timeout));
    open = Optional.of(source);
    source.port();
    return source;
  }

  private static Batch next(HttpSource source, Optional<JsonNode> position) throws Exception {
    var batch = source.poll(position);
    for (var tries = 0; batch.flowFiles().isEmpty() && tries < 20; tries++) {
      batch = source.poll(position);
    }
    return batch;
  }

  private static List<DataRecord> records(Batch batch) {
    return batch.flowFiles().stream()
        .flatMap(file -> ((Records) file.content()).items().stream())
        .map(Traced::record)
        .toList();
  }

  private CompletableFuture<HttpResponse<String>> post(String body, String authorization)
      throws RetryableException {
    var request = HttpRequest.newBuilder(address("/in")).POST(BodyPublishers.ofString(body));
    if (!authorization.isEmpty()) {
      request.header("Authorization", authorization);
    }
    return send(request);
  }

  private HttpRequest.Builder request(String path, String token) throws RetryableException {
    return HttpRequest.newBuilder(address(path)).header("Authorization", "Bearer " + token);
  }

  private CompletableFuture<HttpResponse<String>> send(HttpRequest.Builder request) {
    return client.sendAsync(request.build(), BodyHandlers.ofString());
  }

  private URI address(String path) throws RetryableException {
    return URI.create("http://127.0.0.1:" + open.orElseThrow().port() + path);
  }

  private static int status(CompletableFuture<HttpResponse<String>> answer) throws Exception {
    return answer.get(5, TimeUnit.SECONDS).statusCode();
  }
}
