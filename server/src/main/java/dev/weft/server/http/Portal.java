package dev.weft.server.http;

import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.NotFoundResponse;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** Serves the web UI from the class path; unknown paths get its page, which routes by itself. */
final class Portal {
  private static final String ROOT = "/portal";
  private static final Map<String, String> TYPES =
      Map.of(
          "html", "text/html; charset=utf-8",
          "js", "text/javascript; charset=utf-8",
          "css", "text/css; charset=utf-8",
          "svg", "image/svg+xml",
          "png", "image/png",
          "ico", "image/x-icon",
          "json", "application/json",
          "woff2", "font/woff2");

  /** For programs: what is not there is not there, and never a page. */
  private static final List<String> NOT_PAGES =
      List.of("/api/", "/registry/", "/health/", "/metrics", "/scim/", "/mcp", "/.well-known/");

  void addTo(JavalinConfig config) {
    config.routes.get("/", Portal::serve);
    config.routes.get("/<path>", Portal::serve);
  }

  private static void serve(Context context) throws IOException {
    var path = context.path();
    if (NOT_PAGES.stream().anyMatch(path::startsWith)) {
      throw new NotFoundResponse();
    }
    var found = !path.equals("/") && !path.contains("..") && write(context, path);
    if (!found && !write(context, "/index.html")) {
      context
          .contentType("text/plain")
          .result("The portal is not part of this build. REST is under /api/v1.");
    }
  }

  private static boolean write(Context context, String path) throws IOException {
    var type = TYPES.get(path.substring(path.lastIndexOf('.') + 1));
    if (type == null) {
      return false;
    }
    try (var in = Portal.class.getResourceAsStream(ROOT + path)) {
      if (in == null) {
        return false;
      }
      // Built assets carry their hash in the name; the page itself does not.
      var forever = path.startsWith("/assets/");
      context
          .header("Cache-Control", forever ? "public, max-age=31536000, immutable" : "no-cache")
          .contentType(type)
          .result(in.readAllBytes());
      return true;
    }
  }
}
