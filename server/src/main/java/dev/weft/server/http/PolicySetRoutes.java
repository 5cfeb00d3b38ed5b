package dev.weft.server.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.weft.model.Json;
import dev.weft.model.Place;
import dev.weft.model.Problem;
import dev.weft.policy.batch.Batch;
import dev.weft.policy.ranger.Sources;
import dev.weft.server.access.ImportedPolicies;
import dev.weft.server.access.OwnPolicies;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Policy sets of other services, and decisions by them or by the mesh's own policies. */
public final class PolicySetRoutes {
  /** A service with ten thousand policies has some 20 MB. */
  private static final int BODY_BYTES_MAX = 100 * 1024 * 1024;

  /**
   * A hundred thousand requests have some 14 MB, and take ten times as much while they are read.
   */
  private static final int REQUESTS_BYTES_MAX = 32 * 1024 * 1024;

  private static final Set<String> KEYS =
      Set.of("format", "policies", "roles", "users", "tags", "serviceDef", "service", "zone");

  private final ImportedPolicies policies;
  private final OwnPolicies own;

  public PolicySetRoutes(ImportedPolicies policies, OwnPolicies own) {
    this.policies = policies;
    this.own = own;
  }

  public void addTo(Routes routes) {
    routes.post(
        "/api/v1/policy-sets/{name}/import",
        "Replaces a policy set by what another policy server has kept.",
        this::importSet);
    routes.get(
        "/api/v1/policy-sets",
        "The imported policy sets.",
        request -> new Answers.Items<>(policies.list(request.caller())));
    routes.delete(
        "/api/v1/policy-sets/{name}",
        "Removes a policy set.",
        request -> {
          policies.delete(request.caller(), request.path("name"));
          return Route.Answer.NONE;
        });
    routes.post(
        "/api/v1/decide",
        "Answers a list of requests: by the policy set named in 'set', or by the mesh's policies.",
        this::decide);
  }

  private Object importSet(Request request) {
    var body = body(request, BODY_BYTES_MAX);
    var unknown = new TreeSet<String>();
    body.fieldNames().forEachRemaining(unknown::add);
    unknown.removeAll(KEYS);
    if (!body.isObject() || !unknown.isEmpty()) {
      throw wrong("The request is an object with " + String.join(", ", new TreeSet<>(KEYS)) + ".");
    }
    if (!body.path("format").asText("ranger").equals("ranger")) {
      throw wrong("The only format is ranger.");
    }
    var sources =
        new Sources(
            text(body, "policies").orElse("null"),
            text(body, "roles"),
            text(body, "users"),
            text(body, "tags"),
            text(body, "serviceDef"),
            body.path("service").asText(),
            zone(body.path("zone").asText("UTC")));
    return policies.importRanger(request.caller(), request.path("name"), sources);
  }

  /** A file comes as JSON within JSON, or as text. */
  private static Optional<String> text(JsonNode body, String name) {
    var node = body.path(name);
    if (node.isMissingNode() || node.isNull()) {
      return Optional.empty();
    }
    return Optional.of(node.isTextual() ? node.textValue() : node.toString());
  }

  private static ZoneId zone(String name) {
    try {
      return ZoneId.of(name);
    } catch (DateTimeException e) {
      throw wrong("'" + name + "' is no time zone.");
    }
  }

  /** The requests alone, for which the rest stands in the query; or all. */
  private Object decide(Request request) {
    var body = body(request, REQUESTS_BYTES_MAX);
    var requests = body.isArray() ? body : body.path("requests");
    var set = request.query("set").orElse(body.path("set").asText());
    var form =
        new Batch.Form(
            request.flag("details") || body.path("details").asBoolean(),
            request.flag("explain") || body.path("explain").asBoolean(),
            Math.max(0, body.path("first").asInt()));
    if (!set.isEmpty()) {
      return policies.decide(request.caller(), set, requests, form);
    }
    if (form.explain()) {
      throw wrong("Only policy sets explain a batch; GET /api/v1/explain tells of the mesh's own.");
    }
    return own.decide(request.caller(), requests);
  }

  private static JsonNode body(Request request, int bytesMax) {
    request.caller();
    try (var in = request.context().bodyInputStream()) {
      var bytes = in.readNBytes(bytesMax + 1);
      if (bytes.length > bytesMax) {
        throw new Problem(
                Problem.Kind.TOO_LARGE,
                "http-413",
                Place.NOWHERE,
                "The request has more than " + bytesMax + " bytes.",
                "Send it in parts.")
            .asException();
      }
      return Json.MAPPER.readTree(bytes);
    } catch (JsonProcessingException e) {
      throw wrong("The request is not JSON.");
    } catch (IOException e) {
      throw wrong("The request ended before its end.");
    }
  }

  private static dev.weft.model.ProblemException wrong(String message) {
    return new dev.weft.model.ProblemException(
        List.of(Problem.input("bad-request", Place.NOWHERE, message, "docs/rest.md")));
  }
}
