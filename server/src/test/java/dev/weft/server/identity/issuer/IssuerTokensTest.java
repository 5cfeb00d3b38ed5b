package dev.weft.server.identity.issuer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.OctetSequenceKey;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import dev.weft.model.PrincipalId;
import dev.weft.spi.Credentials.TokenAnswer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Date;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tokens good and bad, and an issuer on real HTTP that changes its keys, or talks nonsense. */
class IssuerTokensTest {
  private static final Instant NOW = Instant.parse("2026-05-04T10:00:00Z");
  private static final String ISSUER = "https://issuer.example";
  private static RSAKey first;
  private static RSAKey second;

  private final AtomicInteger fetches = new AtomicInteger();
  private final AtomicLong nanos = new AtomicLong();
  private volatile String published = "";
  private HttpServer server;
  private IssuerKeys keys;
  private IssuerTokens tokens;

  @BeforeAll
  static void makeKeys() throws JOSEException {
    first = new RSAKeyGenerator(2048).keyID("first").generate();
    second = new RSAKeyGenerator(2048).keyID("second").generate();
  }

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/keys",
        exchange -> {
          fetches.incrementAndGet();
          var body = published.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, body.length == 0 ? -1 : body.length);
          try (var out = exchange.getResponseBody()) {
            out.write(body);
          }
        });
    server.start();
    published = new JWKSet(first.toPublicJWK()).toString();
    var source = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/keys");
    var settings =
        new IssuerSettings(
            ISSUER, source, "weft", "sub", Set.of(JWSAlgorithm.RS256, JWSAlgorithm.ES256));
    keys = new IssuerKeys(source, nanos::get);
    keys.start();
    tokens = new IssuerTokens(settings, keys, "ada"::equals, Clock.fixed(NOW, ZoneOffset.UTC));
    await(() -> !keys.current().isEmpty());
  }

  @AfterEach
  void stop() {
    keys.close();
    server.stop(0);
  }

  @Test
  void saysWhoHasAToken() throws JOSEException {
    var answer = tokens.answer(signed(first, claims -> {}));

    assertThat(answer)
        .isInstanceOfSatisfying(
            TokenAnswer.Known.class,
            known -> {
              assertThat(known.key().principal()).isEqualTo(PrincipalId.user("ada"));
              assertThat(known.key().expiresAt()).contains(NOW.plusSeconds(300));
              assertThat(known.key().hasSecret()).isFalse();
            });
  }

  @Test
  void refusesWhatIsNotForUsOrNotForNow() throws JOSEException {
    refused(signed(first, claims -> claims.issuer("https://issuer.example.evil")));
    refused(signed(first, claims -> claims.audience("another")));
    refused(signed(first, claims -> claims.expirationTime(Date.from(NOW))));
    refused(signed(first, claims -> claims.expirationTime(null)));
    refused(signed(first, claims -> claims.notBeforeTime(Date.from(NOW.plusSeconds(60)))));
    refused(signed(first, claims -> claims.issueTime(Date.from(NOW.plusSeconds(60)))));
    refused(signed(first, claims -> claims.subject("mallory")));
    refused(signed(first, claims -> claims.subject(null)));
    refused(signed(first, claims -> claims.subject(" ")));
  }

  @Test
  void refusesATokenThatNobodySigned() {
    refused(new PlainJWT(claims(claims -> {})).serialize());
    refused("");
    refused("a.b.c");
    refused("x".repeat(20_000));
  }

  @Test
  void refusesAnAlgorithmThatIsNotExpected() throws Exception {
    // The public key as a shared secret: whoever takes any algorithm would believe it.
    var secret = first.toRSAPublicKey().getEncoded();
    var forged =
        new SignedJWT(
            new JWSHeader.Builder(JWSAlgorithm.HS256).keyID("first").build(), claims(all -> {}));
    forged.sign(new MACSigner(secret));
    refused(forged.serialize());

    var unexpected =
        new SignedJWT(
            new JWSHeader.Builder(JWSAlgorithm.PS512).keyID("first").build(), claims(all -> {}));
    unexpected.sign(new RSASSASigner(first));
    refused(unexpected.serialize());
  }

  @Test
  void refusesATokenThatBringsItsOwnKey() throws JOSEException {
    var forged =
        new SignedJWT(
            new JWSHeader.Builder(JWSAlgorithm.RS256)
                .keyID("first")
                .jwk(second.toPublicJWK())
                .build(),
            claims(all -> {}));
    forged.sign(new RSASSASigner(second));

    refused(forged.serialize());
  }

  @Test
  void refusesATokenForAnotherUse() throws JOSEException {
    var logout =
        new SignedJWT(
            new JWSHeader.Builder(JWSAlgorithm.RS256)
                .keyID("first")
                .type(new JOSEObjectType("logout+jwt"))
                .build(),
            claims(all -> {}));
    logout.sign(new RSASSASigner(first));

    refused(logout.serialize());
  }

  @Test
  void learnsNewKeysWithoutRefusingWhoHasThem() throws JOSEException {
    published = new JWKSet(second.toPublicJWK()).toString();
    nanos.addAndGet(Duration.ofSeconds(11).toNanos());

    assertThat(tokens.answer(signed(second, claims -> {}))).isInstanceOf(TokenAnswer.NotYet.class);
    await(() -> tokens.answer(signedSafely(second)) instanceof TokenAnswer.Known);

    nanos.addAndGet(Duration.ofSeconds(11).toNanos());
    await(() -> tokens.answer(signedSafely(first)) instanceof TokenAnswer.Unknown);
  }

  @Test
  void madeUpKeysDoNotMakeItAskTheIssuerAllTheTime() throws JOSEException {
    var forged = new RSAKeyGenerator(2048).keyID("made up").generate();
    nanos.addAndGet(Duration.ofSeconds(11).toNanos());
    var before = fetches.get();

    for (int i = 0; i < 500; i++) {
      tokens.answer(signedSafely(forged));
    }
    await(() -> tokens.answer(signedSafely(forged)) instanceof TokenAnswer.Unknown);

    assertThat(fetches.get() - before).isEqualTo(1);
  }

  @Test
  void keepsItsKeysWhenTheIssuerTalksNonsenseButNotForEver() throws JOSEException {
    for (var nonsense :
        new String[] {
          "",
          "<html>",
          "{\"keys\":[]}",
          "x".repeat(2_000_000),
          new JWKSet(new OctetSequenceKey.Builder(new byte[32]).keyID("first").build())
              .toString(false)
        }) {
      published = nonsense;
      nanos.addAndGet(Duration.ofSeconds(11).toNanos());
      var before = fetches.get();
      keys.refresh();
      await(() -> fetches.get() > before && !isFetching());

      assertThat(tokens.answer(signed(first, claims -> {}))).isInstanceOf(TokenAnswer.Known.class);
    }

    nanos.addAndGet(Duration.ofHours(25).toNanos());
    assertThat(tokens.answer(signed(first, claims -> {}))).isNotInstanceOf(TokenAnswer.Known.class);
  }

  @Test
  void takesNoSharedSecretsAndNoKeysFromAnUnprotectedPlace() {
    var here = URI.create("https://issuer.example/keys");
    assertThatThrownBy(
            () -> new IssuerSettings(ISSUER, here, "weft", "sub", Set.of(JWSAlgorithm.HS256)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(
            () ->
                new IssuerSettings(
                    ISSUER,
                    URI.create("http://issuer.example/keys"),
                    "weft",
                    "sub",
                    Set.of(JWSAlgorithm.RS256)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  /** A second question within the pause is answered with no, unless a fetch goes on. */
  private boolean isFetching() {
    return keys.refresh();
  }

  private void refused(String token) {
    assertThat(tokens.answer(token)).isInstanceOf(TokenAnswer.Unknown.class);
  }

  private static String signedSafely(RSAKey key) {
    try {
      return signed(key, claims -> {});
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String signed(RSAKey key, Consumer<JWTClaimsSet.Builder> change)
      throws JOSEException {
    var token =
        new SignedJWT(
            new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(key.getKeyID()).build(),
            claims(change));
    token.sign(new RSASSASigner(key));
    return token.serialize();
  }

  private static JWTClaimsSet claims(Consumer<JWTClaimsSet.Builder> change) {
    var builder =
        new JWTClaimsSet.Builder()
            .issuer(ISSUER)
            .audience("weft")
            .subject("ada")
            .issueTime(Date.from(NOW))
            .expirationTime(Date.from(NOW.plusSeconds(300)));
    change.accept(builder);
    return builder.build();
  }

  private static void await(BooleanSupplier condition) {
    var deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("It did not become true within 20 seconds.");
      }
      Thread.onSpinWait();
    }
  }
}
