package dev.weft.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A WebSocket client of a port's records. */
final class RecordSocket implements WebSocket.Listener {
  private final Collection<String> seen;
  private final StringBuilder message = new StringBuilder();
  private final CompletableFuture<Integer> closed = new CompletableFuture<>();

  private RecordSocket(Collection<String> seen) {
    this.seen = seen;
  }

  /** Reads to the end, and gives the code that it was closed with; empty when it was refused. */
  static Optional<Integer> read(
      DoorsMesh mesh, String person, String port, String query, Collection<String> seen)
      throws InterruptedException {
    var listener = new RecordSocket(seen);
    var token = Map.of("Authorization", "Bearer " + mesh.person(person).token());
    try {
      var socket = open(mesh, port + "/" + query, token, listener);
      var code = listener.closed.get(60, TimeUnit.SECONDS);
      socket.abort();
      return Optional.of(code);
    } catch (CompletionException e) {
      assertThat(refusal(e)).isEqualTo(403);
      return Optional.empty();
    } catch (ExecutionException | TimeoutException e) {
      throw new AssertionError("the socket was not closed", e);
    }
  }

  /** What the server answers to somebody with these headers: 101 when it opens. */
  static int status(DoorsMesh mesh, String port, Map<String, String> headers) {
    try {
      open(mesh, port + "/records", headers, new RecordSocket(new ArrayList<>())).abort();
      return 101;
    } catch (CompletionException e) {
      return refusal(e);
    }
  }

  private static WebSocket open(
      DoorsMesh mesh, String path, Map<String, String> headers, RecordSocket listener) {
    var url = URI.create(mesh.url().replace("http:", "ws:") + "/api/v1/ports/" + path);
    var builder = HttpClient.newHttpClient().newWebSocketBuilder();
    headers.forEach(builder::header);
    return builder.buildAsync(url, listener).join();
  }

  private static int refusal(CompletionException e) {
    assertThat(e).hasCauseInstanceOf(WebSocketHandshakeException.class);
    return ((WebSocketHandshakeException) e.getCause()).getResponse().statusCode();
  }

  @Override
  public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
    message.append(data);
    if (last) {
      seen.add(message.toString());
      message.setLength(0);
    }
    socket.request(1);
    return null;
  }

  @Override
  public CompletionStage<?> onClose(WebSocket socket, int statusCode, String reason) {
    closed.complete(statusCode);
    return null;
  }

  @Override
  public void onError(WebSocket socket, Throwable error) {
    closed.completeExceptionally(error);
  }
}
