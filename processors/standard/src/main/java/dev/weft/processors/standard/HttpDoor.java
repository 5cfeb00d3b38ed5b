package dev.weft.processors.standard;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.weft.model.DataRecord;
import dev.weft.model.Json;
import dev.weft.processors.standard.record.CsvDialect;
import dev.weft.processors.standard.record.Reading;
import dev.weft.processors.standard.record.RecordFormat;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes POST requests on one path, checks them, and keeps them open until they are answered. A few
 * threads read bodies; no thread waits for a commit. Every request ends: when it is committed, when
 * it is refused, or when its time is up.
 */
final class HttpDoor implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(HttpDoor.class);
  private static final int THREADS = 4;
  private static final int REQUESTS_PER_BATCH = 100;
  private static final String BEARER = "Bearer ";

  private final ListenHTTP.Settings settings;
  private final HttpServer server;
  private final BlockingQueue<Request> queue;
  private final AtomicInteger waiting = new AtomicInteger();
  private final ExecutorService readers = Executors.newFixedThreadPool(THREADS, daemons());
  private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1, daemons());

  HttpDoor(ListenHTTP.Settings settings) throws IOException {
    this.settings = settings;
    this.queue = new ArrayBlockingQueue<>(settings.maxWaiting());
    this.server = HttpServer.create(new InetSocketAddress(settings.address(), settings.port()), 50);
    timer.setRemoveOnCancelPolicy(true);
    server.setExecutor(readers);
    server.createContext(settings.path(), this::handle);
    server.start();
  }

  private static ThreadFactory daemons() {
    return work -> {
      var thread = new Thread(work, "listen-http");
      thread.setDaemon(true);
      return thread;
    };
  }

  int port() {
    return server.getAddress().getPort();
  }

  /** A request whose records wait to be committed. */
  final class Request {
    private final HttpExchange exchange;
    private final List<DataRecord> records;
    private final AtomicBoolean answered = new AtomicBoolean();
    private Future<?> end = CompletableFuture.completedFuture(null);

    private Request(HttpExchange exchange, List<DataRecord> records) {
      this.exchange = exchange;
      this.records = records;
    }

    List<DataRecord> records() {
      return records;
    }

    /** The records are committed. */
    void accept() {
      finish(200, "{\"accepted\": " + records.size() + "}\n");
    }

    /** Called once, before any other thread knows the request. */
    private void endsAt(Duration after) {
      end = timer.schedule(this::expire, after.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void expire() {
      queue.remove(this);
      finish(503, problem("Not committed in time; it may be later. Send it again."));
    }

    private void finish(int status, String body) {
      if (answered.compareAndSet(false, true)) {
        waiting.decrementAndGet();
        end.cancel(false);
        answer(exchange, status, body);
      }
    }
  }

  /** The next requests; empty when none came within the time. */
  List<Request> take(Duration wait) throws InterruptedException {
    var taken = new ArrayList<Request>();
    var first = queue.poll(wait.toMillis(), TimeUnit.MILLISECONDS);
    if (first != null) {
      taken.add(first);
      queue.drainTo(taken, REQUESTS_PER_BATCH - 1);
    }
    return taken;
  }

  private void handle(HttpExchange exchange) throws IOException {
    var refusal = refusal(exchange);
    if (refusal.status() != 0) {
      answer(exchange, refusal.status(), problem(refusal.why()));
      return;
    }
    var slow =
        timer.schedule(exchange::close, settings.timeout().toMillis(), TimeUnit.MILLISECONDS);
    var body = exchange.getRequestBody().readNBytes(settings.maxBytes() + 1);
    if (!slow.cancel(false)) {
      return;
    }
    if (body.length > settings.maxBytes()) {
      answer(exchange, 413, problem("The body is larger than " + settings.maxBytes() + " bytes."));
      return;
    }
    try {
      take(exchange, body);
    } catch (RuntimeException e) {
      log.error("{}: a request was not understood", settings.path(), e);
      answer(exchange, 500, problem("This has not been foreseen; the server's log has more."));
    }
  }

  /** Why a request is refused before its body is read; status 0 when it is not. */
  private record Refusal(int status, String why) {}

  private Refusal refusal(HttpExchange exchange) {
    if (!exchange.getRequestURI().getPath().equals(settings.path())) {
      return new Refusal(404, "Records are taken at " + settings.path() + " only.");
    }
    if (!isAuthorized(exchange)) {
      return new Refusal(401, "The header Authorization must hold the flow's token.");
    }
    if (!exchange.getRequestMethod().equals("POST")) {
      return new Refusal(405, "Records are taken by POST only.");
    }
    return new Refusal(0, "");
  }

  private boolean isAuthorized(HttpExchange exchange) {
    if (settings.token().isEmpty()) {
      return true;
    }
    var header = exchange.getRequestHeaders().getFirst("Authorization");
    var given = header != null && header.startsWith(BEARER) ? header : "";
    return MessageDigest.isEqual(
        given.getBytes(StandardCharsets.UTF_8),
        (BEARER + settings.token()).getBytes(StandardCharsets.UTF_8));
  }

  private void take(HttpExchange exchange, byte[] body) throws IOException {
    var records = new ArrayList<DataRecord>();
    var reader =
        RecordFormat.JSON_ARRAY.reader(
            new ByteArrayInputStream(body), settings.path(), CsvDialect.RFC_4180);
    for (var next = reader.next(); next.isPresent(); next = reader.next()) {
      if (next.get() instanceof Reading.Malformed malformed) {
        var place = "Record " + malformed.origin().position() + ": " + malformed.reason() + ".";
        answer(exchange, 400, problem(place));
        return;
      }
      records.add(((Reading.Good) next.get()).item().record());
    }
    if (records.isEmpty()) {
      answer(exchange, 200, "{\"accepted\": 0}\n");
      return;
    }
    enqueue(new Request(exchange, records));
  }

  private void enqueue(Request request) {
    request.endsAt(settings.timeout());
    if (waiting.incrementAndGet() > settings.maxWaiting() || !queue.offer(request)) {
      request.exchange.getResponseHeaders().set("Retry-After", "1");
      request.finish(503, problem("Too many requests wait to be committed; send it again."));
    }
  }

  private static String problem(String sentence) {
    return Json.text(Map.of("title", sentence)) + "\n";
  }

  private static void answer(HttpExchange exchange, int status, String body) {
    try (exchange) {
      var bytes = body.getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.sendResponseHeaders(status, bytes.length);
      exchange.getResponseBody().write(bytes);
    } catch (IOException e) {
      // The client has gone; it will send again what it does not know to be accepted.
    }
  }

  @Override
  public void close() {
    server.stop(0);
    timer.shutdownNow();
    readers.shutdownNow();
  }
}
