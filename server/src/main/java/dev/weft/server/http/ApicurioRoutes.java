package dev.weft.server.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weft.model.Json;
import dev.weft.model.Place;
import dev.weft.model.Problem;
import dev.weft.model.ProblemException;
import dev.weft.model.SchemaText;
import dev.weft.registry.schema.Draft;
import dev.weft.registry.schema.Import;
import dev.weft.registry.schema.SchemaIndex;
import dev.weft.registry.schema.SubjectName;
import dev.weft.registry.schema.Subjects;
import dev.weft.registry.schema.Version;
import dev.weft.server.identity.Caller;
import dev.weft.server.identity.KeyLogins;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The calls of Apicurio Registry's interface, version 3, that its serializers and deserializers
 * make, for the same subjects as all others see: an artifact of the group {@code default} is a
 * subject, and its ids, the global and the one of content, are the schema's. Records that these
 * write carry it in four bytes behind a zero, as Confluent's do.
 */
final class ApicurioRoutes {
  private static final String BASE = "/registry/apis/registry/v3";
  private static final String GROUP = "default";
  private static final String ARTIFACTS = "/groups/{group}/artifacts";
  private static final String VERSION = ARTIFACTS + "/{artifact}/versions/{version}";
  private static final String LATEST = "branch=latest";
  private static final int REFERENCES_MAX = 100;

  private final Subjects subjects;
  private final SchemaIndex index;
  private final RegistryRights rights;
  private final RegistryCalls calls;

  ApicurioRoutes(Subjects subjects, SchemaIndex index, RegistryRights rights, KeyLogins keys) {
    this.subjects = subjects;
    this.index = index;
    this.rights = rights;
    this.calls = new RegistryCalls(keys, BASE, ApicurioRoutes::refused);
  }

  void addTo(Routes routes) {
    calls.add(routes, "POST", ARTIFACTS, "Registers a schema.", this::register);
    calls.add(routes, "POST", "/search/versions", "Finds a version by its schema.", this::search);
    calls.add(routes, "GET", VERSION, "One version.", (request, caller) -> page(version(request)));
    calls.add(
        routes,
        "GET",
        VERSION + "/content",
        "The schema of one version.",
        (request, caller) -> version(request).schema().text());
    calls.add(
        routes,
        "GET",
        VERSION + "/references",
        "What the schema of one version imports.",
        (request, caller) -> references(version(request).schema()));
    for (var ids : List.of("globalIds", "contentIds")) {
      var path = "/ids/" + ids + "/{id}";
      calls.add(routes, "GET", path, "A schema by its id.", this::content);
      calls.add(
          routes,
          "GET",
          path + "/references",
          "What a schema imports.",
          (request, caller) -> references(schema(request)));
    }
  }

  /** As the interface tells it: RFC 7807, with the name of an exception. */
  private static RegistryCalls.Refused refused(Problem problem) {
    var body = new LinkedHashMap<String, Object>();
    body.put("status", problem.kind().status());
    body.put("title", RegistryCalls.sentence(problem));
    body.put("detail", RegistryCalls.sentence(problem));
    body.put("name", problem.code());
    return new RegistryCalls.Refused(problem.kind().status(), body);
  }

  private Object register(Request request, Caller caller) {
    requireGroup(request.path("group"));
    var body = RegistryCalls.body(request);
    var first = body.path("firstVersion").path("content");
    if (!first.path("content").isTextual()) {
      throw bad("firstVersion.content", "An artifact without a schema is not kept.");
    }
    var subject = subjects.resolved(body.path("artifactId").asText());
    rights.require(caller, subject);
    if (request.query("ifExists").orElse("FAIL").equals("FAIL") && exists(subject)) {
      throw Problem.conflict(
              "artifact-exists",
              "There is an artifact '" + subject + "' already.",
              "Say what then: ifExists=FIND_OR_CREATE_VERSION.")
          .asException();
    }
    var draft =
        new Draft(
            body.path("artifactType").asText(),
            first.path("content").asText(),
            imports(first.path("references")));
    var page = Json.object();
    var version = page(subjects.register(subject, draft, caller.id()));
    page.set("artifact", version.deepCopy().without(List.of("version", "globalId", "contentId")));
    page.set("version", version);
    return page;
  }

