package dev.weft.server;

import dev.weft.model.Json;
import java.io.UncheckedIOException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;

/**
 * People who go on changing things whatever happens to the server: they apply terms, ask for a
 * port, approve. What the server has acknowledged is remembered; what it has not may have happened
 * or not.
 */
final class OpenCommands implements AutoCloseable {
  private static final long PAUSE_NANOS = 30_000_000;

  private final Rest admin;
  private final Rest asker;
  private final Rest owner;
  private final String port;
  private final ConcurrentLinkedQueue<String> terms = new ConcurrentLinkedQueue<>();
  private final ConcurrentLinkedQueue<String> requested = new ConcurrentLinkedQueue<>();
  private final ConcurrentLinkedQueue<String> approved = new ConcurrentLinkedQueue<>();
  private final ConcurrentLinkedQueue<String> odd = new ConcurrentLinkedQueue<>();
  private final Thread thread = new Thread(this::run, "commands");
  private volatile boolean closing;

  OpenCommands(Rest admin, Rest asker, Rest owner, String port) {
    this.admin = admin;
    this.asker = asker;
    this.owner = owner;
    this.port = port;
    thread.start();
  }

  Iterable<String> terms() {
    return terms;
  }

  /** Identifiers of subscriptions. */
  Iterable<String> requested() {
    return requested;
  }

  Iterable<String> approved() {
    return approved;
  }

  /** Answers that are neither an acknowledgement nor a 503. */
  Iterable<String> odd() {
    return odd;
  }

  int acknowledged() {
    return terms.size() + requested.size() + approved.size();
  }

  private void run() {
    for (var i = 0; !closing; i++) {
      try {
        term(i);
        subscribe();
      } catch (UncheckedIOException e) {
        // Killed in between: whether it has happened is open.
      }
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }

  private void term(int number) {
    var name = "term-" + number;
    var body = Json.object();
    body.putArray("documents")
        .addObject()
        .put("file", name + ".yaml")
        .put(
            "text",
            "apiVersion: weft.dev/v1\nkind: Term\nname: " + name + "\ndefinition: Means it.\n");
    var answer = admin.post("/api/v1/apply", body);
    if (isDone(answer)) {
      terms.add(name);
    }
  }

  private void subscribe() {
    var asked =
        asker.post(
            "/api/v1/subscriptions", Json.object().put("port", port).put("purpose", "a test"));
    if (!isDone(asked)) {
      return;
    }
    var id = asked.body().path("id").asText();
    requested.add(id);
    if (isDone(owner.post("/api/v1/subscriptions/" + id + "/approve"))) {
      approved.add(id);
    }
  }

  private boolean isDone(Rest.Answer answer) {
    if (answer.status() != 200 && answer.status() != 503) {
      odd.add(answer.text());
    }
    return answer.status() == 200;
  }

  @Override
  public void close() {
    closing = true;
    try {
      thread.join(70_000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
