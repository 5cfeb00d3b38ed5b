package dev.weft.gateway.wire;

import dev.weft.gateway.access.AuditWatch;
import dev.weft.gateway.access.FailedLogins;
import dev.weft.gateway.wire.Entrance.Place;
import dev.weft.spi.AccessObserver.Authentication;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.network.ChannelState;
import org.apache.kafka.common.network.NetworkReceive;
import org.apache.kafka.common.network.NetworkSend;
import org.apache.kafka.common.network.Selector;
import org.apache.kafka.common.protocol.ApiKeys;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One event loop's clients. */
final class ClientSide {
  private static final Logger log = LoggerFactory.getLogger(ClientSide.class);
  private static final Duration QUIET = Duration.ofSeconds(5);
  private static final Duration LOGIN_WHEN_CROWDED = Duration.ofSeconds(3);

  /** Looking for a new certificate of the gateway costs looking at a file. */
  private static final int TURNS_TO_RENEW = 50;

  /** Clients that find no broker behind their connection come again at once: this slows them. */
  private static final Duration AWAY_PAUSE = Duration.ofMillis(250);

  private final EventLoop loop;
  private final Selector selector;
  private final DoorChannels channels;
  private final Shared shared;
  private final Map<String, Session> sessions = new HashMap<>();
  private int lastId;
  private long turns;

  ClientSide(EventLoop loop, Selector selector, DoorChannels channels, Shared shared) {
    this.loop = loop;
    this.selector = selector;
    this.channels = channels;
    this.shared = shared;
  }

  /** Takes over a client's new connection. */
  void register(SocketChannel channel, Route route, Place place) {
    var id = "client-" + ++lastId;
    try {
      var remote = (InetSocketAddress) channel.getRemoteAddress();
      var session = new Session(loop, shared, id, route, place, remote.getPort());
      sessions.put(id, session);
      selector.register(id, channel);
    } catch (IOException | RuntimeException e) {
      sessions.remove(id);
      place.leave();
      log.warn("A new connection could not be taken over: {}", e.getMessage());
    }
  }

  void unmute(Session session) {
    if (sessions.containsKey(session.id()) && selector.channel(session.id()) != null) {
      selector.unmute(session.id());
    }
  }

  void close(Session session) {
    if (sessions.remove(session.id()) != null) {
      channels.take(session.id());
      selector.close(session.id());
      session.ended();
    }
  }

  void closeAll() {
    EventLoop.each(sessions.values(), this::close);
  }

  /** Finds out who has authenticated on this connection. */
  void identify(Session session, String clientId) {
    var attempt = channels.take(session.id());
    if (attempt == null) {
      session.close("nobody has authenticated");
    } else {
      session.authenticated(attempt, clientId);
      var channel = selector.channel(session.id());
      if (channel != null) {
        session.runs(channel.channelMetadataRegistry().clientInformation().softwareName());
      }
    }
  }

  void sent(NetworkSend send) {
    with(send.destinationId(), Session::answered);
  }

  void received(NetworkReceive receive) {
    var session = sessions.get(receive.source());
    if (session == null) {
      Exchange.release(receive); // its connection was closed a moment ago
      return;
    }
    guard(
        session,
        () -> {
          if (isLoginAgain(session, receive)) {
            return;
          }
          if (isLoginOver(session)) {
            session.close("it has not logged in again in time");
            Exchange.release(receive);
          } else {
            selector.mute(session.id());
            receive.payload().rewind();
            session.received(receive);
          }
        });
  }

