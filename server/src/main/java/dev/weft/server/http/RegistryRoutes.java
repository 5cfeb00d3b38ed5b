package dev.weft.server.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weft.model.Json;
import dev.weft.model.Place;
import dev.weft.model.Problem;
import dev.weft.model.SchemaMetadata;
import dev.weft.model.SchemaRules;
import dev.weft.model.Subject;
import dev.weft.registry.schema.Draft;
import dev.weft.registry.schema.Import;
import dev.weft.registry.schema.SchemaIndex;
import dev.weft.registry.schema.SubjectName;
import dev.weft.registry.schema.Subjects;
import dev.weft.registry.schema.Version;
import dev.weft.server.identity.Caller;
import dev.weft.server.identity.KeyLogins;
import dev.weft.spi.Expressions;
import dev.weft.spi.MeshLog;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The schema registry as Confluent's serializers know it, below {@code /registry}: who may see the
 * mesh reads schemas; those who may change a product register them for its ports' topics. Here are
 * the calls about subjects and their versions; {@link RegistrySchemaRoutes} has those about
 * schemas, {@link RegistrySettingsRoutes} those about settings, {@link ApicurioRoutes} what
 * Apicurio's serializers call.
 *
 * <p>Requests authenticate by bearer token, or by Basic with the id and the secret of a client's
 * key.
 */
public final class RegistryRoutes {
  private static final int REFERENCES_MAX = 100;
  private static final String SUBJECT = "/subjects/{subject}";
  private static final String VERSIONS = SUBJECT + "/versions";
  private static final String VERSION = VERSIONS + "/{version}";
  private static final String COMPATIBILITY = "/compatibility/subjects/{subject}/versions";

  private final Subjects subjects;
  private final SchemaIndex index;
  private final RegistryRights rights;
  private final ContractMetadata contracts;
  private final RegistryPages pages;
  private final RegistryCalls calls;
  private final RegistrySchemaRoutes schemas;
  private final RegistrySettingsRoutes settings;
  private final ApicurioRoutes apicurio;

  public RegistryRoutes(MeshLog mesh, Expressions expressions, KeyLogins keys, Clock clock) {
    subjects = new Subjects(mesh, expressions);
    index = new SchemaIndex(mesh);
    rights = new RegistryRights(mesh);
    contracts = new ContractMetadata(mesh, clock);
    pages = new RegistryPages(contracts);
    calls = new RegistryCalls(keys);
    schemas = new RegistrySchemaRoutes(index, pages, calls);
    settings = new RegistrySettingsRoutes(mesh, rights, calls);
    apicurio = new ApicurioRoutes(subjects, index, rights, keys);
  }

  public void addTo(Routes routes) {
    calls.add(routes, "GET", "", "The registry is there.", (request, caller) -> Map.of());
    calls.add(routes, "GET", "/subjects", "The subjects.", this::all);
    calls.add(routes, "POST", SUBJECT, "The version that has this schema.", this::find);
    calls.add(routes, "DELETE", SUBJECT, "Deletes a subject.", this::deleteSubject);
    calls.add(routes, "GET", SUBJECT + "/metadata", "The newest with this metadata.", this::having);
    calls.add(routes, "GET", VERSIONS, "The versions of a subject.", this::numbers);
    calls.add(routes, "POST", VERSIONS, "Registers a schema.", this::register);
    calls.add(
        routes,
        "GET",
        VERSION,
        "One version, or the latest.",
        (request, caller) -> pages.page(version(request)));
    calls.add(routes, "DELETE", VERSION, "Deletes one version.", this::deleteVersion);
    calls.add(
        routes,
        "GET",
        VERSION + "/schema",
        "The schema of one version.",
        (request, caller) -> version(request).schema().text());
    calls.add(
        routes,
        "GET",
        VERSION + "/referencedby",
        "The schemas that import a version.",
        this::referencedBy);
    calls.add(routes, "POST", COMPATIBILITY, "Whether a schema could be next.", this::couldBeNext);
    calls.add(
        routes,
        "POST",
        COMPATIBILITY + "/{version}",
        "Whether a schema could follow a version.",
        this::couldFollow);
    schemas.addTo(routes);
    settings.addTo(routes);
    apicurio.addTo(routes);
  }

  private Object all(Request request, Caller caller) {
    var shown = SchemaIndex.Shown.of(request.flag("deleted"), request.flag("deletedOnly"));
    return RegistryCalls.part(
        index.subjects(request.query("subjectPrefix").orElse(":*:"), shown), request);
  }

