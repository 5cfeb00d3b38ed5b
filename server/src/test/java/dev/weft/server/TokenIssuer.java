package dev.weft.server;

import com.nimbusds.jose.JOSEException;
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
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;

/**
 * An issuer of tokens on this machine: publishes its key (JWKS), and gives whoever knows the secret
 * a token in the name of the client's id (RFC 6749, client credentials).
 */
final class TokenIssuer implements AutoCloseable {
  static final String NAME = "https://id.bank.example";
  static final String AUDIENCE = "weft";
  static final String SECRET = "the secret of this client";
  private final HttpServer http;
  private final ECKey key;

  TokenIssuer() throws IOException, JOSEException {
    key = new ECKeyGenerator(Curve.P_256).keyID("one").generate();
    http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    http.createContext("/keys", call -> answer(call, 200, new JWKSet(key).toString()));
    http.createContext("/token", this::token);
    http.start();
  }

  String keysUrl() {
    return url() + "/keys";
  }

  String tokenUrl() {
    return url() + "/token";
  }

  private String url() {
    return "http://127.0.0.1:" + http.getAddress().getPort();
  }

  /** Clients say who they are by HTTP's Basic scheme. */
  private void token(HttpExchange call) throws IOException {
    var header = call.getRequestHeaders().getFirst("Authorization");
    var said =
        new String(
            Base64.getDecoder().decode(header.replaceFirst("Basic ", "")), StandardCharsets.UTF_8);
    var name = said.substring(0, said.indexOf(':'));
    if (said.equals(name + ":" + SECRET)) {
      answer(call, 200, "{\"access_token\": \"" + token(name) + "\", \"token_type\": \"Bearer\"}");
    } else {
      answer(call, 401, "{\"error\": \"invalid_client\"}");
    }
  }

  private String token(String name) {
    var now = Instant.now();
    var claims =
        new JWTClaimsSet.Builder()
            .issuer(NAME)
            .audience(AUDIENCE)
            .subject(name)
            .claim("scope", "read")
            .issueTime(Date.from(now))
            .expirationTime(Date.from(now.plusSeconds(600)))
            .build();
    var header = new JWSHeader.Builder(JWSAlgorithm.ES256).keyID("one").build();
    var token = new SignedJWT(header, claims);
    try {
      token.sign(new ECDSASigner(key));
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
    return token.serialize();
  }

  private static void answer(HttpExchange call, int status, String body) {
    var bytes = body.getBytes(StandardCharsets.UTF_8);
    call.getResponseHeaders().set("Content-Type", "application/json");
    try (call) {
      call.sendResponseHeaders(status, bytes.length);
      call.getResponseBody().write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    http.stop(0);
  }
}
