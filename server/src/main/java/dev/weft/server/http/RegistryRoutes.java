package dev.weft.server.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.weft.model.DataProduct;
import dev.weft.model.Json;
import dev.weft.model.Place;
import dev.weft.model.PortName;
import dev.weft.model.PrincipalId;
import dev.weft.model.Problem;
import dev.weft.model.ProblemException;
import dev.weft.model.ResourceKind;
import dev.weft.model.SchemaText;
import dev.weft.registry.schema.Compatibility;
import dev.weft.registry.schema.Subjects;
import dev.weft.registry.schema.Subjects.Draft;
import dev.weft.registry.schema.Subjects.Import;
import dev.weft.registry.schema.Subjects.Version;
import dev.weft.server.identity.Caller;
import dev.weft.server.identity.KeyLogins;
import dev.weft.server.identity.Rights;
import dev.weft.spi.MeshLog;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The schema registry as Confluent's serializers know it, below {@code /registry}: who may see the
 * mesh reads schemas; those who may change a product register them for its ports' topics.
 *
 * <p>Requests authenticate by bearer token, or by Basic with the id and the secret of a client's
 * key.
 */
public final class RegistryRoutes {
  private static final String TYPE = "application/vnd.schemaregistry.v1+json";
  private static final String BASE = "/registry";
  private static final Map<String, Integer> CODES =
      Map.of(
          "subject-not-found", 40401,
          "version-not-found", 40402,
          "schema-not-found", 40403,
          "bad-schema", 42201,
          "bad-version", 42202,
          "bad-compatibility", 42203);
  private static final int UNPROCESSABLE = 422;
  private static final int REFERENCES_MAX = 100;
  private static final String AVRO = "AVRO";

  private final Subjects subjects;
  private final MeshLog mesh;
  private final KeyLogins keys;

  public RegistryRoutes(Subjects subjects, MeshLog mesh, KeyLogins keys) {
    this.subjects = subjects;
    this.mesh = mesh;
    this.keys = keys;
  }

  private interface Act {
    Object of(Request request, Caller caller);
  }

  public void addTo(Routes routes) {
    get(routes, "", "The registry is there.", (request, caller) -> Map.of());
    get(routes, "/subjects", "All subjects.", (request, caller) -> subjects.all());
    get(
        routes,
        "/subjects/{subject}/versions",
        "The versions of a subject.",
        (request, caller) ->
            subjects.versions(request.path("subject")).stream().map(Version::version).toList());
    get(
        routes,
        "/subjects/{subject}/versions/{version}",
        "One version, or the latest.",
        (request, caller) -> page(version(request)));
    get(
        routes,
        "/subjects/{subject}/versions/{version}/schema",
        "The schema of one version.",
        (request, caller) -> text(version(request).schema()));
    post(routes, "/subjects/{subject}/versions", "Registers a schema.", this::register);
    post(
        routes,
        "/subjects/{subject}",
        "The version that has this schema.",
        (request, caller) -> page(subjects.find(request.path("subject"), draft(request))));
    get(
        routes,
        "/schemas/ids/{id}",
        "A schema by its id.",
        (request, caller) -> page(subjects.schema(request.path("id"))));
    get(
        routes,
        "/schemas/ids/{id}/versions",
        "The versions that have a schema.",
        (request, caller) ->
            subjects.uses(request.path("id")).stream()
                .map(use -> Map.of("subject", use.subject(), "version", use.version()))
                .toList());
    get(
        routes,
        "/schemas/types",
        "The languages of schemas.",
        (request, caller) -> List.of("AVRO", "PROTOBUF"));
    get(
        routes,
        "/config",
        "The compatibility of all subjects that have none of their own.",
        (request, caller) -> Map.of("compatibilityLevel", subjects.compatibility()));
    get(routes, "/config/{subject}", "The compatibility of a subject.", this::level);
    add(routes, "PUT", "/config", "Sets the compatibility of all.", this::setForAll);
    add(routes, "PUT", "/config/{subject}", "Sets the compatibility of one.", this::setForOne);
    post(
        routes,
        "/compatibility/subjects/{subject}/versions/{version}",
        "Whether a schema could follow a version.",
        this::isCompatible);
  }

  private Object register(Request request, Caller caller) {
    var subject = request.path("subject");
    mayRegister(caller, subject);
    return Map.of("id", subjects.register(subject, draft(request), caller.id()).schema().id());
  }

  private Object level(Request request, Caller caller) {
    var own = subjects.ownCompatibility(request.path("subject"));
    if (own.isEmpty() && !request.flag("defaultToGlobal")) {
      throw Problem.missing(
              "subject-not-found", "'" + request.path("subject") + "' has no level of its own.", "")
          .asException();
    }
    return Map.of("compatibilityLevel", own.orElseGet(subjects::compatibility));
  }

  private Object setForAll(Request request, Caller caller) {
    caller.require(
        caller.isAdmin(), "not-an-admin", "Only an administrator sets this for all.", "");
    return set(Optional.empty(), request, caller);
  }

  private Object setForOne(Request request, Caller caller) {
    mayRegister(caller, request.path("subject"));
    return set(Optional.of(request.path("subject")), request, caller);
  }

  private Object set(Optional<String> subject, Request request, Caller caller) {
    Compatibility level =
        subjects.setCompatibility(
            subject, body(request).path("compatibility").asText(), caller.id());
    return Map.of("compatibility", level);
  }

