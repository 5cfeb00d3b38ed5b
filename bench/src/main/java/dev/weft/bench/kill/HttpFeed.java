package dev.weft.bench.kill;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/** Requests, each sent once: who gets no answer does not know whether it has arrived. */
final class HttpFeed implements Feed {
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final int TRIES = 2_000;
  private static final long PAUSE_NANOS = 50_000_000;

  private final HttpClient client = HttpClient.newBuilder().connectTimeout(PATIENCE).build();
  private final int port;

  HttpFeed(int port) {
    this.port = port;
  }

  @Override
  public String name() {
    return "http";
  }

  @Override
  public String flow() {
    return """
          - {name: listen, type: ListenHTTP, settings: {port: %d}}
        connections: [listen.success -> publish]
        """
        .formatted(port)
        .indent(0);
  }

  @Override
  public boolean give(long first, int count) throws InterruptedException {
    var body =
        LongStream.range(first, first + count)
            .mapToObj(n -> "{\"n\": " + n + "}")
            .collect(Collectors.joining(",", "[", "]"));
    var request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/"))
            .header("Content-Type", "application/json")
            .timeout(PATIENCE)
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    for (var tries = 0; tries < TRIES; tries++) {
      try {
        return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
      } catch (ConnectException e) {
        // Nobody listens: nothing has been sent, so the same can be sent later.
        LockSupport.parkNanos(PAUSE_NANOS);
      } catch (IOException e) {
        return false;
      }
    }
    return false;
  }
}
