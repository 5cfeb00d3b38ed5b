package dev.weft.gateway.wire;

import dev.weft.gateway.access.AuditWatch;
import dev.weft.gateway.wire.Entrance.Place;
import dev.weft.model.ClientKey;
import dev.weft.model.PortName;
import dev.weft.spi.AccessObserver.Authentication;
import dev.weft.spi.AccessObserver.Reader;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.apache.kafka.common.errors.InvalidRequestException;
import org.apache.kafka.common.network.ClientInformation;
import org.apache.kafka.common.network.NetworkReceive;
import org.apache.kafka.common.network.NetworkSend;
import org.apache.kafka.common.network.Send;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.requests.RequestContext;
import org.apache.kafka.common.requests.RequestHeader;
import org.apache.kafka.common.security.auth.KafkaPrincipal;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One client's connection, from accepting it to its end. Belongs to its event loop. */
final class Session {
  private static final Logger log = LoggerFactory.getLogger(Session.class);

  private final EventLoop loop;
  private final Shared shared;
  private final String id;
  private final Route route;
  private final Place place;
  private final int port;
  private final Instant since;
  private final String uuid = UUID.randomUUID().toString();
  private Optional<Identity> identity = Optional.empty();
  private Optional<Upstream> upstream = Optional.empty();
  private Optional<Exchange> current = Optional.empty();
  private AnswerCodec codec = AnswerCodec.GZIP;
  private Set<PortName> delivering = Set.of();
  private Optional<Sending> sending = Optional.empty();
  private Optional<Receiving> receiving = Optional.empty();
  private Duration rest = Duration.ZERO;
  private boolean ended;

  private record Sending(WatchedSend answer, Progress progress) {}

  private record Receiving(NetworkReceive request, Progress progress) {}

  Session(EventLoop loop, Shared shared, String id, Route route, Place place, int port) {
    this.loop = loop;
    this.shared = shared;
    this.id = id;
    this.route = route;
    this.place = place;
    this.port = port;
    this.since = shared.clock().instant();
  }

  String id() {
    return id;
  }

  /** When it was accepted. */
  Instant since() {
    return since;
  }

  boolean isAuthenticated() {
    return identity.isPresent();
  }

  Identity identity() {
    return identity.orElseThrow();
  }

  /** The client has said what it is; empty where it did not. */
  void runs(String software) {
    codec = AnswerCodec.of(software);
  }

  /** How answers are packed for this client. */
  AnswerCodec codec() {
    return codec;
  }

  EventLoop loop() {
    return loop;
  }

  /** The connection to the broker that belongs to this client, opened when first needed. */
  Upstream upstream() {
    if (upstream.isEmpty()) {
      upstream =
          Optional.of(
              loop.connect(route, () -> loop.away(this, route + " has closed its connection")));
    }
    return upstream.get();
  }

  Reader reader(String clientId) {
    var key = identity().key();
    var group = shared.groups().group(key.id(), clientId, place.address().getHostAddress());
    return new Reader(uuid, key.principal(), key.id(), clientId, group, address());
  }

  /** The client said that it belongs to this group. */
  void joined(String clientId, String group) {
    shared.groups().seen(identity().key().id(), clientId, place.address().getHostAddress(), group);
  }

  /** The login has succeeded. */
  void authenticated(LoginAttempt attempt, String clientId) {
    var key = attempt.key().filter(known -> known.validAt(shared.clock().instant()));
    if (key.isEmpty()) {
      failed(attempt, "The key may not be used any more.");
      close("its key may not be used any more");
      return;
    }
    shared.failedLogins().succeeded(attempt.address(), attempt.keyId());
    place.authenticated();
    identity = Optional.of(Identity.of(key.get(), place.address(), shared));
    report(
        new Authentication(
            attempt.keyId(), key.map(ClientKey::principal), clientId, address(), true, "", 1));
  }

  /** It has logged in again, as the same principal or not at all. */
  void renewed(LoginAttempt attempt, String clientId) {
    var before = identity();
    var key =
        attempt
            .key()
            .filter(known -> known.validAt(shared.clock().instant()))
            .filter(known -> known.principal().equals(before.key().principal()))
            .filter(known -> known.purpose().equals(before.key().purpose()))
            .filter(known -> known.flow().equals(before.key().flow()));
    if (key.isEmpty()) {
      failed(attempt, "It logged in again as somebody else, or with a key that has ended.");
      close("it logged in again as somebody else");
      return;
    }
    shared.failedLogins().succeeded(attempt.address(), attempt.keyId());
    identity = Optional.of(before.with(key.get()));
    report(
        new Authentication(
            attempt.keyId(), key.map(ClientKey::principal), clientId, address(), true, "", 1));
  }

  /** The login has failed. */
  void failed(LoginAttempt attempt, String reason) {
    var blocked = shared.failedLogins().failed(attempt.address(), attempt.keyId());
    shared.counters().loginsFailed.increment();
    if (!blocked) {
      log.info("Refused a login from {} with key '{}': {}", address(), attempt.keyId(), reason);
      var principal = attempt.key().map(ClientKey::principal);
      report(new Authentication(attempt.keyId(), principal, "", address(), false, reason, 1));
    }
  }

