package dev.weft.server.identity.issuer;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyType;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keys that an issuer publishes, fetched every ten minutes by one thread of its own. Safe for
 * any thread; asking never waits.
 *
 * <p>A token may name a key that is not known, because the issuer has changed its keys, or because
 * somebody made it up. So that the second cannot be used against the issuer, that leads to one
 * fetch in ten seconds at most. While the issuer cannot be reached, what it last said holds, for a
 * day: then a key that it has given up in the meantime would be trusted for too long.
 */
public final class IssuerKeys implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(IssuerKeys.class);
  private static final Duration EVERY = Duration.ofMinutes(10);
  private static final Duration PAUSE = Duration.ofSeconds(10);
  private static final Duration KEPT = Duration.ofDays(1);
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final int BYTES_MAX = 1024 * 1024;
  private static final int KEYS_MAX = 100;

  private record Fetched(JWKSet keys, long atNanos) {}

  private final URI source;
  private final LongSupplier nanos;
  private final HttpClient http =
      HttpClient.newBuilder()
          .connectTimeout(PATIENCE)
          .followRedirects(HttpClient.Redirect.NEVER)
          .build();
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            var made = new Thread(task, "weft-issuer-keys");
            made.setDaemon(true);
            return made;
          });
  private final AtomicBoolean fetching = new AtomicBoolean();
  private final AtomicLong lastFetch;
  private volatile Optional<Fetched> fetched = Optional.empty();

  public IssuerKeys(URI source, LongSupplier nanos) {
    this.source = source;
    this.nanos = nanos;
    this.lastFetch = new AtomicLong(nanos.getAsLong() - PAUSE.toNanos());
  }

  /** Fetches now, in the background, and from then on. */
  public void start() {
    refresh();
    var unused =
        thread.scheduleWithFixedDelay(
            this::fetch, EVERY.toSeconds(), EVERY.toSeconds(), TimeUnit.SECONDS);
  }

  /** What the issuer last said, unless that was too long ago. */
  List<JWK> current() {
    var now = nanos.getAsLong();
    return fetched
        .filter(known -> now - known.atNanos < KEPT.toNanos())
        .map(known -> known.keys.getKeys())
        .orElse(List.of());
  }

  /** Whether newer keys are on their way: a fetch goes on, or could be begun. */
  boolean refresh() {
    if (fetching.get()) {
      return true;
    }
    var last = lastFetch.get();
    var now = nanos.getAsLong();
    if (now - last < PAUSE.toNanos() || !lastFetch.compareAndSet(last, now)) {
      return false;
    }
    fetching.set(true);
    thread.execute(this::fetch);
    return true;
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }

  private void fetch() {
    fetching.set(true);
    lastFetch.set(nanos.getAsLong());
    try {
      fetched = Optional.of(new Fetched(usable(JWKSet.parse(read())), nanos.getAsLong()));
    } catch (IOException | ParseException e) {
      LOG.warn("The keys of the tokens' issuer cannot be had from {}: {}", source, e.toString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      fetching.set(false);
    }
  }

  private String read() throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(source)
            .timeout(PATIENCE)
            .header("Accept", "application/jwk-set+json, application/json")
            .build();
    var answer = http.send(request, BodyHandlers.ofInputStream());
    try (var body = answer.body()) {
      if (answer.statusCode() != 200) {
        throw new IOException("status " + answer.statusCode());
      }
      var bytes = body.readNBytes(BYTES_MAX + 1);
      if (bytes.length > BYTES_MAX) {
        throw new IOException("more than " + BYTES_MAX + " bytes");
      }
      return new String(bytes, StandardCharsets.UTF_8);
    }
  }

  /** Public keys only: a shared secret that is published is none. */
  private static JWKSet usable(JWKSet all) throws IOException {
    var keys =
        all.getKeys().stream()
            .filter(key -> !KeyType.OCT.equals(key.getKeyType()))
            .filter(key -> !key.isPrivate())
            .limit(KEYS_MAX)
            .toList();
    if (keys.isEmpty()) {
      throw new IOException("no public key in it");
    }
    return new JWKSet(keys);
  }
}
