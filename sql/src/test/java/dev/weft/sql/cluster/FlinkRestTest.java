package dev.weft.sql.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.weft.model.ProblemException;
import dev.weft.sql.Launch;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is asked of a cluster whose checkpoints nobody else can list. */
final class FlinkRestTest {
  private static final String NEWEST = "s3://state/spending/0a/chk-7";

  private final Queue<String> asked = new ConcurrentLinkedQueue<>();
  private HttpServer server;
  private FlinkRest rest;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    answer(
        "/jobs/0a/checkpoints",
        "{\"latest\": {\"completed\": {\"external_path\": \"" + NEWEST + "\"}}}");
    answer("/jobs/0b/checkpoints", "{\"latest\": {\"completed\": null}}");
    answer("/savepoint-disposal", "{\"request-id\": \"1\"}");
    server.start();
    var url = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    rest = new FlinkRest(new Launch.Cluster(url, Map.of(), List.of()));
  }

  private void answer(String path, String text) {
    server.createContext(
        path,
        exchange -> {
          var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
          asked.add(exchange.getRequestMethod() + " " + path + " " + body);
          var bytes = text.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void theClusterSaysWhereTheNewestCheckpointIs() {
    assertThat(rest.newestCheckpoint("0a")).contains(NEWEST);
    assertThat(rest.newestCheckpoint("0b")).as("none was completed").isEmpty();
    assertThat(rest.newestCheckpoint("0c")).as("an unknown job").isEmpty();
  }

  @Test
  void theClusterRemovesWhatNoJobNeeds() {
    rest.dispose(NEWEST);

    assertThat(asked)
        .containsExactly("POST /savepoint-disposal {\"savepoint-path\":\"" + NEWEST + "\"}");
  }

  @Test
  void aClusterThatDoesNotAnswerSaysNothingOfItsCheckpoints() {
    server.stop(0);

    assertThatThrownBy(() -> rest.newestCheckpoint("0a"))
        .isInstanceOfSatisfying(
            ProblemException.class, e -> assertThat(e.first().code()).isEqualTo("flink-away"));
  }
}
