package dev.weft.server.http;

import dev.weft.model.PrincipalId;
import dev.weft.server.identity.Attempts;
import dev.weft.server.identity.DeviceLogins;
import dev.weft.server.identity.oidc.OidcDevices;
import dev.weft.server.identity.oidc.OidcLogins;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Logins of programs without a browser: by a code that is confirmed in the portal, or at the issuer
 * if it has such a page (RFC 8628).
 */
public final class DeviceRoutes {
  /** Tells the issuer's codes from our own. */
  private static final String ISSUER = "issuer:";

  private final DeviceLogins devices;
  private final Optional<OidcLogins> oidc;
  private final Supplier<String> url;
  private final Attempts begins;

  /**
   * @param begins how often the issuer is asked for somebody who has not said who they are
   * @param url where the portal is
   */
  public DeviceRoutes(
      DeviceLogins devices, Optional<OidcLogins> oidc, Attempts begins, Supplier<String> url) {
    this.begins = begins;
    this.devices = devices;
    this.oidc = oidc;
    this.url = url;
  }

  /**
   * A login that begins.
   *
   * @param client what the program calls itself
   * @param portal whether it is confirmed in the portal even if the issuer could be asked
   */
  record Begin(String client, boolean portal) {
    Begin {
      client = client == null ? "" : client;
    }
  }

  record Begun(
      String deviceCode,
      String userCode,
      String verifyUrl,
      String verifyUrlComplete,
      long expiresIn,
      long interval) {}

  record Poll(String deviceCode) {}

  record Code(String userCode, boolean allow) {}

  record LoggedIn(String token, Instant expiresAt, PrincipalId principal) {}

  public void addTo(Routes routes) {
    routes.open(
        "POST", "/api/v1/device", "Begins the login of a program without a browser.", this::begin);
    routes.open(
        "POST", "/api/v1/device/token", "The token, once somebody has confirmed.", this::poll);
    routes.get(
        "/api/v1/device/{code}",
        "What waits under a code to be confirmed.",
        request -> devices.asking(request.caller(), request.path("code"), request.address()));
    routes.post("/api/v1/device/decision", "Confirms or refuses a login.", this::decide);
  }

  private Object begin(Request request) {
    var body = request.body(Begin.class);
    if (!body.portal() && oidc.isPresent()) {
      begins.check(ISSUER + request.address(), request.address());
      begins.failed(ISSUER + request.address(), request.address()); // Each counts.
      var issuers = oidc.map(OidcLogins::devices).flatMap(OidcDevices::begin);
      if (issuers.isPresent()) {
        return of(issuers.get());
      }
    }
    var begun = devices.begin(body.client(), request.address());
    var page = url.get() + "/device";
    return new Begun(
        begun.deviceCode(),
        begun.userCode(),
        page,
        page + "?code=" + begun.userCode(),
        DeviceLogins.PATIENCE.toSeconds(),
        DeviceLogins.EVERY.toSeconds());
  }

  private static Begun of(OidcDevices.Begun begun) {
    var answer = begun.said();
    var page = answer.path("verification_uri").asText();
    return new Begun(
        ISSUER + begun.sealed(),
        answer.path("user_code").asText(),
        page,
        answer.path("verification_uri_complete").asText(page),
        answer.path("expires_in").asLong(DeviceLogins.PATIENCE.toSeconds()),
        Math.max(1, answer.path("interval").asLong(5)));
  }

  private Object poll(Request request) {
    var code = Optional.ofNullable(request.body(Poll.class).deviceCode()).orElse("");
    var issued =
        code.startsWith(ISSUER) && oidc.isPresent()
            ? oidc.get().devices().take(code.substring(ISSUER.length()), request.address())
            : devices.take(code, request.address());
    return new LoggedIn(issued.token(), issued.kept().expiresAt(), issued.kept().principal());
  }

  private Object decide(Request request) {
    var body = request.body(Code.class);
    var code = Optional.ofNullable(body.userCode()).orElse("");
    devices.decide(request.caller(), code, body.allow(), request.address());
    return Route.Answer.NONE;
  }
}