  private Object numbers(Request request, Caller caller) {
    var shown = SchemaIndex.Shown.of(request.flag("deleted"), request.flag("deletedOnly"));
    var versions = subjects.versions(subject(request), shown != SchemaIndex.Shown.VISIBLE);
    return RegistryCalls.part(
        shown.of(versions).stream().map(Subject.Version::number).toList(), request);
  }

  private Object register(Request request, Caller caller) {
    var subject = subject(request);
    rights.require(caller, subject);
    var version = subjects.register(subject, draft(subject, request), caller.id());
    var page = new LinkedHashMap<String, Object>();
    page.put("id", version.schema().id());
    page.put("version", version.version());
    page.put("guid", version.schema().guid());
    if (!version.schema().metadata().isEmpty() || !version.schema().rules().isEmpty()) {
      page.putAll(RegistryPages.page(version.schema()));
    }
    return page;
  }

  private Object find(Request request, Caller caller) {
    var subject = subject(request);
    var version = subjects.find(subject, draft(subject, request), request.flag("deleted"));
    return pages.page(subjects.formatted(version, format(request)));
  }

  /** The keys and values of the query go together in their order. */
  private Object having(Request request, Caller caller) {
    var subject = subject(request);
    var keys = request.context().queryParams("key");
    var values = request.context().queryParams("value");
    var deleted = request.flag("deleted");
    Version newest = null;
    for (var each : subjects.versions(subject, deleted)) {
      var version = subjects.version(subject, String.valueOf(each.number()), deleted);
      var properties =
          pages.page(version).get("metadata") instanceof SchemaMetadata metadata
              ? metadata.properties()
              : Map.<String, String>of();
      var isIt = true;
      for (int i = 0; i < Math.min(keys.size(), values.size()); i++) {
        isIt &= values.get(i).equals(properties.get(keys.get(i)));
      }
      newest = isIt ? version : newest;
    }
    if (newest == null) {
      throw Problem.missing(
              "schema-not-found", "'" + subject + "' has no version with this metadata.", "")
          .asException();
    }
    return pages.page(subjects.formatted(newest, format(request)));
  }

  private Object deleteSubject(Request request, Caller caller) {
    var subject = subject(request);
    rights.require(caller, subject);
    return subjects.remove(subject, request.flag("permanent"), caller.id());
  }

  private Object deleteVersion(Request request, Caller caller) {
    var subject = subject(request);
    rights.require(caller, subject);
    return subjects.remove(
        subject, request.path("version"), request.flag("permanent"), caller.id());
  }

  private Object referencedBy(Request request, Caller caller) {
    return RegistryCalls.part(
        subjects.importing(subject(request), request.path("version"), request.flag("deleted")),
        request);
  }

  private Object couldFollow(Request request, Caller caller) {
    var subject = subject(request);
    return compatible(
        subjects.objections(subject, request.path("version"), draft(subject, request)), request);
  }

  private Object couldBeNext(Request request, Caller caller) {
    var subject = subject(request);
    return compatible(subjects.objections(subject, draft(subject, request)), request);
  }

  private static Object compatible(List<String> why, Request request) {
    return request.flag("verbose")
        ? Map.of("is_compatible", why.isEmpty(), "messages", why)
        : Map.of("is_compatible", why.isEmpty());
  }

  private Version version(Request request) {
    var version =
        subjects.version(subject(request), request.path("version"), request.flag("deleted"));
    return subjects.formatted(version, format(request));
  }

  static String format(Request request) {
    return request.query("format").orElse("");
  }

  private SubjectName subject(Request request) {
    return subjects.resolved(request.path("subject"));
  }

  private Draft draft(SubjectName subject, Request request) {
    var body = RegistryCalls.body(request);
    if (body.path("references").size() > REFERENCES_MAX) {
      throw bad("references", "The schema has more than " + REFERENCES_MAX + " references.");
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
    return new Draft(
        body.path("schemaType").asText(""),
        body.path("schema").asText(""),
        imports,
        read(body.path("metadata"), SchemaMetadata.class)
            .map(sent -> contracts.without(subject, sent))
            .filter(left -> !left.isEmpty()),
        read(body.path("ruleSet"), SchemaRules.class),
        body.path("id").asInt(0),
        body.path("version").asInt(0),
        request.flag("normalize"));
  }

  private static <T> Optional<T> read(JsonNode node, Class<T> noun) {
    try {
      return node.isObject() ? Optional.of(Json.read(node, noun)) : Optional.empty();
    } catch (IllegalArgumentException e) {
      throw bad("metadata", "Metadata or rules have a value of the wrong type.");
    }
  }

  private static RuntimeException bad(String field, String message) {
    return Problem.input("bad-schema", Place.field(field), message, "").asException();
  }
}
