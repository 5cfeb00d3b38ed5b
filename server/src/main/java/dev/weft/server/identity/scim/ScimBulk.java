package dev.weft.server.identity.scim;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weft.model.Json;
import dev.weft.model.Place;
import dev.weft.model.Problem;
import dev.weft.model.ProblemException;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Many changes in one call (RFC 7644, 3.7), each for itself: what fails does not undo the others. A
 * resource that is made here is named by others as {@code bulkId:NAME}, before or after it.
 */
public final class ScimBulk {
  static final int OPERATIONS_MAX = 1_000;
  static final int BYTES_MAX = 1_048_576;
  private static final String RESPONSE = "urn:ietf:params:scim:api:messages:2.0:BulkResponse";
  private static final Pattern PATH = Pattern.compile("/(Users|Groups)(?:/([^/]+))?");
  private static final Pattern REFERENCE = Pattern.compile("bulkId:([A-Za-z0-9._-]{1,100})");

  private final ScimUsers users;
  private final ScimGroups groups;

  public ScimBulk(ScimUsers users, ScimGroups groups) {
    this.users = users;
    this.groups = groups;
  }

  /** Does what a request says, in its order as far as references allow. */
  public JsonNode done(String body) {
    return new Run().of(read(body));
  }

  private static JsonNode read(String body) {
    if (body.length() > BYTES_MAX) {
      throw tooLarge("a request has at most " + BYTES_MAX + " bytes");
    }
    JsonNode request;
    try {
      request = Json.MAPPER.readTree(body);
    } catch (JsonProcessingException e) {
      throw Scim.wrong("invalidSyntax", "The request is not JSON.");
    }
    if (!request.path("Operations").isArray() || request.path("Operations").isEmpty()) {
      throw Scim.wrong("invalidSyntax", "A request has a list of Operations.");
    }
    if (request.path("Operations").size() > OPERATIONS_MAX) {
      throw tooLarge("a request has at most " + OPERATIONS_MAX + " operations");
    }
    return request;
  }

  private static ProblemException tooLarge(String why) {
    return new Problem(
            Problem.Kind.TOO_LARGE, "tooLarge", Place.NOWHERE, "It is too much: " + why + ".", "")
        .asException();
  }

  /** One request. */
  private final class Run {
    private final Map<String, String> ids = new HashMap<>();
    private final Map<Integer, ObjectNode> answers = new TreeMap<>();
    private int failures;

    JsonNode of(JsonNode request) {
      var failuresMax = request.path("failOnErrors").asInt(Integer.MAX_VALUE);
      var waiting = new ArrayDeque<Integer>();
      for (var i = 0; i < request.path("Operations").size(); i++) {
        waiting.add(i);
      }
      var postponed = 0;
      while (!waiting.isEmpty() && failures < Math.max(1, failuresMax)) {
        var next = waiting.remove();
        var operation = request.path("Operations").get(next);
        var isStuck = postponed >= waiting.size() + 1;
        if (!isStuck && unknown(operation).isPresent()) {
          waiting.add(next);
          postponed++;
        } else {
          postponed = 0;
          answers.put(next, answered(operation));
        }
      }
      var answer = Json.object();
      answer.putArray("schemas").add(RESPONSE);
      answer.putArray("Operations").addAll(answers.values());
      return answer;
    }

    private Optional<String> unknown(JsonNode operation) {
      var said = operation.path("path").asText() + " " + operation.path("data");
      var named = REFERENCE.matcher(said);
      while (named.find()) {
        if (!ids.containsKey(named.group(1))) {
          return Optional.of(named.group(1));
        }
      }
      return Optional.empty();
    }

    private ObjectNode answered(JsonNode operation) {
      var answer = Json.object().put("method", operation.path("method").asText());
      var bulkId = operation.path("bulkId").asText();
      if (!bulkId.isEmpty()) {
        answer.put("bulkId", bulkId);
      }
      try {
        var resource = act(operation);
        resource.ifPresent(made -> ids.put(bulkId, made.path("id").asText()));
        resource.ifPresent(made -> answer.set("location", made.path("meta").path("location")));
        resource.ifPresent(made -> answer.set("version", made.path("meta").path("version")));
        answer.put("status", status(answer.path("method").asText(), resource.isPresent()));
      } catch (ProblemException e) {
        failures++;
        answer.put("status", Integer.toString(ScimErrors.status(e.first())));
        answer.set("response", ScimErrors.of(e.first()));
      }
      return answer;
    }

    private String status(String method, boolean hasResource) {
      return method.equals("POST") ? "201" : hasResource ? "200" : "204";
    }

    private Optional<JsonNode> act(JsonNode operation) {
      var missing = unknown(operation);
      if (missing.isPresent()) {
        throw Scim.wrong("invalidValue", "Nothing was made as bulkId:" + missing.get() + ".");
      }
      var path = PATH.matcher(resolved(operation.path("path").asText()));
      if (!path.matches()) {
        throw Scim.wrong("invalidPath", "A path is /Users, /Groups, or one of these: /Users/ID.");
      }
      var isUser = path.group(1).equals("Users");
      var data =
          operation.has("data")
              ? Json.parse(resolved(Json.text(operation.path("data"))))
              : Json.object();
      var id = Optional.ofNullable(path.group(2)).orElse("");
      var version = operation.path("version").asText();
      var method = operation.path("method").asText();
      if (id.isEmpty() != method.equals("POST")) {
        throw Scim.wrong("invalidPath", method + " of " + path.group() + " is no operation.");
      }
      if (!data.isObject()) {
        throw Scim.wrong("invalidSyntax", "The data of an operation are an object.");
      }
      return isUser ? user(method, id, data, version) : group(method, id, data, version);
    }

    private Optional<JsonNode> user(String method, String id, JsonNode data, String version) {
      return switch (method) {
        case "POST" -> Optional.of(users.create(data));
        case "PUT" -> Optional.of(users.replace(id, data, version));
        case "PATCH" -> Optional.of(users.patch(id, data, version));
        case "DELETE" -> {
          users.delete(id, version);
          yield Optional.empty();
        }
        default -> throw unknownMethod(method);
      };
    }

    private Optional<JsonNode> group(String method, String id, JsonNode data, String version) {
      return switch (method) {
        case "POST" -> Optional.of(groups.create(data));
        case "PUT" -> Optional.of(groups.replace(id, data, version));
        case "PATCH" -> Optional.of(groups.patch(id, data, version));
        case "DELETE" -> {
          groups.delete(id, version);
          yield Optional.empty();
        }
        default -> throw unknownMethod(method);
      };
    }

    private ProblemException unknownMethod(String method) {
      return Scim.wrong("invalidSyntax", "'" + method + "' is no method of an operation.");
    }

    /** Ids are names of users and groups, which need no escaping within JSON. */
    private String resolved(String text) {
      return REFERENCE
          .matcher(text)
          .replaceAll(
              found -> Matcher.quoteReplacement(ids.getOrDefault(found.group(1), found.group())));
    }
  }
}
