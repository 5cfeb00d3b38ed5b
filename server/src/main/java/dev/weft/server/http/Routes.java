package dev.weft.server.http;

import io.javalin.websocket.WsConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Collects the calls of the REST interface, for the server and for OpenAPI alike. */
public final class Routes {
  /**
   * A call that goes on as a WebSocket.
   *
   * @param route its handler judges the request; the connection is upgraded if it does not throw
   */
  record Socket(Route route, Consumer<WsConfig> config) {}

  private final List<Route> all = new ArrayList<>();
  private final List<Socket> sockets = new ArrayList<>();

  void get(String path, String summary, List<String> query, Route.Handler handler) {
    all.add(new Route("GET", path, summary, query, false, handler));
  }

  void get(String path, String summary, Route.Handler handler) {
    get(path, summary, List.of(), handler);
  }

  void post(String path, String summary, Route.Handler handler) {
    all.add(new Route("POST", path, summary, List.of(), false, handler));
  }

  void put(String path, String summary, Route.Handler handler) {
    all.add(new Route("PUT", path, summary, List.of(), false, handler));
  }

  void delete(String path, String summary, Route.Handler handler) {
    all.add(new Route("DELETE", path, summary, List.of(), false, handler));
  }

  /** The same address as one of the calls may also be upgraded to a WebSocket. */
  void socket(String path, Route.Handler judge, Consumer<WsConfig> config) {
    sockets.add(new Socket(new Route("GET", path, "WebSocket", List.of(), false, judge), config));
  }

  /** A call that programs make, with a token or with a Kafka client's key. */
  void program(String method, String path, String summary, Route.Handler handler) {
    all.add(new Route(method, path, summary, List.of(), false, true, handler));
  }

  /** A call that needs no authentication. */
  void open(String method, String path, String summary, Route.Handler handler) {
    all.add(new Route(method, path, summary, List.of(), true, handler));
  }

  List<Socket> sockets() {
    return List.copyOf(sockets);
  }

  List<Route> all() {
    return List.copyOf(all);
  }
}
