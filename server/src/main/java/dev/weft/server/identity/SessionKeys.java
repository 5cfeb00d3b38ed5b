package dev.weft.server.identity;

import dev.weft.model.ClientKey;
import dev.weft.model.KafkaAccess;
import dev.weft.model.PrincipalId;
import dev.weft.spi.AccessContext;
import dev.weft.spi.Credentials;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * Keys that live in memory only, with which Weft's own parts go through the gateway as somebody: a
 * preview as the person who looks, a flow as its product. Everybody else's keys are asked for
 * behind.
 */
public final class SessionKeys implements Credentials {
  private static final String PREFIX = "~";
  private static final String SECURITY = "org.apache.kafka.common.security.";
  private static final String SCRAM = SECURITY + "scram.ScramLoginModule";

  /** Within this process or by TLS, so that the secret may be said as it is. */
  private static final String PLAIN = SECURITY + "plain.PlainLoginModule";

  private final Credentials behind;
  private final Supplier<String> bootstrap;
  private final Map<String, String> transport;
  private final Clock clock;
  private final ScramVerifier verifier;
  private final Map<String, Held> keys = new ConcurrentHashMap<>();
  private final Map<PrincipalId, KafkaAccess> products = new ConcurrentHashMap<>();
  private final Map<Job, Session> queries = new ConcurrentHashMap<>();
  private final AtomicLong ended = new AtomicLong();

  /**
   * {@code bootstrap} is the gateway's address, asked when it has one; {@code transport} the client
   * properties with which it is reached, {@code security.protocol} among them.
   */
  public SessionKeys(
      Credentials behind,
      Supplier<String> bootstrap,
      Map<String, String> transport,
      Clock clock,
      SecureRandom random) {
    this.behind = behind;
    this.bootstrap = bootstrap;
    this.transport = Map.copyOf(transport);
    this.clock = clock;
    this.verifier = new ScramVerifier(random);
  }

  /** Access as a principal until it is closed. */
  public record Session(KafkaAccess access, Runnable end) implements AutoCloseable {
    @Override
    public void close() {
      end.run();
    }
  }

  /**
   * A key.
   *
   * @param address of the person behind it; empty for Weft's own work
   * @param rest how long its client has to wait before it reads on; empty: it never has to
   */
  private record Held(ClientKey key, String address, Supplier<Optional<Duration>> rest) {}

  /** A query of a product. */
  private record Job(PrincipalId product, String query) {}

  /** Access as somebody who asks in these circumstances, which decide as at any other door. */
  public Session open(PrincipalId principal, AccessContext context) {
    return open(principal, context, Optional::empty);
  }

  private Session open(
      PrincipalId principal, AccessContext context, Supplier<Optional<Duration>> rest) {
    var id = verifier.keyId(PREFIX);
    var secret = verifier.secret();
    var key = verifier.sessionKey(id, secret, principal, clock.instant(), context.purpose());
    keys.put(id, new Held(key, context.address(), rest));
    return new Session(access("PLAIN", PLAIN, id, secret), () -> end(id));
  }

  private void end(String id) {
    keys.remove(id);
    ended.incrementAndGet();
  }

  /** Access as a product for as long as this process runs. */
  public KafkaAccess product(String name) {
    return products.computeIfAbsent(
        PrincipalId.product(name), id -> open(id, AccessContext.NONE).access());
  }

  /**
   * Access as a product for one of its queries, for as long as this process runs.
   *
   * @param rest how long the query has to wait before it reads on; empty while it is held to
   *     nothing
   */
  public KafkaAccess query(String product, String query, Supplier<Optional<Duration>> rest) {
    return queries
        .computeIfAbsent(
            new Job(PrincipalId.product(product), query),
            job -> open(job.product(), AccessContext.NONE, rest))
        .access();
  }

  /** The query is gone, and with it its key. */
  public void endQuery(String product, String query) {
    Optional.ofNullable(queries.remove(new Job(PrincipalId.product(product), query)))
        .ifPresent(session -> session.close());
  }

  /** Whether a key with this id is one of these, and not one that somebody holds. */
  public static boolean isSession(String id) {
    return id.startsWith(PREFIX);
  }

  @Override
  public Optional<ClientKey> key(String id) {
    return isSession(id) ? Optional.ofNullable(keys.get(id)).map(Held::key) : behind.key(id);
  }

  @Override
  public Optional<String> addressBehind(ClientKey key) {
    return Optional.ofNullable(keys.get(key.id()))
        .map(Held::address)
        .filter(address -> !address.isEmpty());
  }

  @Override
  public Optional<Duration> rest(ClientKey key) {
    return Optional.ofNullable(keys.get(key.id())).flatMap(held -> held.rest().get());
  }

  @Override
  public Optional<ClientKey> certificate(String fingerprint) {
    return behind.certificate(fingerprint);
  }

  @Override
  public TokenAnswer token(String token) {
    return behind.token(token);
  }

  @Override
  public long revision() {
    return behind.revision() + ended.get();
  }

  @Override
  public boolean stillHolds(ClientKey found) {
    return found.id().startsWith(PREFIX)
        ? Credentials.super.stillHolds(found)
        : behind.stillHolds(found);
  }

  /** Access with a key that somebody holds, as Weft's own clients reach the gateway. */
  public KafkaAccess access(String id, String secret) {
    return access("SCRAM-SHA-512", SCRAM, id, secret);
  }

  private KafkaAccess access(String mechanism, String module, String id, String secret) {
    var properties = new HashMap<>(transport);
    properties.put("sasl.mechanism", mechanism);
    properties.put(
        "sasl.jaas.config",
        module + " required username=\"" + id + "\" password=\"" + secret + "\";");
    return new KafkaAccess(bootstrap.get(), properties);
  }
}
