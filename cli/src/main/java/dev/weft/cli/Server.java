package dev.weft.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weft.model.Json;
import dev.weft.model.Place;
import dev.weft.model.Problem;
import dev.weft.model.ProblemException;
import java.io.BufferedReader;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/**
 * Weft's REST interface. Paths are below {@code /api/v1/}. Whatever goes wrong arrives as a {@link
 * ProblemException}. Redirects are not followed: the token goes to one place only.
 */
final class Server {
  private static final Duration CONNECT_MAX = Duration.ofSeconds(5);
  private static final Duration ANSWER_MAX = Duration.ofMinutes(2);

  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(CONNECT_MAX)
          .build();
  private final URI url;
  private final String token;

  /**
   * @param token may be empty: then nobody asks
   */
  Server(URI url, String token) {
    this.url = url;
    this.token = token;
  }

  JsonNode get(String path) {
    return json(request(path).timeout(ANSWER_MAX).GET());
  }

  JsonNode post(String path, JsonNode body) {
    return json(withJson(path, "POST", body));
  }

  /** An answer that may take minutes; {@code progress} is told how far it is. */
  JsonNode postWatched(String path, JsonNode body, Consumer<JsonNode> progress) {
    var request =
        request(path)
            .header("Content-Type", "application/json")
            .header("Accept", "text/event-stream, application/json")
            .POST(BodyPublishers.ofByteArray(Json.bytes(body)));
    var answer = send(request, BodyHandlers.ofInputStream());
    try (var in = answer.body()) {
      var events = answer.headers().firstValue("Content-Type").orElse("");
      if (answer.statusCode() < 300 && events.startsWith("text/event-stream")) {
        return lastOf(in, progress);
      }
      var bytes = in.readAllBytes();
      if (answer.statusCode() >= 300) {
        throw new ProblemException(Answers.problems(answer.statusCode(), bytes));
      }
      return Answers.parse(bytes);
    } catch (IOException e) {
      throw notReachable(e);
    }
  }

  private static JsonNode lastOf(InputStream events, Consumer<JsonNode> progress)
      throws IOException {
    var lines = new BufferedReader(new InputStreamReader(events, StandardCharsets.UTF_8));
    var event = "";
    for (var line = lines.readLine(); line != null; line = lines.readLine()) {
      if (line.startsWith("event: ")) {
        event = line.substring("event: ".length());
      } else if (line.startsWith("data: ")) {
        var data =
            Answers.parse(line.substring("data: ".length()).getBytes(StandardCharsets.UTF_8));
        if (event.equals("answer")) {
          return data;
        }
        progress.accept(data);
      }
    }
    throw new IOException("the answer has not come");
  }

  JsonNode put(String path, JsonNode body) {
    return json(withJson(path, "PUT", body));
  }

  JsonNode delete(String path) {
    return json(request(path).timeout(ANSWER_MAX).DELETE());
  }

  /** Sends lines as they come, without holding them all. */
  JsonNode postLines(String path, InputStream lines) {
    return json(
        request(path)
            .header("Content-Type", "application/x-ndjson")
            .POST(BodyPublishers.ofInputStream(() -> lines)));
  }

  /** Sends a file as it is. */
  JsonNode postFile(String path, Path file) {
    try {
      return json(
          request(path)
              .header("Content-Type", "application/octet-stream")
              .POST(BodyPublishers.ofFile(file)));
    } catch (FileNotFoundException e) {
      throw Problem.input(
              "no-such-file", Place.NOWHERE, "There is no file " + file + ".", "Check its name.")
          .asException();
    }
  }

  /** An answer of lines that may never end; the caller closes it. */
  InputStream stream(String path, String accept) {
    return answer(path, accept).body();
  }

  /** The same, with what its headers say. */
  HttpResponse<InputStream> answer(String path, String accept) {
    return answer(request(path).header("Accept", accept).GET());
  }

  /** The same, to a question that has a body. */
  InputStream postForLines(String path, JsonNode body) {
    return answer(
            request(path)
                .header("Content-Type", "application/json")
                .header("Accept", "application/x-ndjson")
                .POST(BodyPublishers.ofByteArray(Json.bytes(body))))
        .body();
  }

  private HttpResponse<InputStream> answer(HttpRequest.Builder request) {
    var answer = send(request, BodyHandlers.ofInputStream());
    if (answer.statusCode() < 400) {
      return answer;
    }
    try (var body = answer.body()) {
      throw new ProblemException(Answers.problems(answer.statusCode(), body.readAllBytes()));
    } catch (IOException e) {
      throw notReachable(e);
    }
  }

  private HttpRequest.Builder request(String path) {
    var request = HttpRequest.newBuilder(url.resolve("/api/v1/" + path));
    return token.isEmpty() ? request : request.header("Authorization", "Bearer " + token);
  }

  private HttpRequest.Builder withJson(String path, String method, JsonNode body) {
    BodyPublisher bytes = BodyPublishers.ofByteArray(Json.bytes(body));
    return request(path)
        .timeout(ANSWER_MAX)
        .header("Content-Type", "application/json")
        .method(method, bytes);
  }

  private JsonNode json(HttpRequest.Builder request) {
    var answer = send(request, BodyHandlers.ofByteArray());
    if (answer.statusCode() >= 300) {
      throw new ProblemException(Answers.problems(answer.statusCode(), answer.body()));
    }
    return answer.body().length == 0 ? Json.object() : Answers.parse(answer.body());
  }

  private <T> HttpResponse<T> send(HttpRequest.Builder request, BodyHandler<T> body) {
    try {
      return http.send(request.build(), body);
    } catch (IOException e) {
      throw notReachable(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw notReachable(e);
    }
  }

  private ProblemException notReachable(Exception cause) {
    return new ProblemException(
        List.of(
            Problem.environment(
                "server-not-reachable",
                "No Weft answers at " + url + ".",
                "Start one with './weft up', or set WEFT_URL to where one runs.")),
        cause);
  }
}
