package dev.weft.server.connect;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.weft.model.Json;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The REST interface of a Kafka Connect cluster, as far as flows need it
 * (kafka.apache.org/documentation, "Kafka Connect, REST API"). Throws IOException when it does not
 * answer, and {@link Refused} when it does not do it.
 */
final class ConnectRest {
  private static final Duration WITHIN = Duration.ofSeconds(20);
  private static final int MESSAGE_MAX = 500;
  private static final int NOT_FOUND = 404;
  private static final int REBALANCING = 409;

  private final HttpClient client =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

  /** The cluster has answered, with no. */
  static final class Refused extends IOException {
    private final boolean rebalancing;

    Refused(int status, String message) {
      super(message);
      this.rebalancing = status == REBALANCING;
    }

    /** Its workers are sharing the tasks out anew: ask again soon. */
    boolean isRebalancing() {
      return rebalancing;
    }
  }

  /** The settings of a connector; empty when there is none of this name. */
  Optional<Map<String, String>> config(FlowHost host) throws IOException {
    return get(host, "/config")
        .map(
            found -> {
              var settings = new TreeMap<String, String>();
              found
                  .properties()
                  .forEach(each -> settings.put(each.getKey(), each.getValue().asText()));
              return settings;
            });
  }

  /** Makes the connector, or gives it these settings. */
  void put(FlowHost host, Map<String, String> settings) throws IOException {
    var unused = send(host, "PUT", "/config", Json.bytes(settings));
  }

  /** What Connect says of a connector; empty when there is none of this name. */
  Optional<ConnectorStatus> status(FlowHost host) throws IOException {
    return get(host, "/status").map(ConnectorStatus::of);
  }

  /** Starts the connector and its task anew, whatever Connect believes of them. */
  void restart(FlowHost host) throws IOException {
    var unused = send(host, "POST", "/restart?includeTasks=true&onlyFailed=false", new byte[0]);
  }

  /** Removes the connector; one that is not there is removed. */
  void delete(FlowHost host) throws IOException {
    var unused = send(host, "DELETE", "", new byte[0]);
  }

  private Optional<JsonNode> get(FlowHost host, String what) throws IOException {
    var found = send(host, "GET", what, new byte[0]);
    return found.isMissingNode() ? Optional.empty() : Optional.of(found);
  }

  /** A missing node stands for 404. */
  private JsonNode send(FlowHost host, String method, String what, byte[] body) throws IOException {
    var name = URLEncoder.encode(host.connector(), StandardCharsets.UTF_8);
    var request =
        HttpRequest.newBuilder(URI.create(host.connect() + "/connectors/" + name + what))
            .timeout(WITHIN)
            .header("Content-Type", "application/json")
            .header("Accept", "application/json")
            .method(
                method,
                body.length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body))
            .build();
    HttpResponse<String> answer;
    try {
      answer = client.send(request, BodyHandlers.ofString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
    if (answer.statusCode() == NOT_FOUND) {
      return MissingNode.getInstance();
    }
    if (answer.statusCode() >= 300) {
      throw new Refused(answer.statusCode(), message(answer));
    }
    return answer.body().isBlank() ? Json.object() : Json.parse(answer.body());
  }

  /** Connect's sentence, without what it repeats of the settings. */
  private static String message(HttpResponse<String> answer) {
    var text = answer.body();
    try {
      text = Json.parse(text).path("message").asText(text);
    } catch (RuntimeException e) {
      // Something in between has answered: its text is all there is.
    }
    return answer.statusCode() + " " + ConnectorStatus.shortened(text, MESSAGE_MAX);
  }
}
