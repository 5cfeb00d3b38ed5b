package dev.weft.server.identity.oidc;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.weft.model.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

/** An issuer on this machine that says what a test wants to hear, false things too. */
final class FakeIssuer implements AutoCloseable {
  private final Clock clock;
  private final HttpServer http;
  private final ECKey key;

  /** What was asked at the address of tokens. */
  final List<String> asked = new ArrayList<>();

  /** What the next ID token says other than an honest one. */
  UnaryOperator<JWTClaimsSet.Builder> claims = honest -> honest;

  /** With what the next ID token is signed; else with the key that is published. */
  ECKey signer;

  /** Of the next login. */
  String nonce = "";

  /** How often it was asked to describe itself, and whether it does not. */
  final AtomicInteger askedAbout = new AtomicInteger();

  boolean isSilent;

  /** Whether the address of tokens says no. */
  boolean refuses;

  /** With which status it fails without saying why; 0: it does not. */
  int fails;

  FakeIssuer(Clock clock) throws IOException, JOSEException {
    this.clock = clock;
    key = key("one");
    signer = key;
    http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    http.createContext("/.well-known/openid-configuration", this::about);
    http.createContext("/keys", call -> answer(call, 200, new JWKSet(key).toString()));
    http.createContext("/token", this::token);
    http.createContext("/revoke", call -> answer(call, 200, "{}"));
    http.start();
  }

  static ECKey key(String id) throws JOSEException {
    return new ECKeyGenerator(Curve.P_256).keyID(id).generate();
  }

  String url() {
    return "http://127.0.0.1:" + http.getAddress().getPort();
  }

  private void about(HttpExchange call) throws IOException {
    askedAbout.incrementAndGet();
    answer(call, isSilent ? 503 : 200, about());
  }

  private String about() {
    var about = Json.object().put("issuer", url());
    about
        .put("authorization_endpoint", url() + "/authorize")
        .put("token_endpoint", url() + "/token");
    about.put("jwks_uri", url() + "/keys").put("revocation_endpoint", url() + "/revoke");
    return Json.text(about.put("end_session_endpoint", url() + "/out"));
  }

  private void token(HttpExchange call) throws IOException {
    asked.add(new String(call.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
    if (fails > 0) {
      answer(call, fails, "{\"error\": \"invalid_client\"}");
      return;
    }
    if (refuses) {
      answer(call, 400, "{\"error\": \"invalid_grant\"}");
      return;
    }
    var answer = Json.object().put("id_token", idToken()).put("refresh_token", "renews once");
    answer(call, 200, Json.text(answer.put("access_token", "of no interest")));
  }

  String idToken() {
    var now = clock.instant();
    var honest =
        new JWTClaimsSet.Builder()
            .issuer(url())
            .audience("weft")
            .subject("s-1")
            .claim("sid", "session-1")
            .claim("preferred_username", "nora")
            .claim("name", "Nora North")
            .claim("groups", List.of("Analysts"))
            .claim("nonce", nonce)
            .issueTime(Date.from(now))
            .expirationTime(Date.from(now.plus(Duration.ofMinutes(5))));
    return signed(claims.apply(honest).build(), "JWT");
  }

  String signed(JWTClaimsSet said, String type) {
    var header =
        new JWSHeader.Builder(JWSAlgorithm.ES256)
            .type(new JOSEObjectType(type))
            .keyID(signer.getKeyID())
            .build();
    var token = new SignedJWT(header, said);
    try {
      token.sign(new ECDSASigner(signer));
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
    return token.serialize();
  }

  private static void answer(HttpExchange call, int status, String body) throws IOException {
    var bytes = body.getBytes(StandardCharsets.UTF_8);
    call.getResponseHeaders().set("Content-Type", "application/json");
    try (call) {
      call.sendResponseHeaders(status, bytes.length);
      call.getResponseBody().write(bytes);
    }
  }

  @Override
  public void close() {
    http.stop(0);
  }
}
