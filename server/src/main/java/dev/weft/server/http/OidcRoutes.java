package dev.weft.server.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.weft.model.ProblemException;
import dev.weft.server.identity.Logins;
import dev.weft.server.identity.oidc.OidcLogins;
import io.javalin.http.Context;
import io.javalin.http.Cookie;
import io.javalin.http.SameSite;
import java.time.Duration;
import java.util.HashMap;
import java.util.Optional;

/** Which ways there are to log in, and the way by the issuer: there, back, and out. */
public final class OidcRoutes {
  private static final String COOKIE = "weft_oidc";
  private static final String PATH = "/api/v1/oidc";
  private static final int JOURNEY_SECONDS = 600;
  private static final int SESSION_SECONDS = (int) Duration.ofHours(12).toSeconds();

  private final Optional<OidcLogins> oidc;
  private final Sessions sessions;

  public OidcRoutes(Optional<OidcLogins> oidc, Logins logins) {
    this.oidc = oidc;
    this.sessions = new Sessions(logins);
  }

  /** An issuer as the login page shows it. */
  record Issuer(String title, String path) {}

  record Ways(
      boolean password, @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<Issuer> oidc) {}

  public void addTo(Routes routes) {
    routes.open("GET", "/api/v1/login-ways", "Which ways there are to log in.", this::ways);
    oidc.ifPresent(
        issuer -> {
          routes.open(
              "GET",
              PATH + "/login",
              "Sends the browser to the issuer.",
              request -> begin(issuer, request));
          routes.open(
              "GET",
              PATH + "/callback",
              "Where the issuer sends the browser back.",
              request -> arrive(issuer, request));
          routes.open(
              "POST",
              PATH + "/logout",
              "The issuer says that somebody has logged out there.",
              request -> loggedOut(issuer, request));
        });
  }

  private Object ways(Request request) {
    return new Ways(true, oidc.map(issuer -> new Issuer(issuer.title(), PATH + "/login")));
  }

  private static Object begin(OidcLogins issuer, Request request) {
    try {
      var begun = issuer.begin(request.query("to").orElse("/"));
      request.context().cookie(cookie(request.context(), begun.sealed(), JOURNEY_SECONDS));
      request.context().redirect(begun.where().toString());
    } catch (ProblemException e) {
      failed(request, e);
    }
    return Route.Answer.WRITTEN;
  }

  private Object arrive(OidcLogins issuer, Request request) {
    var said = new HashMap<String, String>();
    request
        .context()
        .queryParamMap()
        .forEach((name, values) -> said.put(name, values.isEmpty() ? "" : values.get(0)));
    var sealed = Optional.ofNullable(request.context().cookie(COOKIE)).orElse("");
    request.context().cookie(cookie(request.context(), "", 0));
    try {
      var arrived = issuer.arrive(said, sealed, request.address());
      sessions.remember(request.context(), arrived.issued(), SESSION_SECONDS);
      request.context().redirect(arrived.to());
    } catch (ProblemException e) {
      failed(request, e);
    }
    return Route.Answer.WRITTEN;
  }

  /** A person is in front of it: the login page says what is wrong. */
  private static void failed(Request request, ProblemException e) {
    request.context().redirect("/login?problem=" + e.first().code());
  }

  private static Object loggedOut(OidcLogins issuer, Request request) {
    issuer.loggedOut(Optional.ofNullable(request.context().formParam("logout_token")).orElse(""));
    return Route.Answer.NONE;
  }

  /** Lax, as the browser comes back from another site; it lives for one login. */
  private static Cookie cookie(Context context, String value, int seconds) {
    var cookie = new Cookie(COOKIE, value, PATH, seconds, Sessions.isSecure(context), true);
    cookie.setSameSite(SameSite.LAX);
    return cookie;
  }
}
