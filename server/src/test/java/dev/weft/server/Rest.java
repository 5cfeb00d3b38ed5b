package dev.weft.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weft.model.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** A client of the REST interface as somebody. */
public record Rest(String url, String token) {
  private static final HttpClient CLIENT =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

  /** What came back: the status, and the body as JSON (null node when empty or not JSON). */
  public record Answer(int status, JsonNode body, String text) {
    public String code() {
      return body.path("code").asText();
    }
  }

  public Answer get(String path) {
    return send("GET", path, "");
  }

  public Answer post(String path, ObjectNode body) {
    return send("POST", path, Json.text(body));
  }

  public Answer post(String path) {
    return send("POST", path, "{}");
  }

  public Answer send(String method, String path, String body) {
    return send(method, path, "application/json", HttpRequest.BodyPublishers.ofString(body));
  }

  /** Sends a file as it is. */
  public Answer upload(String path, byte[] file) {
    return send(
        "POST", path, "application/octet-stream", HttpRequest.BodyPublishers.ofByteArray(file));
  }

  private Answer send(String method, String path, String type, HttpRequest.BodyPublisher body) {
    var request =
        HttpRequest.newBuilder(URI.create(url + path))
            .timeout(Duration.ofSeconds(60))
            .header("Content-Type", type)
            .method(method, body);
    if (!token.isEmpty()) {
      request.header("Authorization", "Bearer " + token);
    }
    try {
      var response = CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
      return new Answer(response.statusCode(), json(response.body()), response.body());
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** The same server as somebody else. */
  public Rest login(String name, String password) {
    var answer =
        new Rest(url, "")
            .post("/api/v1/login", Json.object().put("name", name).put("password", password));
    if (answer.status() != 200) {
      throw new IllegalStateException(answer.text());
    }
    return new Rest(url, answer.body().path("token").asText());
  }

  private static JsonNode json(String text) {
    try {
      return text.isBlank() ? Json.MAPPER.nullNode() : Json.parse(text);
    } catch (java.io.UncheckedIOException e) {
      return Json.MAPPER.nullNode();
    }
  }
}
