package dev.weft.server;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** People who have the page of operations open, each with a stream of its own. */
final class Lookers implements AutoCloseable {
  private final HttpClient client = HttpClient.newHttpClient();
  private final Rest person;
  private final List<InputStream> streams = new ArrayList<>();

  Lookers(Rest person) {
    this.person = person;
  }

  /** One more: empty when it is let in, otherwise what it is told. */
  String one() {
    var request =
        HttpRequest.newBuilder(URI.create(person.url() + "/api/v1/operations"))
            .header("Accept", "text/event-stream")
            .header("Authorization", "Bearer " + person.token())
            .build();
    try {
      var answer = client.send(request, HttpResponse.BodyHandlers.ofInputStream());
      if (answer.statusCode() == 200) {
        streams.add(answer.body());
        return "";
      }
      return answer.statusCode()
          + " "
          + new String(answer.body().readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    goAway();
  }

  /** All of them. */
  void goAway() {
    for (var stream : streams) {
      try {
        stream.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    streams.clear();
  }
}
