package dev.weft.server.http;

import dev.weft.model.Json;
import dev.weft.model.Problem;
import dev.weft.model.ProblemException;
import dev.weft.server.access.PortReader;
import io.javalin.http.Context;
import io.javalin.websocket.WsConfig;
import io.javalin.websocket.WsConnectContext;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.KafkaException;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;

/**
 * Records by WebSocket (RFC 6455): one text message a record, with the same rights, terms and audit
 * as every door. Who asks, and what for, is judged before the connection is upgraded.
 *
 * <p>The next record is sent when the last one has left, so that a slow reader holds no memory.
 * When all is said it closes with 1000, with 1008 when the reader may read no more, and with 1013
 * when too many streams are open; a client's messages are ignored.
 */
final class RecordSockets {
  private static final String QUERY = "weft.query";
  private static final int POLICY_VIOLATION = 1008;
  private static final int NORMAL = 1000;
  private static final int TRY_AGAIN_LATER = 1013;
  private static final int SERVER_ERROR = 1011;

  /** RFC 6455, 5.5: the payload of a control frame, less the code. */
  private static final int REASON_BYTES_MAX = 123;

  private static final Duration PING = Duration.ofSeconds(15);
  private static final Duration STALLED = Duration.ofSeconds(60);

  private final PortReader reader;
  private final Semaphore streams;
  private final Map<String, Thread> open = new ConcurrentHashMap<>();

  /**
   * @param streams as many may be open at once, over all doors of HTTP
   */
  RecordSockets(PortReader reader, Semaphore streams) {
    this.reader = reader;
    this.streams = streams;
  }

  /** Keeps what was asked for until the connection is open. */
  static void prepare(Context context, RecordQuery query) {
    context.attribute(QUERY, query);
  }

  /**
   * A browser says which page opens a WebSocket; only Weft's own may, whatever cookies it brings.
   */
  static void requireOwnPage(Context context) {
    var origin = context.header("Origin");
    if (origin != null && !isOf(origin, context.host())) {
      throw Problem.refused(
              "cross-site-request",
              "A page of " + origin + " may not read as you.",
              "Use a bearer token, from a program.")
          .asException();
    }
  }

  private static boolean isOf(String origin, String host) {
    try {
      return URI.create(origin).getRawAuthority() != null
          && URI.create(origin).getRawAuthority().equals(host);
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  void configure(WsConfig socket) {
    socket.onConnect(this::connected);
    socket.onClose(closed -> end(closed.sessionId()));
    socket.onError(failed -> end(failed.sessionId()));
  }

  private void connected(WsConnectContext socket) {
    RecordQuery query = socket.attribute(QUERY);
    if (query == null || !streams.tryAcquire()) {
      socket.closeSession(TRY_AGAIN_LATER, "Too many streams are open; try again later.");
      return;
    }
    socket.enableAutomaticPings(PING.toSeconds(), TimeUnit.SECONDS);
    var thread = new Thread(() -> stream(socket, query), "weft-socket-" + query.port());
    thread.setDaemon(true);
    open.put(socket.sessionId(), thread);
    thread.start();
  }

  private void stream(WsConnectContext socket, RecordQuery query) {
    try {
      query.read(reader, new ToSocket(socket));
      close(socket, NORMAL, "");
    } catch (ProblemException e) {
      var problem = e.problems().get(0);
      var refused = problem.kind() == Problem.Kind.REFUSED;
      close(socket, refused ? POLICY_VIOLATION : SERVER_ERROR, problem.message());
    } catch (KafkaException | CompletionException e) {
      close(socket, SERVER_ERROR, "The stream has ended.");
    } finally {
      streams.release();
      open.remove(socket.sessionId());
    }
  }

  /** Whoever is gone needs no more; their thread sees it at its next look. */
  private void end(String session) {
    open.remove(session);
  }

  private static void close(WsConnectContext socket, int code, String reason) {
    socket.disableAutomaticPings();
    socket.session.close(code, shortened(reason), Callback.NOOP);
  }

  private static String shortened(String reason) {
    var text = reason;
    while (text.getBytes(StandardCharsets.UTF_8).length > REASON_BYTES_MAX) {
      text = text.substring(0, text.length() - 1);
    }
    return text;
  }

  /** Sends one by one. */
  private final class ToSocket implements PortReader.Sink {
    private final Session session;
    private final String id;

    ToSocket(WsConnectContext socket) {
      this.session = socket.session;
      this.id = socket.sessionId();
    }

    @Override
    public boolean take(PortReader.Seen seen) {
      if (!isWanted()) {
        return false;
      }
      Callback.Completable.with(sent -> session.sendText(Json.text(Json.tree(seen)), sent))
          .orTimeout(STALLED.toMillis(), TimeUnit.MILLISECONDS)
          .join();
      return true;
    }

    @Override
    public boolean isWanted() {
      return open.containsKey(id) && session.isOpen();
    }
  }
}
