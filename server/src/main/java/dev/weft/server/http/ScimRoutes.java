package dev.weft.server.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.weft.model.Json;
import dev.weft.model.Place;
import dev.weft.model.Problem;
import dev.weft.model.ProblemException;
import dev.weft.server.identity.Attempts;
import dev.weft.server.identity.scim.ScimBulk;
import dev.weft.server.identity.scim.ScimErrors;
import dev.weft.server.identity.scim.ScimGroups;
import dev.weft.server.identity.scim.ScimOrder;
import dev.weft.server.identity.scim.ScimQuery;
import dev.weft.server.identity.scim.ScimSchemas;
import dev.weft.server.identity.scim.ScimUsers;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;

/** SCIM 2.0 below {@code /scim/v2}, for the one program that has its token. */
public final class ScimRoutes {
  private static final String BASE = "/scim/v2";
  private static final String TYPE = "application/scim+json; charset=utf-8";
  private static final String BEARER = "Bearer ";

  private final byte[] token;
  private final Attempts attempts;
  private final ScimUsers users;
  private final ScimGroups groups;
  private final ScimSchemas schemas;
  private final ScimBulk bulk;

  public ScimRoutes(
      String token, Attempts attempts, ScimUsers users, ScimGroups groups, ScimSchemas schemas) {
    this.token = token.getBytes(StandardCharsets.UTF_8);
    this.attempts = attempts;
    this.users = users;
    this.groups = groups;
    this.schemas = schemas;
    this.bulk = new ScimBulk(users, groups);
  }

  /** What a call does; its answer becomes JSON, and an empty one 204. */
  private interface Act {
    Optional<JsonNode> of(Request request) throws ProblemException;
  }

  /** What may be done to resources of one type. */
  private record Resources(Act list, Act get, Act create, Act replace, Act patch, Act delete) {}

  public void addTo(Routes routes) {
    add(
        routes,
        "Users",
        new Resources(
            request -> Optional.of(users.list(query(request))),
            request -> Optional.of(users.get(id(request), query(request))),
            request -> Optional.of(users.create(body(request))),
            request -> Optional.of(users.replace(id(request), body(request), version(request))),
            request -> Optional.of(users.patch(id(request), body(request), version(request))),
            request -> {
              users.delete(id(request), version(request));
              return Optional.empty();
            }));
    add(
        routes,
        "Groups",
        new Resources(
            request -> Optional.of(groups.list(query(request))),
            request -> Optional.of(groups.get(id(request), query(request))),
            request -> Optional.of(groups.create(body(request))),
            request -> Optional.of(groups.replace(id(request), body(request), version(request))),
            request -> Optional.of(groups.patch(id(request), body(request), version(request))),
            request -> {
              groups.delete(id(request), version(request));
              return Optional.empty();
            }));
    describe(routes);
  }

  private void add(Routes routes, String type, Resources acts) {
    var one = "/" + type + "/{id}";
    add(routes, "GET", "/" + type, type + " by SCIM, filtered, page by page.", acts.list());
    add(routes, "POST", "/" + type, "Makes one of the " + type + ".", acts.create());
    add(routes, "GET", one, "One of the " + type + ".", acts.get());
    add(routes, "PUT", one, "Replaces one of the " + type + ".", acts.replace());
    add(routes, "PATCH", one, "Changes one of the " + type + ".", acts.patch());
    add(routes, "DELETE", one, "Removes one of the " + type + ".", acts.delete());
  }

  private void describe(Routes routes) {
    add(
        routes,
        "POST",
        "/Bulk",
        "Many changes of users and groups in one call.",
        request -> Optional.of(bulk.done(request.context().body())));
    add(
        routes,
        "GET",
        "/ServiceProviderConfig",
        "What SCIM here can do.",
        request -> Optional.of(schemas.config()));
    add(
        routes,
        "GET",
        "/ResourceTypes",
        "Which resources there are.",
        request -> Optional.of(schemas.types()));
    add(
        routes,
        "GET",
        "/ResourceTypes/{id}",
        "One type of resources.",
        request -> Optional.of(schemas.type(id(request))));
    add(
        routes,
        "GET",
        "/Schemas",
        "Which attributes resources have.",
        request -> Optional.of(schemas.schemas()));
    add(
        routes,
        "GET",
        "/Schemas/{id}",
        "One schema.",
        request -> Optional.of(schemas.schema(id(request))));
  }

  private void add(Routes routes, String method, String path, String summary, Act act) {
    routes.open(method, BASE + path, summary, request -> answer(request, act));
  }

  private Object answer(Request request, Act act) {
    var context = request.context();
    try {
      requireToken(request);
      var answer = act.of(request);
      if (answer.isEmpty()) {
        return Route.Answer.NONE;
      }
      var meta = answer.get().path("meta");
      if (meta.has("version")) {
        context.header("ETag", meta.path("version").asText());
      }
      if (context.method().name().equals("POST") && meta.has("location")) {
        context.status(201).header("Location", meta.path("location").asText());
      }
      context.contentType(TYPE).result(Json.bytes(answer.get()));
    } catch (ProblemException e) {
      fail(request, e.first());
    }
    return Route.Answer.WRITTEN;
  }

  private void fail(Request request, Problem problem) {
    var status = ScimErrors.status(problem);
    if (status == 401) {
      request.context().header("WWW-Authenticate", "Bearer realm=\"Weft SCIM\"");
    }
    request.context().status(status).contentType(TYPE).result(Json.bytes(ScimErrors.of(problem)));
  }

  /** Wrong ones are limited for each address, so that nobody locks the right program out. */
  private void requireToken(Request request) {
    var who = "scim " + request.address();
    attempts.check(who, request.address());
    var header = Optional.ofNullable(request.context().header("Authorization")).orElse("");
    var given = header.startsWith(BEARER) ? header.substring(BEARER.length()).strip() : "";
    if (!MessageDigest.isEqual(token, given.getBytes(StandardCharsets.UTF_8))) {
      attempts.failed(who, request.address());
      throw new Problem(
              Problem.Kind.UNAUTHENTICATED,
              "wrong-token",
              Place.NOWHERE,
              "SCIM needs its token.",
              "It is in the file that scim.token.file names.")
          .asException();
    }
    attempts.succeeded(who);
  }

  private static String id(Request request) {
    return request.path("id");
  }

  private static String version(Request request) {
    return Optional.ofNullable(request.context().header("If-Match")).orElse("");
  }

  private static ScimQuery query(Request request) {
    return ScimQuery.of(
        request.query("filter").orElse(""),
        request.query("startIndex").orElse(""),
        request.query("count").orElse(""),
        request.query("attributes").orElse(""),
        request.query("excludedAttributes").orElse(""),
        ScimOrder.of(request.query("sortBy").orElse(""), request.query("sortOrder").orElse("")));
  }

  private static JsonNode body(Request request) {
    try {
      var body = Json.MAPPER.readTree(request.context().body());
      if (body != null && body.isObject()) {
        return body;
      }
    } catch (JsonProcessingException e) {
      // Told below.
    }
    throw Problem.input("invalidSyntax", Place.NOWHERE, "The request is no JSON object.", "")
        .asException();
  }
}
