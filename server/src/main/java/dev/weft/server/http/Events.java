package dev.weft.server.http;

import dev.weft.model.Json;
import dev.weft.spi.Fold;
import io.javalin.http.Context;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * Tells open pages of every change, as server-sent events. A reader that is too slow is cut off and
 * connects again. At most 100 at once.
 */
public final class Events implements Fold {
  private static final int LISTENERS_MAX = 100;
  private static final int BEHIND_MAX = 1_000;
  private static final int HEARTBEAT_SECONDS = 15;

  private final Set<BlockingQueue<String>> listeners = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  @Override
  public void apply(List<Change> changes) {
    if (listeners.isEmpty() || changes.size() > BEHIND_MAX) {
      return;
    }
    for (var change : changes) {
      var data =
          Json.object()
              .put("kind", change.key().kind().word())
              .put("name", change.key().kind().authored() ? change.key().name() : shown(change))
              .put("deleted", change.resource().isEmpty());
      change.resource().ifPresent(resource -> data.put("version", resource.version()));
      var text = "event: resource\ndata: " + Json.text(data) + "\n\n";
      listeners.removeIf(queue -> !queue.offer(text));
    }
  }

  /** Names that people give are shown; those of tokens and the like are nobody's business. */
  private static String shown(Change change) {
    return switch (change.key().kind()) {
      case SUBSCRIPTION, PORT_FIELDS, FLOW_CONTROL, DOMAIN_STANDING, PRODUCT_LIFE ->
          change.key().name();
      default -> "";
    };
  }

  /** Ends all open streams. */
  public void close() {
    closed = true;
    listeners.forEach(queue -> queue.offer(": the end\n\n"));
  }

  Object stream(Request request) throws IOException {
    request.caller();
    Context context = request.context();
    if (listeners.size() >= LISTENERS_MAX) {
      context.status(503);
      return Route.Answer.NONE;
    }
    var queue = new ArrayBlockingQueue<String>(BEHIND_MAX);
    listeners.add(queue);
    try {
      var response = context.res();
      response.setContentType("text/event-stream; charset=utf-8");
      response.setHeader("Cache-Control", "no-store");
      var out = response.getOutputStream();
      out.write("retry: 2000\n\n".getBytes(StandardCharsets.UTF_8));
      out.flush();
      while (!closed && listeners.contains(queue)) {
        var text = queue.poll(HEARTBEAT_SECONDS, TimeUnit.SECONDS);
        if (!request.isStillIn()) {
          break; // Nobody hears what happens after they have been logged out.
        }
        out.write((text == null ? ": still here\n\n" : text).getBytes(StandardCharsets.UTF_8));
        out.flush();
      }
    } catch (IOException e) {
      // The page is gone: nothing to tell it.
      return Route.Answer.WRITTEN;
    } catch (InterruptedException e) {
      // The server stops.
      Thread.currentThread().interrupt();
    } finally {
      listeners.remove(queue);
    }
    return Route.Answer.WRITTEN;
  }
}
