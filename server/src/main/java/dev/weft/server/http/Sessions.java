package dev.weft.server.http;

import dev.weft.model.Problem;
import dev.weft.server.identity.Caller;
import dev.weft.server.identity.Logins;
import io.javalin.http.Context;
import io.javalin.http.Cookie;
import io.javalin.http.SameSite;
import java.util.Optional;

/**
 * Finds out who makes a request: a bearer token, or the portal's cookie. A request by cookie that
 * changes something must carry a header that other sites' pages cannot send (against CSRF).
 */
final class Sessions {
  static final String COOKIE = "weft_session";
  private static final String BEARER = "Bearer ";

  private final Logins logins;

  Sessions(Logins logins) {
    this.logins = logins;
  }

  Optional<Caller> caller(Context context) {
    return token(context).flatMap(logins::caller);
  }

  /** The token that the request carries. */
  Optional<String> token(Context context) {
    var header = context.header("Authorization");
    if (header != null) {
      return header.startsWith(BEARER)
          ? Optional.of(header.substring(BEARER.length()).strip())
          : Optional.empty();
    }
    var cookie = context.cookie(COOKIE);
    if (cookie == null || cookie.isEmpty()) {
      return Optional.empty();
    }
    var reads = context.method().name().equals("GET") || context.method().name().equals("HEAD");
    if (!reads && context.header("X-Weft-Request") == null) {
      throw Problem.refused(
              "cross-site-request",
              "A change by cookie needs the header X-Weft-Request.",
              "Send 'X-Weft-Request: 1', or use a bearer token.")
          .asException();
    }
    return Optional.of(cookie);
  }

  void remember(Context context, Logins.Issued issued, int maxAgeSeconds) {
    context.cookie(cookie(issued.token(), maxAgeSeconds, context));
  }

  void forget(Context context) {
    context.cookie(cookie("", 0, context));
  }

  /** Whether the browser speaks https: to us, or to the proxy before us. */
  static boolean isSecure(Context context) {
    return "https".equals(context.scheme()) || "https".equals(context.header("X-Forwarded-Proto"));
  }

  private static Cookie cookie(String value, int maxAge, Context context) {
    var cookie = new Cookie(COOKIE, value, "/", maxAge, isSecure(context), true);
    cookie.setSameSite(SameSite.STRICT);
    return cookie;
  }
}