  private boolean exists(SubjectName subject) {
    try {
      return !subjects.versions(subject, false).isEmpty();
    } catch (ProblemException e) {
      return false; // It is hidden, or nobody has heard of it.
    }
  }

  private static List<Import> imports(JsonNode references) {
    if (references.size() > REFERENCES_MAX) {
      throw bad("references", "The schema has more than " + REFERENCES_MAX + " references.");
    }
    var imports = new ArrayList<Import>();
    for (var one : references) {
      requireGroup(one.path("groupId").asText(GROUP));
      imports.add(
          new Import(
              one.path("name").asText(),
              one.path("artifactId").asText(),
              number(one.path("version").asText())));
    }
    return imports;
  }

  private static int number(String version) {
    return version.matches("[1-9]\\d{0,8}") ? Integer.parseInt(version) : -1;
  }

  /** None is an answer, too: the serializer then says that it knows no such schema. */
  private Object search(Request request, Caller caller) {
    requireGroup(request.query("groupId").orElse(GROUP));
    var artifact =
        request
            .query("artifactId")
            .orElseThrow(() -> bad("artifactId", "Say of which artifact: artifactId=NAME."));
    var draft =
        new Draft(request.query("artifactType").orElse(""), request.context().body(), List.of());
    var page = Json.object();
    var found = found(subjects.resolved(artifact), draft);
    page.put("count", found.isPresent() ? 1 : 0);
    var versions = page.putArray("versions");
    found.map(ApicurioRoutes::page).ifPresent(versions::add);
    return page;
  }

  private Optional<Version> found(SubjectName subject, Draft draft) {
    try {
      return Optional.of(subjects.find(subject, draft, false));
    } catch (ProblemException e) {
      if (e.first().kind() == Problem.Kind.MISSING) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private Object content(Request request, Caller caller) {
    var wanted = request.query("references").orElse("");
    return index.formatted(schema(request), wanted.equals("DEREFERENCE") ? "resolved" : "").text();
  }

  private SchemaText schema(Request request) {
    return index.byId(request.path("id"), "");
  }

  private Version version(Request request) {
    requireGroup(request.path("group"));
    var wanted = request.path("version");
    return subjects.version(
        subjects.resolved(request.path("artifact")),
        wanted.equals(LATEST) ? "latest" : wanted,
        false);
  }

  private static ObjectNode page(Version version) {
    var page =
        Json.object()
            .put("groupId", GROUP)
            .put("artifactId", version.subject())
            .put("version", String.valueOf(version.version()))
            .put("artifactType", version.schema().type())
            .put("globalId", version.schema().id())
            .put("contentId", version.schema().id())
            .put("state", "ENABLED");
    if (version.registered() > 0) {
      page.put("createdOn", Instant.ofEpochMilli(version.registered()).toString());
    }
    return page;
  }

  private static List<Map<String, String>> references(SchemaText schema) {
    return schema.references().stream()
        .map(
            one ->
                Map.of(
                    "groupId", GROUP,
                    "artifactId", one.subject(),
                    "version", String.valueOf(one.version()),
                    "name", one.name()))
        .toList();
  }

  private static void requireGroup(String group) {
    if (!group.equals(GROUP)) {
      throw Problem.missing(
              "no-such-group",
              "There is no group '" + group + "'.",
              "All subjects are artifacts of the group '" + GROUP + "'.")
          .asException();
    }
  }

  private static ProblemException bad(String field, String message) {
    return Problem.input("bad-schema", Place.field(field), message, "").asException();
  }
}
