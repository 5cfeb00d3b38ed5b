package dev.weft.server.identity.oidc;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyType;
import dev.weft.model.Json;
import dev.weft.model.Problem;
import dev.weft.model.ProblemException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Semaphore;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/**
 * The issuer as it describes itself (OpenID Connect Discovery): where it is asked, and its keys.
 * Both are fetched when they are first needed and again after ten minutes; a key that is not known
 * leads to one fetch in ten seconds at most, as does an issuer that does not answer. Redirects are
 * not followed, answers and how many are waited for bounded: a slow issuer takes no more than a few
 * threads. Safe for any thread.
 */
final class Provider {
  private static final Duration KEPT = Duration.ofMinutes(10);
  private static final Duration PAUSE = Duration.ofSeconds(10);
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final int BYTES_MAX = 1024 * 1024;
  private static final int KEYS_MAX = 100;
  private static final int AT_ONCE = 20;

  private final OidcSettings settings;
  private final LongSupplier nanos;
  private final HttpClient http =
      HttpClient.newBuilder()
          .connectTimeout(PATIENCE)
          .followRedirects(HttpClient.Redirect.NEVER)
          .build();
  private final Semaphore places = new Semaphore(AT_ONCE);
  private Optional<Fetched<Endpoints>> endpoints = Optional.empty();
  private Optional<Fetched<ProblemException>> failure = Optional.empty();
  private Optional<Fetched<List<JWK>>> keys = Optional.empty();

  Provider(OidcSettings settings, LongSupplier nanos) {
    this.settings = settings;
    this.nanos = nanos;
  }

  private record Fetched<T>(T what, long atNanos) {}

  /** Where the issuer is asked what. */
  record Endpoints(
      URI authorization,
      URI token,
      URI keys,
      Optional<URI> revocation,
      Optional<URI> endSession,
      Optional<URI> device) {}

  /** The answer to a call: its status, and its JSON. */
  record Answer(int status, JsonNode body) {}

  synchronized Endpoints endpoints() {
    if (endpoints.isEmpty() || isOld(endpoints.get(), KEPT)) {
      endpoints = Optional.of(new Fetched<>(discoveredOnce(), nanos.getAsLong()));
    }
    return endpoints.get().what();
  }

  private Endpoints discoveredOnce() {
    if (failure.isPresent() && !isOld(failure.get(), PAUSE)) {
      throw failure.get().what();
    }
    try {
      return discovered();
    } catch (ProblemException e) {
      failure = Optional.of(new Fetched<>(e, nanos.getAsLong()));
      throw e;
    }
  }

  /** The public keys; fetched anew if this one is not among them. */
  synchronized List<JWK> keys(String id) {
    var isKnown =
        keys.filter(it -> !isOld(it, KEPT))
            .filter(it -> id == null || it.what().stream().anyMatch(k -> id.equals(k.getKeyID())))
            .isPresent();
    if (!isKnown && (keys.isEmpty() || isOld(keys.get(), PAUSE))) {
      keys = Optional.of(new Fetched<>(fetchedKeys(), nanos.getAsLong()));
    }
    return keys.map(Fetched::what).orElse(List.of());
  }

  private boolean isOld(Fetched<?> fetched, Duration kept) {
    return nanos.getAsLong() - fetched.atNanos() > kept.toNanos();
  }

  private Endpoints discovered() {
    var base = settings.issuer().toString().replaceAll("/$", "");
    var said = get(URI.create(base + "/.well-known/openid-configuration"));
    if (!settings.issuer().toString().equals(said.path("issuer").asText())) {
      throw unreachable("it calls itself '" + said.path("issuer").asText() + "'");
    }
    return new Endpoints(
        address(said, "authorization_endpoint").orElseThrow(() -> unreachable("no address")),
        address(said, "token_endpoint").orElseThrow(() -> unreachable("no address of tokens")),
        address(said, "jwks_uri").orElseThrow(() -> unreachable("no address of keys")),
        address(said, "revocation_endpoint"),
        address(said, "end_session_endpoint"),
        address(said, "device_authorization_endpoint"));
  }

  private static Optional<URI> address(JsonNode said, String name) {
    try {
      return Optional.of(said.path(name).asText())
          .filter(text -> !text.isEmpty())
          .map(URI::create)
          .filter(OidcSettings::isSafe);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private List<JWK> fetchedKeys() {
    try {
      return JWKSet.parse(get(endpoints().keys()).toString()).getKeys().stream()
          .filter(key -> !KeyType.OCT.equals(key.getKeyType()) && !key.isPrivate())
          .limit(KEYS_MAX)
          .toList();
    } catch (ParseException e) {
      throw unreachable("its keys cannot be read");
    }
  }

  private JsonNode get(URI address) {
    var answer = send(HttpRequest.newBuilder(address).GET());
    if (answer.status() != 200) {
      throw unreachable(address + " answers " + answer.status());
    }
    return answer.body();
  }

  /** Asks as the client that we are there. */
  Answer post(URI address, Map<String, String> form) {
    var fields = new TreeMap<>(form);
    var request =
        HttpRequest.newBuilder(address).header("Content-Type", "application/x-www-form-urlencoded");
    if (settings.secret().isEmpty()) {
      fields.put("client_id", settings.client());
    } else {
      var who = encoded(settings.client()) + ":" + encoded(settings.secret());
      request.header(
          "Authorization",
          "Basic " + Base64.getEncoder().encodeToString(who.getBytes(StandardCharsets.UTF_8)));
    }
    return send(request.POST(HttpRequest.BodyPublishers.ofString(form(fields))));
  }

  /** As in an address, or in the body of a form. */
  static String form(Map<String, String> fields) {
    return fields.entrySet().stream()
        .map(field -> encoded(field.getKey()) + "=" + encoded(field.getValue()))
        .collect(Collectors.joining("&"));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private Answer send(HttpRequest.Builder request) {
    if (!places.tryAcquire()) {
      throw unreachable("too many wait for it already");
    }
    try {
      var answer =
          http.send(
              request.timeout(PATIENCE).header("Accept", "application/json").build(),
              BodyHandlers.ofInputStream());
      try (var body = answer.body()) {
        var bytes = body.readNBytes(BYTES_MAX + 1);
        if (bytes.length > BYTES_MAX) {
          throw unreachable("it answers more than " + BYTES_MAX + " bytes");
        }
        return new Answer(answer.statusCode(), bytes.length == 0 ? Json.object() : parsed(bytes));
      }
    } catch (IOException e) {
      throw unreachable(String.valueOf(e.getMessage()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw unreachable("Weft is being stopped");
    } finally {
      places.release();
    }
  }

  private static JsonNode parsed(byte[] bytes) {
    try {
      return Json.parse(bytes);
    } catch (UncheckedIOException e) {
      return Json.object(); // Its status says what there is to say.
    }
  }

  private ProblemException unreachable(String why) {
    return Problem.environment(
            "issuer-not-reachable",
            "The issuer " + settings.issuer() + " cannot be asked: " + why + ".",
            "Try again later, or check oidc.issuer.")
        .asException();
  }
}
