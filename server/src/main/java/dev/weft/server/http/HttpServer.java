package dev.weft.server.http;

import dev.weft.model.Place;
import dev.weft.model.Problem;
import dev.weft.model.ProblemException;
import dev.weft.server.identity.Caller;
import dev.weft.server.identity.KeyLogins;
import dev.weft.server.identity.Logins;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.javalin.http.HttpResponseException;
import io.javalin.router.Endpoint;
import java.io.IOException;
import java.net.BindException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Serves the routes and the portal on one address, loopback unless told otherwise. */
public final class HttpServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(HttpServer.class);
  private static final long REQUEST_BYTES_MAX = 20L * 1024 * 1024;
  private static final long SWALLOWED_BYTES_MAX = 100L * 1024 * 1024;
  private static final int THREADS_MAX = 200;
  private static final Set<String> LOOPBACK_NAMES = Set.of("127.0.0.1", "localhost", "[::1]");

  private final Javalin javalin;
  private final Sessions sessions;
  private final KeyLogins keys;
  private final DeniedRequests denied;
  private final String host;
  private final Set<String> hostNames;

  /**
   * @param port 0: any free one
   * @param hostNames names besides loopback's under which browsers may call (against DNS rebinding)
   */
  public HttpServer(
      String host,
      int port,
      Set<String> hostNames,
      Logins logins,
      KeyLogins keys,
      Routes routes,
      DeniedRequests denied) {
    this.keys = keys;
    this.denied = denied;
    this.host = host;
    this.hostNames = hostNames;
    this.sessions = new Sessions(logins);
    this.javalin = Javalin.create(config -> configure(config, routes));
    try {
      javalin.start(host, port);
    } catch (RuntimeException e) {
      throw new ProblemException(List.of(cannotListen(host, port, e)), e);
    }
  }

  public int port() {
    return javalin.port();
  }

  /** Where the portal is, for people to click. */
  public String url() {
    return "http://" + (host.equals("0.0.0.0") ? "127.0.0.1" : host) + ":" + port();
  }

  @Override
  public void close() {
    javalin.stop();
    denied.close();
  }

  private void configure(JavalinConfig config, Routes routes) {
    config.startup.showJavalinBanner = false;
    config.startup.showOldJavalinVersionWarning = false;
    config.startup.startupWatcherEnabled = false;
    config.http.maxRequestSize = REQUEST_BYTES_MAX;
    config.http.prefer405over404 = true;
    var threads = new QueuedThreadPool(THREADS_MAX, 4);
    threads.setName("http");
    config.jetty.threadPool = threads;
    config.jetty.modifyHttpConfiguration(http -> http.setSendServerVersion(false));
    config.routes.before(this::protect);
    for (var route : routes.all()) {
      config.routes.addEndpoint(
          new Endpoint(
              HandlerType.findOrCreate(route.method()),
              route.path(),
              context -> serve(route, context)));
    }
    for (var socket : routes.sockets()) {
      config.routes.wsBeforeUpgrade(
          socket.route().path(), context -> upgrade(socket.route(), context));
      config.routes.ws(socket.route().path(), socket.config());
    }
    new Portal().addTo(config); // last: it takes every path that is left
    config.routes.exception(ProblemException.class, (e, context) -> Answers.write(context, e));
    config.routes.exception(HttpResponseException.class, HttpServer::writeHttpProblem);
    config.routes.exception(Exception.class, HttpServer::writeBug);
  }

  private void serve(Route route, Context context) throws Exception {
    Answers.write(context, judged(route, context));
  }

  /** Throws when it may not be; what the handler answers is written by nobody then. */
  private void upgrade(Route route, Context context) throws Exception {
    protect(context);
    var unused = judged(route, context);
  }

  private Object judged(Route route, Context context) throws Exception {
    Optional<Caller> caller = Optional.empty();
    denied.sweep();
    try {
      caller = sessions.caller(context);
      if (caller.isEmpty() && route.keys()) {
        var header = Optional.ofNullable(context.header("Authorization"));
        caller = header.flatMap(it -> keys.bearer(it, context.ip()));
      }
      if (caller.isEmpty() && !route.keys() && !route.open()) {
        caller = service(context);
      }
      var request = new Request(context, caller, () -> isStillIn(context));
      if (!route.open()) {
        request.caller();
      }
      context.header("Cache-Control", "no-store");
      return route.handler().handle(request);
    } catch (ProblemException e) {
      if (!route.open()) {
        denied.note(route, caller, context.ip(), e);
      }
      throw e;
    }
  }

  private boolean isStillIn(Context context) {
    return sessions.caller(context).or(() -> service(context)).isPresent();
  }

  /** A service has no token: its key says who it is. */
  private Optional<Caller> service(Context context) {
    return Optional.ofNullable(context.header("Authorization"))
        .flatMap(header -> keys.service(header, context.ip()));
  }

  private void protect(Context context) {
    var name = context.host() == null ? "" : context.host().replaceAll(":\\d+$", "");
    if (!LOOPBACK_NAMES.contains(name) && !hostNames.contains(name)) {
      throw Problem.refused(
              "unknown-host",
              "This server is not called '" + name + "'.",
              "Name it in the settings: http.names.")
          .asException();
    }
    context.header("X-Content-Type-Options", "nosniff");
    context.header("Referrer-Policy", "no-referrer");
    context.header("Cross-Origin-Opener-Policy", "same-origin");
    context.header(
        "Content-Security-Policy",
        "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
            + "object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'");
  }

  private static void writeHttpProblem(HttpResponseException e, Context context) {
    var kind =
        switch (e.getStatus()) {
          case 404, 405 -> Problem.Kind.MISSING;
          case 413 -> Problem.Kind.TOO_LARGE;
          default -> Problem.Kind.INPUT;
        };
    if (kind == Problem.Kind.TOO_LARGE) {
      swallow(context);
    }
    var message =
        switch (kind) {
          case MISSING -> "There is no " + context.method() + " " + context.path() + ".";
          case TOO_LARGE -> "The request has more than " + REQUEST_BYTES_MAX + " bytes.";
          default -> String.valueOf(e.getMessage());
        };
    Answers.write(
        context,
        new Problem(
                kind,
                "http-" + e.getStatus(),
                Place.NOWHERE,
                message,
                "/api/openapi.json lists the calls.")
            .asException());
  }

  /** Many clients read an answer only when they could send all of their request. */
  private static void swallow(Context context) {
    try (var in = context.bodyInputStream()) {
      var unused = in.skip(SWALLOWED_BYTES_MAX);
    } catch (IOException e) {
      LOG.debug("A client went away while it sent too much", e);
    }
  }

  private static void writeBug(Exception e, Context context) {
    var number = Long.toHexString(System.nanoTime());
    LOG.error("Request {} {} failed, number {}", context.method(), context.path(), number, e);
    Answers.write(
        context,
        new Problem(
                Problem.Kind.INTERNAL,
                "bug",
                Place.NOWHERE,
                "Something went wrong inside Weft; please report it.",
                "The log has it under " + number + ".")
            .asException());
  }

  private static Problem cannotListen(String host, int port, RuntimeException e) {
    var taken =
        Optional.<Throwable>of(e).map(Throwable::getCause).filter(BindException.class::isInstance);
    var why =
        taken.isPresent() || String.valueOf(e.getMessage()).contains("in use")
            ? "it is in use"
            : e.getMessage();
    return Problem.environment(
        "cannot-listen",
        "HTTP cannot listen on " + host + ":" + port + ": " + why + ".",
        "Stop what uses it, or choose another port: --http PORT (0 for any).");
  }
}
