package dev.weft.server.http;

import java.util.Map;
import java.util.function.Supplier;

/** How the process is: status, health, metrics, live events, and OpenAPI of all routes. */
public final class OperationsRoutes {
  private final Supplier<Object> status;
  private final Supplier<Map<String, String>> checks;
  private final Supplier<String> metrics;
  private final Events events;
  private final String version;

  /**
   * @param checks name to {@code ok}, or what is wrong; with {@code warning: } before what does not
   *     keep this server from serving
   * @param metrics Prometheus text
   */
  public OperationsRoutes(
      Supplier<Object> status,
      Supplier<Map<String, String>> checks,
      Supplier<String> metrics,
      Events events,
      String version) {
    this.status = status;
    this.checks = checks;
    this.metrics = metrics;
    this.events = events;
    this.version = version;
  }

  record Health(String status, Map<String, String> checks) {}

  public void addTo(Routes routes) {
    routes.get("/api/v1/status", "What this process is and does.", request -> status.get());
    routes.get("/api/v1/events", "Every change as server-sent events.", events::stream);
    routes.open(
        "GET",
        "/health/live",
        "Whether the process answers.",
        request -> new Health("live", Map.of()));
    routes.open("GET", "/health/ready", "Whether everything works.", this::ready);
    routes.open("GET", "/metrics", "Prometheus metrics.", this::metrics);
    routes.open(
        "GET",
        "/api/openapi.json",
        "This interface, described.",
        request -> OpenApi.describe(routes.all(), version));
  }

  private Object ready(Request request) {
    var all = checks.get();
    var ready =
        all.values().stream().allMatch(text -> text.equals("ok") || text.startsWith("warning: "));
    request.context().status(ready ? 200 : 503);
    return new Health(ready ? "ready" : "not ready", all);
  }

  private Object metrics(Request request) {
    request.context().contentType("text/plain; version=0.0.4; charset=utf-8").result(metrics.get());
    return Route.Answer.WRITTEN;
  }
}
