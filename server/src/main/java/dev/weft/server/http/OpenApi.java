package dev.weft.server.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weft.model.Json;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** The REST interface described by itself: OpenAPI 3.1, made from the routes. */
final class OpenApi {
  private static final Pattern PARAMETER = Pattern.compile("\\{([a-zA-Z][a-zA-Z0-9]*)}");

  private OpenApi() {}

  static ObjectNode describe(List<Route> routes, String version) {
    var document = Json.object().put("openapi", "3.1.0");
    document
        .putObject("info")
        .put("title", "Weft")
        .put("version", version)
        .put(
            "description",
            "A streaming data mesh. Problems are application/problem+json (RFC 9457).");
    var paths = document.putObject("paths");
    routes.forEach(route -> operation(paths, route));
    var components = document.putObject("components");
    components
        .putObject("securitySchemes")
        .putObject("token")
        .put("type", "http")
        .put("scheme", "bearer");
    components.set("schemas", schemas());
    document.putArray("security").addObject().putArray("token");
    return document;
  }

  private static void operation(ObjectNode paths, Route route) {
    var path = paths.withObjectProperty(route.path());
    var operation = path.putObject(route.method().toLowerCase(Locale.ROOT));
    operation.put("summary", route.summary()).put("operationId", operationId(route));
    if (route.open()) {
      operation.putArray("security");
    }
    var parameters = operation.putArray("parameters");
    var matcher = PARAMETER.matcher(route.path());
    while (matcher.find()) {
      parameter(parameters.addObject(), matcher.group(1), "path").put("required", true);
    }
    route.query().forEach(name -> parameter(parameters.addObject(), name, "query"));
    var responses = operation.putObject("responses");
    responses.putObject("2XX").put("description", "Done.");
    responses
        .putObject("default")
        .put("description", "Problems, all of them.")
        .putObject("content")
        .putObject("application/problem+json")
        .putObject("schema")
        .put("$ref", "#/components/schemas/Problems");
  }

  private static ObjectNode parameter(ObjectNode parameter, String name, String in) {
    parameter.put("name", name).put("in", in).putObject("schema").put("type", "string");
    return parameter;
  }

  private static String operationId(Route route) {
    return (route.method().toLowerCase(Locale.ROOT) + route.path().replace("/api/v1", ""))
        .replaceAll("[^A-Za-z0-9]+", "-")
        .replaceAll("-$", "");
  }

  private static ObjectNode schemas() {
    return (ObjectNode)
        Json.parse(
            """
            {"Problems": {"type": "object", "required": ["status", "title", "code", "problems"],
              "properties": {"status": {"type": "integer"}, "title": {"type": "string"}, "code": {"type": "string"},
                "problems": {"type": "array", "items": {"$ref": "#/components/schemas/Problem"}}}},
             "Problem": {"type": "object", "required": ["kind", "code", "message"],
              "properties": {"kind": {"type": "string"}, "code": {"type": "string"}, "message": {"type": "string"},
                "hint": {"type": "string"}, "place": {"type": "object",
                  "properties": {"file": {"type": "string"}, "line": {"type": "integer"}, "column": {"type": "integer"},
                    "path": {"type": "string"}}}}}}
            """);
  }
}
