package dev.weft.tools.nifi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weft.flow.ProcessorTypes;
import dev.weft.flow.TypeDescription;
import dev.weft.model.Json;
import dev.weft.tools.nifi.ExpressionLanguage.Unmapped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Turns processors: by {@code mapping.json}, and where that is silent by name, as Weft's processors
 * and settings are called as NiFi's where they do the same. A property that has no counterpart is a
 * finding, unless it has the value that it has in NiFi when nobody touches it.
 */
final class ProcessorMapper {
  private static final Map<String, String> READERS =
      Map.of(
          "CSVReader", "csv",
          "JsonTreeReader", "json-lines",
          "CSVRecordSetWriter", "csv",
          "JsonRecordSetWriter", "json-array");

  private final JsonNode mapping = mapping();
  private final Map<String, TypeDescription> types = new LinkedHashMap<>();
  private final Definition definition;
  private final ImportedParameters parameters;
  private final ServiceMapper services;
  private final List<Finding> findings;

  ProcessorMapper(
      ProcessorTypes types,
      Definition definition,
      ImportedParameters parameters,
      ServiceMapper services,
      List<Finding> findings) {
    types.describe().forEach(type -> this.types.put(type.name(), type));
    this.definition = definition;
    this.parameters = parameters;
    this.services = services;
    this.findings = findings;
  }

