package dev.weft.server.openlineage;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import dev.weft.model.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Somebody who takes OpenLineage events by HTTP, with the answers that a test wants. */
public final class Receiver implements AutoCloseable {
  private final HttpServer server;
  private final List<JsonNode> events = new CopyOnWriteArrayList<>();
  private final List<String> keys = new CopyOnWriteArrayList<>();
  private volatile int status = 200;

  public Receiver() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext(
        "/api/v1/lineage",
        exchange -> {
          var body = Json.parse(exchange.getRequestBody().readAllBytes());
          keys.add(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
          if (status == 200) {
            events.add(body);
          }
          exchange.sendResponseHeaders(status, -1);
          exchange.close();
        });
    server.start();
  }

  public URI url() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/api/v1/lineage");
  }

  /** Answers so from now on; events are kept only with 200. */
  public void answer(int code) {
    status = code;
  }

  public List<JsonNode> events() {
    return List.copyOf(events);
  }

  /** The Authorization of each request, refused ones too. */
  public List<String> keys() {
    return List.copyOf(keys);
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
