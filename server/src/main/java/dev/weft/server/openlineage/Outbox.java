package dev.weft.server.openlineage;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weft.model.Json;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends events to the address that the operator has set, one after another, by a thread of its own.
 * Nobody ever waits for it. At most {@value #QUEUE_MAX} events wait; when there are more the oldest
 * go, are counted, and the log says so. What cannot be sent is tried again, with pauses that grow;
 * what the other side says is wrong is counted and left. Redirects are not followed: the key goes
 * to one place only.
 */
public final class Outbox implements AutoCloseable {
  static final int QUEUE_MAX = 1_000;
  private static final Logger LOG = LoggerFactory.getLogger(Outbox.class);
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Duration PAUSE_MAX = Duration.ofMinutes(1);
  private static final Duration FAREWELL = Duration.ofSeconds(2);

  /** The event itself is at fault; with any other answer a later try may succeed. */
  private static final Set<Integer> AT_FAULT = Set.of(400, 406, 409, 413, 415, 422);

  private final OutboxSettings settings;
  private final Duration pauseMin;
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(PATIENCE)
          .followRedirects(HttpClient.Redirect.NEVER)
          .build();
  private final Thread thread = new Thread(this::run, "openlineage-send");

  /** Guards all below. */
  private final Deque<ObjectNode> queue = new ArrayDeque<>();

  private boolean closing;
  private boolean failing;
  private boolean dropping;
  private Counts counts = new Counts(0, 0, 0, 0);

  /**
   * What became of events.
   *
   * @param sent taken by the other side
   * @param refused left because the other side says that they are wrong
   * @param dropped left because too many waited, or the server ended
   * @param waiting not sent yet
   */
  public record Counts(long sent, long refused, long dropped, int waiting) {}

  /** {@code pauseMin} is the first pause after a failure; each further one is twice as long. */
  Outbox(OutboxSettings settings, Duration pauseMin) {
    this.settings = settings;
    this.pauseMin = pauseMin;
    thread.setDaemon(true);
  }

  public Outbox(OutboxSettings settings) {
    this(settings, Duration.ofSeconds(1));
  }

  public void start() {
    thread.start();
  }

  /** Hands an event over; returns at once. */
  synchronized void send(ObjectNode event) {
    queue.add(event);
    if (queue.size() > QUEUE_MAX) {
      queue.remove();
      drop(1);
    }
    notifyAll();
  }

  public synchronized Counts counts() {
    return new Counts(counts.sent(), counts.refused(), counts.dropped(), queue.size());
  }

  /** In Prometheus' text format 0.0.4. */
  public String metrics() {
    var now = counts();
    return metric("sent", "OpenLineage events sent.", "counter", now.sent())
        + metric("refused", "Those that the other side calls wrong.", "counter", now.refused())
        + metric("dropped", "Those lost because too many waited.", "counter", now.dropped())
        + metric("waiting", "Those that wait to be sent.", "gauge", now.waiting());
  }

  private static String metric(String name, String help, String type, long value) {
    var full = "weft_openlineage_events_" + name + (type.equals("counter") ? "_total" : "");
    return "# HELP %s %s\n# TYPE %s %s\n%s %d\n".formatted(full, help, full, type, full, value);
  }

  private void run() {
    var pause = pauseMin;
    try {
      for (var event = next(); event != null; event = next()) {
        if (isDone(event)) {
          pause = pauseMin;
        } else {
          rest(pause);
          pause =
              pause.multipliedBy(2).compareTo(PAUSE_MAX) > 0 ? PAUSE_MAX : pause.multipliedBy(2);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The oldest, which stays until it is done; null at the end. */
  private synchronized ObjectNode next() throws InterruptedException {
    while (queue.isEmpty() && !closing) {
      wait();
    }
    return queue.peek();
  }

  /** A pause that only the end cuts short. */
  private synchronized void rest(Duration pause) throws InterruptedException {
    var until = System.nanoTime() + pause.toNanos();
    for (var left = pause.toMillis(); left > 0 && !closing; ) {
      wait(left);
      left = Duration.ofNanos(until - System.nanoTime()).toMillis();
    }
    if (closing) {
      throw new InterruptedException("the server ends");
    }
  }

  private boolean isDone(ObjectNode event) throws InterruptedException {
    var request =
        HttpRequest.newBuilder(settings.url())
            .timeout(PATIENCE)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofByteArray(Json.bytes(event)));
    settings.key().ifPresent(key -> request.header("Authorization", "Bearer " + key));
    try {
      var status = http.send(request.build(), BodyHandlers.discarding()).statusCode();
      if (status >= 200 && status < 300) {
        done(event, false);
        return true;
      }
      if (AT_FAULT.contains(status)) {
        LOG.warn(
            "{} calls an OpenLineage event of {} wrong: status {}",
            settings.url(),
            event.path("job").path("name").asText(),
            status);
        done(event, true);
        return true;
      }
      failed("status " + status);
    } catch (IOException e) {
      failed(e.toString());
    }
    return false;
  }

  private synchronized void done(ObjectNode event, boolean refused) {
    if (event.equals(queue.peek())) { // Else it was dropped meanwhile, and is counted so.
      queue.remove();
      counts =
          new Counts(
              counts.sent() + (refused ? 0 : 1),
              counts.refused() + (refused ? 1 : 0),
              counts.dropped(),
              0);
    }
    if (failing) {
      LOG.info("OpenLineage events are sent to {} again", settings.url());
    }
    failing = false;
    dropping = false;
  }

  private synchronized void failed(String why) {
    if (!failing) {
      failing = true;
      LOG.warn("OpenLineage events wait; {} does not take them: {}", settings.url(), why);
    }
  }

  private void drop(int number) {
    counts = new Counts(counts.sent(), counts.refused(), counts.dropped() + number, 0);
    if (!dropping) {
      dropping = true;
      LOG.warn("More than {} OpenLineage events wait; the oldest are lost", QUEUE_MAX);
    }
  }

  /** What waits is sent if it goes at once; else it is lost, and counted. */
  @Override
  public void close() {
    synchronized (this) {
      closing = true;
      notifyAll();
    }
    try {
      thread.join(FAREWELL.toMillis());
      thread.interrupt();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    synchronized (this) {
      if (!queue.isEmpty()) {
        LOG.warn("{} OpenLineage events were not sent", queue.size());
        counts = new Counts(counts.sent(), counts.refused(), counts.dropped() + queue.size(), 0);
        queue.clear();
      }
    }
  }
}
