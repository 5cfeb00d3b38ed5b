package dev.weft.tools.nifi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weft.model.Json;
import dev.weft.tools.nifi.ExpressionLanguage.Unmapped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Turns controller services by {@code services.json}: pools, TLS, lookups, stores. Only those that
 * a processor uses here become services of the flow; the others are findings. Readers and writers
 * of records are settings of processors, and not looked at.
 */
final class ServiceMapper {
  private final JsonNode mapping = mapping();
  private final Definition definition;
  private final ImportedParameters parameters;
  private final List<Finding> findings;
  private final Map<String, ObjectNode> used = new LinkedHashMap<>();
  private final Set<String> names = new HashSet<>();
  private final Set<String> looked = new HashSet<>();

  ServiceMapper(Definition definition, ImportedParameters parameters, List<Finding> findings) {
    this.definition = definition;
    this.parameters = parameters;
    this.findings = findings;
  }

  private static JsonNode mapping() {
    try (var in = ServiceMapper.class.getResourceAsStream("services.json")) {
      return Json.parse(in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private JsonNode rules(JsonNode service) {
    var found = mapping.path(ProcessorMapper.simple(service));
    return found.has("as") ? mapping.path(found.path("as").asText()) : found;
  }

  /** The setting by which processors name a service of this kind; empty when Weft has none such. */
  Optional<String> setting(JsonNode service) {
    return Optional.of(rules(service).path("setting").asText("")).filter(name -> !name.isEmpty());
  }

  /** A processor knows it by its own settings, such as an address: it is no service then. */
  void takenApart(JsonNode service) {
    looked.add(id(service));
  }

  /** The name that it has in the flow, which declares it from now on. */
  String use(JsonNode service) {
    looked.add(id(service));
    return used.computeIfAbsent(id(service), key -> map(service)).path("name").asText();
  }

  private ObjectNode map(JsonNode service) {
    var rules = rules(service);
    var title = service.path("name").asText();
    var name = Definition.plain(title);
    for (var i = 2; !names.add(name); i++) {
      name = Definition.plain(title) + "-" + i;
    }
    var mapped = Json.object().put("name", name).put("type", rules.path("type").asText());
    var settings = Json.object();
    for (var property : service.path("properties").properties()) {
      property(service, rules, property, settings);
    }
    secret(rules, name, settings);
    if (!rules.path("hint").asText("").isEmpty()) {
      find(service, "look at this " + rules.path("type").asText() + ".", rules.path("hint"));
    }
    if (!settings.isEmpty()) {
      mapped.set("settings", settings);
    }
    return mapped;
  }

  private void property(
      JsonNode service, JsonNode rules, Map.Entry<String, JsonNode> property, ObjectNode settings) {
    var value = property.getValue().asText("");
    var name = property.getKey();
    if (property.getValue().isNull() || value.isEmpty() || isQuiet(rules, name, value)) {
      return;
    }
    var rule = rules.path("properties").path(name).asText("");
    try {
      if (!rule.isEmpty()) {
        put(settings, rule, value);
      } else if (rules.has("dynamic")) {
        var text = new Values(parameters).of(value, "");
        settings.withObjectProperty(rules.path("dynamic").asText()).set(name, text);
      } else {
        find(service, name + ": it has no counterpart here: " + value + ".", rules.path(""));
      }
    } catch (Unmapped e) {
      find(service, name + ": it has " + e.getMessage() + ".", rules.path(""));
    }
  }

  private static boolean isQuiet(JsonNode rules, String name, String value) {
    var quiet = rules.path("quiet").path(name);
    return !quiet.isMissingNode() && (quiet.asText().equals("*") || quiet.asText().equals(value));
  }

  private void put(ObjectNode settings, String rule, String value) throws Unmapped {
    var parts = rule.split(":", 2);
    if (parts.length > 1 && parts[1].equals("address")) {
      var address = value.split(":", 2);
      settings.set(parts[0], new Values(parameters).of(address[0], ""));
      if (address.length > 1) {
        settings.set("port", new Values(parameters).of(address[1], "number"));
      }
    } else {
      settings.set(parts[0], new Values(parameters).of(value, parts.length > 1 ? parts[1] : ""));
    }
  }

  /** What NiFi does not export, where it knows whose it would be. */
  private void secret(JsonNode rules, String name, ObjectNode settings) {
    var secret = rules.path("secret").asText("");
    if (!secret.isEmpty() && !settings.has(secret) && settings.has(rules.path("user").asText())) {
      settings.put(secret, parameters.secret(name + "-" + secret));
    }
  }

  /** Those that the flow declares; what nothing uses here becomes a finding. */
  List<ObjectNode> used() {
    for (var service : definition.services()) {
      if (!looked.contains(id(service)) && setting(service).isPresent()) {
        find(service, "no processor uses it here.", rules(service).path(""));
      }
    }
    return List.copyOf(used.values());
  }

  private static String id(JsonNode service) {
    return service.path("identifier").asText();
  }

  private void find(JsonNode service, String what, JsonNode hint) {
    findings.add(new Finding("service " + service.path("name").asText(), what, hint.asText("")));
  }
}
