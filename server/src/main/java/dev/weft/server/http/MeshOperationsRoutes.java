package dev.weft.server.http;

import dev.weft.model.Json;
import dev.weft.model.Problem;
import dev.weft.server.operations.Operations;
import dev.weft.server.operations.OperationsPages;
import dev.weft.server.operations.RateHistory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** The mesh as its operators see it: once, or again and again as server-sent events. */
public final class MeshOperationsRoutes implements AutoCloseable {
  private static final int STREAMS_MAX = 20;
  private static final int EVERY_SECONDS = 2;

  private final OperationsPages pages;
  private final RateHistory history;
  private final Semaphore streams = new Semaphore(STREAMS_MAX);
  private final CountDownLatch end = new CountDownLatch(1);

  public MeshOperationsRoutes(OperationsPages pages, RateHistory history) {
    this.pages = pages;
    this.history = history;
  }

  public void addTo(Routes routes) {
    routes.get(
        "/api/v1/operations",
        "Gateway, decisions, topics, lag, flows, queries, storage, and what needs somebody.",
        this::operations);
    routes.get(
        "/api/v1/operations/history",
        "What passed in each ten seconds of the last hour, as this server remembers it.",
        request -> history.hour(request.caller()));
  }

  private Object operations(Request request) {
    var accept = request.context().header("Accept");
    if (accept == null || !accept.contains("text/event-stream")) {
      return pages.page(request.caller());
    }
    if (!streams.tryAcquire()) {
      throw Problem.environment(
              "too-many-streams",
              STREAMS_MAX + " people are looking already.",
              "Try again later, or ask without text/event-stream.")
          .asException();
    }
    try {
      stream(request);
    } finally {
      streams.release();
    }
    return Route.Answer.WRITTEN;
  }

  /** Until the page or the server is gone, or the login has ended. */
  private void stream(Request request) {
    var response = request.context().res();
    response.setContentType("text/event-stream; charset=utf-8");
    response.setHeader("Cache-Control", "no-store");
    try {
      var out = response.getOutputStream();
      var caller = request.caller();
      Operations page;
      do {
        page = pages.page(caller);
        var text = "event: operations\ndata: " + Json.text(Json.tree(page)) + "\n\n";
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
      } while (!end.await(EVERY_SECONDS, TimeUnit.SECONDS) && page.at().isBefore(caller.until()));
    } catch (IOException e) {
      // The page is gone: nothing to tell it.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Ends all open streams. */
  @Override
  public void close() {
    end.countDown();
    history.close();
  }
}