  private Object isCompatible(Request request, Caller caller) {
    var why = subjects.objection(request.path("subject"), request.path("version"), draft(request));
    return request.flag("verbose")
        ? Map.of("is_compatible", why.isEmpty(), "messages", why.stream().toList())
        : Map.of("is_compatible", why.isEmpty());
  }

  private Version version(Request request) {
    return subjects.version(request.path("subject"), request.path("version"));
  }

  private static Map<String, Object> page(Version version) {
    var page = new LinkedHashMap<String, Object>();
    page.put("subject", version.subject());
    page.put("id", version.schema().id());
    page.put("version", version.version());
    page.putAll(page(version.schema()));
    return page;
  }

  private static Map<String, Object> page(SchemaText schema) {
    var page = new LinkedHashMap<String, Object>();
    if (!schema.type().equals(AVRO)) {
      page.put("schemaType", schema.type());
    }
    page.put("schema", schema.text());
    if (!schema.references().isEmpty()) {
      page.put(
          "references",
          schema.references().stream()
              .map(
                  one ->
                      Map.of(
                          "name", one.name(), "subject", one.subject(), "version", one.version()))
              .toList());
    }
    return page;
  }

  /** Avro's is JSON, others are plain text. */
  private static Object text(SchemaText schema) {
    return schema.type().equals(AVRO) ? Json.parse(schema.text()) : schema.text();
  }

  /** The product whose port's topic the subject is for decides, as with its records. */
  private void mayRegister(Caller caller, String subject) {
    var topic = subject.replaceFirst("-(key|value)$", "");
    var product =
        topic.equals(subject)
            ? Optional.<DataProduct>empty()
            : PortName.parse(topic)
                .flatMap(
                    port ->
                        mesh.state()
                            .find(ResourceKind.DATA_PRODUCT, port.product(), DataProduct.class)
                            .filter(found -> found.outputPort(port.port()).isPresent()));
    if (product.isEmpty()) {
      throw Problem.refused(
              "no-such-port",
              "'" + subject + "' belongs to no port.",
              "A subject is the port's topic and -value or -key: product.port-value.")
          .asException();
    }
    var id = caller.id();
    caller.require(
        id.equals(PrincipalId.product(product.get().id()))
            || (id.type() == PrincipalId.Type.USER
                && new Rights(mesh.state()).mayChange(caller, product.get())),
        "not-an-owner",
        "Only the product, its owners and administrators register schemas for '" + subject + "'.",
        "'weft describe product " + product.get().id() + "' names the owners.");
  }

  private static Draft draft(Request request) {
    var body = body(request);
    if (body.path("references").size() > REFERENCES_MAX) {
      throw Problem.input(
              "bad-schema",
              Place.field("references"),
              "The schema has more than " + REFERENCES_MAX + " references.",
              "Write fewer files.")
          .asException();
    }
    var imports = new ArrayList<Import>();
    body.path("references")
        .forEach(
            one ->
                imports.add(
                    new Import(
                        one.path("name").asText(),
                        one.path("subject").asText(),
                        one.path("version").asInt())));
    return new Draft(body.path("schemaType").asText(""), body.path("schema").asText(), imports);
  }

  private static JsonNode body(Request request) {
    try {
      var body = Json.MAPPER.readTree(request.context().body());
      if (body.isObject()) {
        return body;
      }
    } catch (JsonProcessingException e) {
      // Told below.
    }
    throw Problem.input("bad-schema", Place.NOWHERE, "The request is no JSON object.", "")
        .asException();
  }

  private void get(Routes routes, String path, String summary, Act act) {
    add(routes, "GET", path, summary, act);
  }

  private void post(Routes routes, String path, String summary, Act act) {
    add(routes, "POST", path, summary, act);
  }

  /** Open, because callers authenticate here: by key, too. */
  private void add(Routes routes, String method, String path, String summary, Act act) {
    routes.open(method, BASE + path, summary, request -> answer(request, act));
  }

  private Object answer(Request request, Act act) {
    try {
      write(request, 200, act.of(request, caller(request)));
    } catch (ProblemException e) {
      var problem = e.first();
      var code = CODES.getOrDefault(problem.code(), problem.kind().status() * 100 + 1);
      var status = code / 100 == UNPROCESSABLE ? UNPROCESSABLE : problem.kind().status();
      if (problem.kind() == Problem.Kind.UNAUTHENTICATED) {
        request.context().header("WWW-Authenticate", "Basic realm=\"Weft\"");
      }
      write(
          request,
          status,
          Map.of(
              "error_code",
              problem.kind() == Problem.Kind.CONFLICT ? status : code,
              "message",
              (problem.message() + " " + problem.hint()).strip()));
    }
    return Route.Answer.WRITTEN;
  }

  private Caller caller(Request request) {
    var header = Optional.ofNullable(request.context().header("Authorization")).orElse("");
    return request
        .authenticated()
        .or(() -> keys.caller(header, request.address()))
        .orElseGet(request::caller);
  }

  private static void write(Request request, int status, Object answer) {
    var bytes =
        answer instanceof String text ? text.getBytes(StandardCharsets.UTF_8) : Json.bytes(answer);
    request.context().status(status).contentType(TYPE).result(bytes);
  }
}