  /** A request has arrived; the connection is muted until it is answered. */
  void received(NetworkReceive receive) {
    var payload = receive.payload();
    shared.counters().requests.increment();
    var header = RequestHeader.parse(payload);
    if (!isAuthenticated()) {
      loop.identify(this, header.clientId());
    } else {
      loop.renew(this, header.clientId());
    }
    if (!isAuthenticated() || ended) {
      Exchange.release(receive);
      return;
    }
    var api = header.apiKey();
    var unsupportedHello = api == ApiKeys.API_VERSIONS && !header.isApiVersionSupported();
    if (!unsupportedHello && !shared.offered().get().offers(api, header.apiVersion())) {
      throw new InvalidRequestException(
          "request " + api + " in version " + header.apiVersion() + " is not offered here");
    }
    var context = context(header);
    var exchange = new Exchange(this, context, context.parseRequest(payload).request);
    exchange.hold(receive);
    current = Optional.of(exchange);
    loop.handler(api).handle(exchange);
  }

  @SuppressWarnings("ReferenceEquality")
  boolean isCurrent(Exchange exchange) {
    return current.filter(now -> now == exchange).isPresent();
  }

  /** Records of these ports leave with the answer that comes next. */
  void delivering(Set<PortName> ports) {
    delivering = ports;
  }

  /** Whether records are on their way to the client. */
  boolean isDelivering() {
    return !delivering.isEmpty();
  }

  /** Whether the client may still be there, and get what is on its way to it; if not, closes. */
  boolean checkRights(Instant now) {
    if (!identity().stillHolds(shared, now)) {
      close("its key was revoked or has expired");
      return false;
    }
    for (var port : delivering) {
      if (!identity().views().read(port).allowed()) {
        close("what was on its way to it may not be read any more");
        return false;
      }
    }
    return true;
  }

  /** Looks whether all is well with the client, and tells the audit what is due. */
  void check(Instant now) {
    if (!checkRights(now)) {
      return;
    }
    if (sending.filter(each -> isStalled(each, now)).isPresent()) {
      close("it does not take its answer, which holds memory that others need");
    } else {
      identity().ledger().closeOld();
      identity().refusals().tellSuppressed();
    }
  }

  private boolean isStalled(Sending each, Instant now) {
    var most = shared.settings().limits().stalled();
    var isShort = loop.memory().isShort();
    return each.progress.isStalled(each.answer.taken(), now, most, isShort);
  }

  /**
   * Looks whether a request that has begun to come goes on coming.
   *
   * @param request null: none has begun
   */
  @SuppressWarnings("ReferenceEquality")
  void checkReceiving(NetworkReceive request, Instant now) {
    if (request == null || !request.requiredMemoryAmountKnown() || current.isPresent()) {
      receiving = Optional.empty();
      return;
    }
    if (receiving.filter(each -> each.request == request).isEmpty()) {
      receiving = Optional.of(new Receiving(request, new Progress(now)));
    }
    var most = shared.settings().limits().stalled();
    if (receiving.filter(each -> each.progress.isStalled(0, now, most, false)).isPresent()) {
      close("it does not send what it has announced");
    }
  }

  /** The next request is read only when this time has passed after the answer. */
  void rest(Duration time) {
    rest = time;
  }

  void send(Send answer) {
    var watched = new WatchedSend(answer);
    sending = Optional.of(new Sending(watched, new Progress(shared.clock().instant())));
    loop.send(new NetworkSend(id, watched));
  }

  /** The answer has left, or there is none: the next request may come. */
  void finished(Exchange exchange) {
    if (isCurrent(exchange)) {
      answered();
    }
  }

  void answered() {
    current.ifPresent(Exchange::release);
    current = Optional.empty();
    delivering = Set.of();
    sending = Optional.empty();
    if (rest.isZero()) {
      loop.unmute(this);
    } else {
      loop.after(rest, () -> loop.unmute(this));
      rest = Duration.ZERO;
    }
  }

  /** Ends the connection from this side. */
  void close(String reason) {
    log.info("Closed the connection of {}: {}.", this, reason);
    loop.close(this);
  }

  /** The connection has ended. */
  void ended() {
    ended = true;
    place.leave();
    current.ifPresent(Exchange::release);
    current = Optional.empty();
    upstream.ifPresent(loop::close);
    upstream = Optional.empty();
    identity.ifPresent(
        known -> {
          known.ledger().end();
          known.refusals().end();
        });
  }

  @Override
  public String toString() {
    return identity.map(known -> "key '" + known.key().id() + "' at ").orElse("") + address();
  }

  private void report(Authentication login) {
    AuditWatch.watch(shared.observer().authenticated(login), "a login with " + login.keyId());
  }

  private String address() {
    return place.address().getHostAddress() + ":" + port;
  }

  private RequestContext context(RequestHeader header) {
    return new RequestContext(
        header,
        id,
        place.address(),
        Optional.of(port),
        new KafkaPrincipal(KafkaPrincipal.USER_TYPE, identity().key().id()),
        DoorChannels.LISTENER,
        DoorChannels.protocol(shared.settings()),
        ClientInformation.EMPTY,
        false);
  }
}