  /**
   * Whether the request begins another login on the open connection, which Kafka then goes on with.
   */
  private boolean isLoginAgain(Session session, NetworkReceive receive) {
    var channel = selector.channel(session.id());
    var payload = receive.payload();
    payload.rewind();
    var api = payload.remaining() < Short.BYTES ? -1 : payload.getShort(0);
    try {
      return session.isAuthenticated()
          && api == ApiKeys.SASL_HANDSHAKE.id
          && channel != null
          && channel.maybeBeginServerReauthentication(receive, System::nanoTime);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (AuthenticationException e) {
      var attempt = channels.take(session.id());
      if (attempt != null) {
        session.failed(attempt, "It could not log in again.");
      }
      session.close("it could not log in again");
      return true;
    }
  }

  /** As a broker does, this waits for the next request: who is idle gets nothing anyway. */
  private boolean isLoginOver(Session session) {
    var channel = selector.channel(session.id());
    return session.isAuthenticated()
        && channel != null
        && channel.serverAuthenticationSessionExpired(System.nanoTime());
  }

  /** The request of a client that has logged in again in the meantime. */
  void renew(Session session, String clientId) {
    var attempt = channels.take(session.id());
    if (attempt != null) {
      session.renewed(attempt, clientId);
    }
  }

  void disconnected(String id, ChannelState state) {
    with(
        id,
        session -> {
          var attempt = channels.take(id);
          if (attempt != null && state.state() == ChannelState.State.AUTHENTICATION_FAILED) {
            session.failed(attempt, "Unknown key or wrong secret.");
          }
          close(session);
        });
  }

  /** Runs what serves one client; if it throws, that client's connection ends and no other. */
  void guard(Session session, Runnable task) {
    try {
      task.run();
    } catch (RuntimeException | Error e) {
      failed(session, e);
    }
  }

  /**
   * Something has changed: looks at each of these connections whether it may still be there, and at
   * nothing else, since this may be a hundred times a second.
   */
  void checkRights(Predicate<Session> which) {
    var now = shared.clock().instant();
    var concerned = new ArrayList<Session>();
    for (var session : sessions.values()) {
      if (session.isAuthenticated() && which.test(session)) {
        concerned.add(session);
      }
    }
    EventLoop.each(concerned, session -> session.checkRights(now));
  }

  /** What is to be done now and then. */
  void tick() {
    EventLoop.each(sessions.values(), this::check);
    if (turns++ % TURNS_TO_RENEW == 0) {
      channels.renew();
    }
    shared.failedLogins().untold().forEach(this::report);
  }

  private void report(FailedLogins.Untold logins) {
    var reason = "Tried again while it may not, after too many failures.";
    AuditWatch.watch(
        shared
            .observer()
            .authenticated(
                new Authentication(
                    logins.keyId(),
                    Optional.empty(),
                    "",
                    logins.address(),
                    false,
                    reason,
                    logins.count())),
        "logins with " + logins.keyId());
  }

  private void failed(Session session, Throwable reason) {
    if (reason instanceof BrokerAway) {
      away(session, "the broker cannot be reached: " + reason.getMessage());
    } else if (reason instanceof KafkaException) {
      session.close("its request could not be understood: " + reason.getMessage());
    } else {
      log.error("Serving {} failed.", session, reason);
      session.close("the gateway failed to serve it");
    }
  }

  /** Ends the connection, soon, of a client whose broker does not answer. */
  void away(Session session, String reason) {
    loop.after(AWAY_PAUSE, () -> with(session.id(), each -> each.close(reason)));
  }

  private void check(Session session) {
    var now = shared.clock().instant();
    if (!session.isAuthenticated()) {
      checkLogin(session, now);
    } else {
      var channel = selector.channel(session.id());
      var receive = channel == null ? null : channel.currentReceive();
      session.check(now);
      session.checkReceiving(receive, now);
    }
  }

  private void checkLogin(Session session, Instant now) {
    var timeout = shared.settings().logins().timeout();
    if (shared.entrance().isCrowded() && timeout.compareTo(LOGIN_WHEN_CROWDED) > 0) {
      timeout = LOGIN_WHEN_CROWDED;
    }
    if (selector.isChannelReady(session.id())) {
      // A client says its name with the first request, so that is waited for a little.
      if (now.isAfter(session.since().plus(QUIET))) {
        identify(session, "");
      }
    } else if (now.isAfter(session.since().plus(timeout))) {
      session.close("it has not authenticated in time");
    }
  }

  private void with(String id, Consumer<Session> action) {
    var session = sessions.get(id);
    if (session != null) {
      action.accept(session);
    }
  }
}
