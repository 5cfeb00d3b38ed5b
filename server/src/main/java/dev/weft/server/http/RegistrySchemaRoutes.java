package dev.weft.server.http;

import dev.weft.model.SchemaText;
import dev.weft.registry.schema.SchemaIndex;
import dev.weft.registry.schema.Version;
import dev.weft.server.identity.Caller;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The calls of the schema registry about schemas, in whichever subjects they are. */
final class RegistrySchemaRoutes {
  private static final String ID = "/schemas/ids/{id}";
  private static final String EDITION = "8.0.0";

  private final SchemaIndex index;
  private final RegistryPages pages;
  private final RegistryCalls calls;

  RegistrySchemaRoutes(SchemaIndex index, RegistryPages pages, RegistryCalls calls) {
    this.index = index;
    this.pages = pages;
    this.calls = calls;
  }

  void addTo(Routes routes) {
    calls.add(routes, "GET", "/schemas", "The versions of all subjects.", this::all);
    calls.add(routes, "GET", ID, "A schema by its id.", this::page);
    calls.add(
        routes,
        "GET",
        ID + "/schema",
        "A schema by its id, alone.",
        (request, caller) -> schema(request).text());
    calls.add(
        routes,
        "GET",
        ID + "/subjects",
        "The subjects that have a schema.",
        (request, caller) ->
            RegistryCalls.part(
                uses(request).stream().map(Version::subject).distinct().toList(), request));
    calls.add(
        routes,
        "GET",
        ID + "/versions",
        "The versions that have a schema.",
        (request, caller) -> RegistryCalls.part(RegistryPages.uses(uses(request)), request));
    calls.add(routes, "GET", "/schemas/guids/{guid}", "A schema by its content.", this::byGuid);
    calls.add(
        routes,
        "GET",
        "/schemas/guids/{guid}/ids",
        "The ids of a schema in all contexts.",
        this::ids);
    calls.add(
        routes,
        "GET",
        "/schemas/types",
        "The languages of schemas.",
        (request, caller) -> List.of("JSON", "PROTOBUF", "AVRO"));
    calls.add(routes, "GET", "/contexts", "The contexts.", this::contexts);
    calls.add(
        routes,
        "GET",
        "/v1/metadata/id",
        "Which registry this is.",
        (request, caller) ->
            Map.of("id", "", "scope", Map.of("path", List.of(), "clusters", Map.of())));
    calls.add(
        routes,
        "GET",
        "/v1/metadata/version",
        "The edition of Confluent's interface that this one follows.",
        (request, caller) -> Map.of("version", EDITION, "commitId", ""));
    // Newer clients ask before they fall back to the subject that is called as the topic.
    calls.add(
        routes,
        "GET",
        "/associations/resources/{namespace}/{name}",
        "The subjects that are associated with a resource by hand: none.",
        (request, caller) -> List.of());
  }

  private Object all(Request request, Caller caller) {
    var shown = SchemaIndex.Shown.of(request.flag("deleted"), false);
    var found =
        index
            .versions(
                request.query("subjectPrefix").orElse(":*:"), shown, request.flag("latestOnly"))
            .toList();
    return RegistryCalls.part(found, request).stream().map(pages::page).toList();
  }

  private Object page(Request request, Caller caller) {
    var page = new LinkedHashMap<>(RegistryPages.page(schema(request)));
    if (request.flag("fetchMaxId")) {
      page.put("maxId", index.highestId(subject(request)));
    }
    return page;
  }

  private SchemaText schema(Request request) {
    return index.formatted(
        index.byId(request.path("id"), subject(request)), RegistryRoutes.format(request));
  }

  private List<Version> uses(Request request) {
    return index.uses(request.path("id"), subject(request), request.flag("deleted"));
  }

  private static String subject(Request request) {
    return request.query("subject").orElse("");
  }

  private Object byGuid(Request request, Caller caller) {
    return RegistryPages.page(
        index.formatted(index.byGuid(request.path("guid")), RegistryRoutes.format(request)));
  }

  private Object ids(Request request, Caller caller) {
    return index.allOfGuid(request.path("guid")).stream()
        .map(
            schema ->
                Map.of(
                    "context",
                    schema.context().isEmpty() ? "." : schema.context(),
                    "id",
                    schema.id()))
        .toList();
  }

  private Object contexts(Request request, Caller caller) {
    var prefix = request.query("contextPrefix").orElse("");
    return RegistryCalls.part(
        index.contexts().stream().filter(context -> context.startsWith(prefix)).toList(), request);
  }
}
