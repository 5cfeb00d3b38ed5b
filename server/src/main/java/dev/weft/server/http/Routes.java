package dev.weft.server.http;

import java.util.ArrayList;
import java.util.List;

/** Collects the calls of the REST interface, for the server and for OpenAPI alike. */
public final class Routes {
  private final List<Route> all = new ArrayList<>();

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

  /** A call that needs no authentication. */
  void open(String method, String path, String summary, Route.Handler handler) {
    all.add(new Route(method, path, summary, List.of(), true, handler));
  }

  List<Route> all() {
    return List.copyOf(all);
  }
}
