package dev.weft.connect;

import dev.weft.flow.host.Beat;
import dev.weft.flow.host.HostedFlow;
import dev.weft.flow.host.LogLine;
import dev.weft.model.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.function.Consumer;

/**
 * Asks the server, with the flow's key. Throws IOException when it does not answer, and {@link
 * Ended} when the flow is not this host's any more. Safe for any thread.
 */
final class ServerLink {
  private static final Duration BEAT_WITHIN = Duration.ofSeconds(20);

  /** The server waits for open transactions, and a queue may be large. */
  private static final Duration LOG_WITHIN = Duration.ofMinutes(2);

  private static final int ANSWER_MAX = 500;
  private static final int UNAUTHENTICATED = 401;
  private static final int REFUSED = 403;
  private static final int MISSING = 404;

  private final URI server;
  private final String authorization;
  private final HttpClient client =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

  ServerLink(HostSettings settings) {
    this.server = settings.server();
    var login = settings.key() + ":" + settings.secret();
    this.authorization =
        "Basic " + Base64.getEncoder().encodeToString(login.getBytes(StandardCharsets.UTF_8));
  }

  /** The server says that this host has the flow no more. */
  static final class Ended extends IOException {
    Ended(String message) {
      super(message);
    }
  }

  HostedFlow beat(Beat beat) throws IOException {
    var request =
        request("/api/v1/flow-host/beat", BEAT_WITHIN)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofByteArray(Json.bytes(beat)))
            .build();
    try (var body = send(request)) {
      return Json.MAPPER.readValue(body, HostedFlow.class);
    }
  }

  /** Gives each line of what the log holds of the flow, as the address asks. */
  void log(String address, Consumer<LogLine> each) throws IOException {
    var request = request("/api/v1/flow-host/log/" + address, LOG_WITHIN).GET().build();
    try (var lines =
        new BufferedReader(new InputStreamReader(send(request), StandardCharsets.UTF_8))) {
      for (var text = lines.readLine(); text != null; text = lines.readLine()) {
        var line = Json.MAPPER.readValue(text, LogLine.class);
        if (line.offset() < 0) {
          return;
        }
        each.accept(line);
      }
    }
    throw new IOException("the answer is not whole");
  }

  private HttpRequest.Builder request(String path, Duration within) {
    return HttpRequest.newBuilder(server.resolve(path))
        .timeout(within)
        .header("Authorization", authorization);
  }

  private InputStream send(HttpRequest request) throws IOException {
    HttpResponse<InputStream> answer;
    try {
      answer = client.send(request, BodyHandlers.ofInputStream());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
    if (answer.statusCode() == 200) {
      return answer.body();
    }
    var message = message(answer);
    switch (answer.statusCode()) {
      case UNAUTHENTICATED, REFUSED, MISSING -> throw new Ended(message);
      default -> throw new IOException(message);
    }
  }

  /** Why it does not answer, also where the exception has no message. */
  static String words(IOException e) {
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }

  private static String message(HttpResponse<InputStream> answer) throws IOException {
    try (var body = answer.body()) {
      var text = new String(body.readNBytes(ANSWER_MAX), StandardCharsets.UTF_8);
      return "the server says " + answer.statusCode() + ": " + text;
    }
  }
}