  private static JsonNode mapping() {
    try (var in = ProcessorMapper.class.getResourceAsStream("mapping.json")) {
      return Json.parse(in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The mapping of a type of NiFi, by the last part of its class; empty when there is none. */
  private JsonNode mappingOf(String nifiType) {
    var found = mapping.path(nifiType);
    return found.has("as") ? mapping.path(found.path("as").asText()) : found;
  }

  static String simple(JsonNode component) {
    var type = component.path("type").asText();
    return type.substring(type.lastIndexOf('.') + 1);
  }

  /** The processor as a flow writes it; one that Weft has not keeps NiFi's type. */
  ObjectNode map(Definition.Node node) {
    var nifiType = simple(node.json());
    var rules = mappingOf(nifiType);
    var typeName = rules.path("type").asText(nifiType);
    var type = Optional.ofNullable(types.get(typeName));
    var processor = Json.object().put("name", node.name()).put("type", typeName);
    if (type.isEmpty()) {
      find(
          node,
          "there is no processor " + typeName + " here.",
          rules
              .path("hint")
              .asText(
                  "It is left in the file as it is; docs/from-nifi.md says what does the same."));
      return processor;
    }
    if (!rules.path("hint").asText("").isEmpty()) {
      find(node, "look at this " + typeName + ".", rules.path("hint").asText());
    }
    var settings = Json.object();
    settings(node, rules, type.get(), settings);
    if (node.json().path("scheduledState").asText().equals("DISABLED")) {
      find(node, "it is disabled in NiFi.", "Take it out, or leave it in to run it.");
    }
    needs(node, rules, type.get(), settings);
    if (!settings.isEmpty()) {
      processor.set("settings", settings);
    }
    new ImportedRunning(node, findings)
        .addTo(processor, type.get().source(), name -> relationship(node, name, processor));
    return processor;
  }

  private void settings(
      Definition.Node node, JsonNode rules, TypeDescription type, ObjectNode settings) {
    rules.path("fixed").properties().forEach(one -> settings.set(one.getKey(), one.getValue()));
    for (var property : node.json().path("properties").properties()) {
      property(node, rules, type, property.getKey(), property.getValue(), settings);
    }
    for (var service : rules.path("services").properties()) {
      var id = node.json().path("properties").path(service.getKey()).asText();
      services.takenApart(definition.service(id));
      service
          .getValue()
          .properties()
          .forEach(
              one ->
                  put(
                      node,
                      type,
                      one.getKey(),
                      definition.service(id).path("properties").path(one.getKey()),
                      one.getValue().asText(),
                      settings));
    }
  }

  private void property(
      Definition.Node node,
      JsonNode rules,
      TypeDescription type,
      String name,
      JsonNode value,
      ObjectNode settings) {
    if (rules.path("services").has(name)) {
      return;
    }
    var own = rules.path("properties").path(name).asText("");
    if (!own.isEmpty()) {
      if (!isQuiet(rules, name, value)) {
        put(node, type, name, value, own, settings);
      }
      return;
    }
    if (value.isNull() || value.asText().isEmpty() || isQuiet(rules, name, value)) {
      return;
    }
    var service = definition.service(value.asText());
    if (!service.isMissingNode()) {
      service(node, rules, type, name, service, settings);
    } else if (hasSetting(type, Values.camel(name))) {
      put(node, type, name, value, Values.camel(name), settings);
    } else if (rules.has("dynamic") && isDynamic(node, name)) {
      dynamic(node, name, value.asText(), rules.path("dynamic").asText(), settings);
    } else {
      find(node, name, "'" + value.asText() + "' has no counterpart in " + type.name() + ".", "");
    }
  }

  private static boolean isQuiet(JsonNode rules, String name, JsonNode value) {
    return rules.path("quiet").has(name)
        && rules.path("quiet").path(name).asText().equals(value.asText(""));
  }

  /** A property that the flow's author has made up: NiFi describes it as such, or not at all. */
  private static boolean isDynamic(Definition.Node node, String name) {
    var described = node.json().path("propertyDescriptors").path(name);
    return described.path("dynamic").asBoolean(true);
  }

  private void put(
      Definition.Node node,
      TypeDescription type,
      String name,
      JsonNode value,
      String rule,
      ObjectNode settings) {
    var setting = rule.contains(":") ? rule.substring(0, rule.indexOf(':')) : rule;
    var form = rule.contains(":") ? rule.substring(rule.indexOf(':') + 1) : "";
    if (!hasSetting(type, setting)) {
      if (!value.asText("").isEmpty()) {
        find(node, name, type.name() + " has no setting '" + setting + "' here.", "");
      }
      return;
    }
    if (value.isNull() || value.isMissingNode() || value.asText().isEmpty()) {
      if (form.equals("secret")) {
        settings.put(setting, parameters.secret(node.name() + "-" + setting));
      }
      return;
    }
    try {
      settings.set(setting, new Values(parameters).of(value.asText(), form));
    } catch (Unmapped e) {
      find(node, name, "it has " + e.getMessage() + ": " + value.asText(), "Write it by hand.");
    }
  }

  private void dynamic(
      Definition.Node node, String name, String value, String rule, ObjectNode settings) {
    var parts = rule.split(":");
    try {
      var written = new Values(parameters).of(value, parts.length > 1 ? parts[1] : "");
      if (!settings.has(parts[0])) {
        settings.putObject(parts[0]);
      }
      ((ObjectNode) settings.path(parts[0])).set(name, written);
    } catch (Unmapped e) {
      find(node, name, "it has " + e.getMessage() + ": " + value, "Write it in CEL by hand.");
    }
  }

  /** A record reader or writer becomes the name of a format; other services one of the flow's. */
  private void service(
      Definition.Node node,
      JsonNode rules,
      TypeDescription type,
      String name,
      JsonNode service,
      ObjectNode settings) {
    var setting = services.setting(service).filter(one -> hasSetting(type, one));
    if (setting.isPresent()) {
      settings.put(setting.get(), services.use(service));
      return;
    }
    var what = name.toLowerCase(Locale.ROOT).replace(' ', '-');
    var slot = what.endsWith("reader") ? "reader" : what.endsWith("writer") ? "writer" : "";
    var format = READERS.get(simple(service));
    if (slot.isEmpty() || format == null) {
      find(
          node,
          name,
          "the service '" + service.path("name").asText() + "' (" + simple(service) + ").",
          "");
      return;
    }
    if (rules.has(slot) && rules.path(slot).asText().isEmpty()) {
      return; // Records stay records in Weft: it needs none.
    }
    if (!rules.has(slot)) {
      find(node, name, "it reads or writes " + format + ".", "Put a ConvertRecord beside it.");
      return;
    }
    var oneLine = service.path("properties").path("output-grouping").asText().contains("oneline");
    settings.put(rules.path(slot).asText(), oneLine ? "json-lines" : format);
  }

  private void needs(
      Definition.Node node, JsonNode rules, TypeDescription type, ObjectNode settings) {
    for (var setting : type.settings()) {
      if (setting.required() && !settings.has(setting.name())) {
        var hint = rules.path("needs").path(setting.name()).asText(setting.doc());
        find(node, "it needs '" + setting.name() + "'.", hint);
      }
    }
  }

  /** What the relationship of a processor is called in Weft; empty when it has none such. */
  Optional<String> relationship(Definition.Node node, String nifiName, ObjectNode mapped) {
    var rules = mappingOf(simple(node.json()));
    var name = rules.path("relationships").path(nifiName).asText(nifiName);
    var type = types.get(mapped.path("type").asText());
    if (type == null) {
      return Optional.of(name.replaceAll("[^A-Za-z0-9_-]", "-"));
    }
    var known = new TreeSet<>(type.relationships());
    mapped.path("settings").path("routes").fieldNames().forEachRemaining(known::add);
    return known.contains(name) ? Optional.of(name) : Optional.empty();
  }

  private static boolean hasSetting(TypeDescription type, String name) {
    return type.settings().stream().anyMatch(setting -> setting.name().equals(name));
  }

  private void find(Definition.Node node, String what, String hint) {
    findings.add(new Finding(node.place(), what, hint));
  }

  private void find(Definition.Node node, String property, String what, String hint) {
    findings.add(new Finding(node.place() + ", " + property, what, hint));
  }
}
