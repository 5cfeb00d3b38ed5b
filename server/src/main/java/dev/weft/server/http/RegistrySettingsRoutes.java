package dev.weft.server.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weft.model.Json;
import dev.weft.model.SchemaConfig;
import dev.weft.registry.schema.SubjectName;
import dev.weft.registry.schema.SubjectSettings;
import dev.weft.server.identity.Caller;
import dev.weft.spi.MeshLog;
import java.util.Map;
import java.util.Optional;

/** The calls of the schema registry about what is set for subjects, contexts, or all. */
final class RegistrySettingsRoutes {
  private final SubjectSettings settings;
  private final RegistryRights rights;
  private final RegistryCalls calls;

  RegistrySettingsRoutes(MeshLog mesh, RegistryRights rights, RegistryCalls calls) {
    this.settings = new SubjectSettings(mesh);
    this.rights = rights;
    this.calls = calls;
  }

  void addTo(Routes routes) {
    for (var path : new String[] {"", "/{subject}"}) {
      var whose = path.isEmpty() ? "of all" : "of a subject";
      calls.add(routes, "GET", "/config" + path, "How schemas follow " + whose, this::config);
      calls.add(routes, "PUT", "/config" + path, "Sets how schemas follow " + whose, this::set);
      calls.add(routes, "DELETE", "/config" + path, "Takes it back " + whose, this::unset);
      calls.add(routes, "GET", "/mode" + path, "What may be done, " + whose, this::mode);
      calls.add(routes, "PUT", "/mode" + path, "Sets what may be done, " + whose, this::setMode);
      calls.add(routes, "DELETE", "/mode" + path, "Takes it back " + whose, this::unsetMode);
    }
  }

  private static Optional<SubjectName> subject(Request request) {
    return Optional.ofNullable(request.context().pathParamMap().get("subject"))
        .map(SubjectName::parse);
  }

  private Optional<SubjectName> changed(Request request, Caller caller) {
    var subject = subject(request);
    if (subject.isEmpty()) {
      rights.requireAdmin(caller);
    } else {
      rights.require(caller, subject.get());
    }
    return subject;
  }

  private Object config(Request request, Caller caller) {
    return page(settings.config(subject(request), request.flag("defaultToGlobal")));
  }

  /** What is read has another name for the level than what is written. */
  private static ObjectNode page(SchemaConfig config) {
    var page = Json.object();
    if (!config.compatibility().isEmpty()) {
      page.put("compatibilityLevel", config.compatibility());
    }
    page.setAll(Json.tree(config));
    page.remove("compatibility");
    return page;
  }

  private Object set(Request request, Caller caller) {
    var subject = changed(request, caller);
    var changes = RegistryCalls.body(request);
    settings.configure(subject, changes, caller.id());
    return changes;
  }

  private Object unset(Request request, Caller caller) {
    return page(settings.unconfigure(changed(request, caller), caller.id()));
  }

  private Object mode(Request request, Caller caller) {
    return Map.of("mode", settings.mode(subject(request), request.flag("defaultToGlobal")));
  }

  private Object setMode(Request request, Caller caller) {
    var subject = changed(request, caller);
    var mode = RegistryCalls.body(request).path("mode").asText();
    return Map.of("mode", settings.setMode(subject, mode, request.flag("force"), caller.id()));
  }

  private Object unsetMode(Request request, Caller caller) {
    return Map.of("mode", settings.unsetMode(changed(request, caller), caller.id()));
  }
}
