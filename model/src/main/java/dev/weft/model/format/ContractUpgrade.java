package dev.weft.model.format;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * Turns a contract of edition 3.0 of the Open Data Contract Standard into one of 3.1, which names
 * every key that a mapping may have: keys of the author's own become custom properties.
 */
final class ContractUpgrade {
  private static final List<String> BOUNDS = List.of("minimum", "maximum");

  private final ContractShape shapes = new ContractShape(Edition.V3_1);
  private final QualityUpgrade qualities = new QualityUpgrade();

  ObjectNode upgrade(ObjectNode old) {
    var contract = old.deepCopy();
    contract.put("apiVersion", "v3.1.0");
    definitions(contract, contract);
    each(contract, "servers").forEach(this::server);
    each(contract, "schema").forEach(table -> element(table, contract));
    each(contract, "support").forEach(one -> settle(one, shapes.support(), contract, "support"));
    if (contract.get("price") instanceof ObjectNode price) {
      settle(price, shapes.price(), contract, "price");
    }
    each(contract, "roles").forEach(one -> settle(one, shapes.role(), contract, "roles"));
    each(contract, "slaProperties")
        .forEach(one -> settle(one, shapes.serviceLevel(), contract, "slaProperties"));
    team(contract);
    if (contract.get("description") instanceof ObjectNode description) {
      definitions(description, description);
      customProperties(description);
    }
    customProperties(contract);
    return contract;
  }

  /** What was a list of people is a team now, whose members need a name to log in with. */
  private void team(ObjectNode contract) {
    if (contract.get("team") instanceof ArrayNode people) {
      var team = contract.putObject("team");
      var members = team.putArray("members");
      people.forEach(person -> member((ObjectNode) person, members, team));
    }
  }

  private void member(ObjectNode person, ArrayNode members, ObjectNode team) {
    if (person.has("username")) {
      settle(person, shapes.member(), team, "members");
      members.add(person);
    } else {
      CustomProperties.add(team, "member", person);
    }
  }

  private void server(ObjectNode server) {
    each(server, "roles").forEach(role -> settle(role, shapes.role(), server, "roles"));
    settle(server, shapes.server(), server, "servers");
  }

  /** A table, a field, or the element of an array. */
  private void element(ObjectNode element, ObjectNode contract) {
    definitions(element, element);
    bounds(element);
    if (element.get("quality") instanceof ArrayNode rules) {
      var upgraded = element.arrayNode();
      for (var rule : rules) {
        qualities.upgrade((ObjectNode) rule).forEach(upgraded::add);
      }
      element.set("quality", upgraded);
      upgraded.forEach(
          rule -> settle((ObjectNode) rule, shapes.quality(), (ObjectNode) rule, "quality"));
    }
    each(element, "properties").forEach(field -> element(field, contract));
    if (element.get("items") instanceof ObjectNode items) {
      element(items, contract);
    }
    customProperties(element);
  }

  /** {@code minimum: 1, exclusiveMinimum: true} has become {@code exclusiveMinimum: 1}. */
  private static void bounds(ObjectNode element) {
    if (!(element.get("logicalTypeOptions") instanceof ObjectNode options)) {
      return;
    }
    for (var bound : BOUNDS) {
      var exclusive = "exclusive" + Character.toUpperCase(bound.charAt(0)) + bound.substring(1);
      if (options.path(exclusive).isBoolean()) {
        var isExclusive = options.remove(exclusive).booleanValue();
        if (isExclusive && options.has(bound)) {
          options.set(exclusive, options.remove(bound));
        }
      }
    }
  }

  /** What 3.1 has no place for becomes a custom property of the mapping, or of its home. */
  private void settle(ObjectNode mapping, ObjectShape shape, ObjectNode home, String list) {
    definitions(mapping, shape.knows("customProperties") ? mapping : home);
    var strange =
        mapping.properties().stream()
            .map(entry -> entry.getKey())
            .filter(key -> !key.equals("customProperties") || !mapping.path(key).isArray())
            .filter(key -> !shape.allows(mapping, key))
            .toList();
    for (var key : strange) {
      var value = mapping.remove(key);
      if (shape.knows("customProperties")) {
        CustomProperties.add(mapping, key, value);
      } else {
        CustomProperties.add(home, list + "." + key, value);
      }
    }
    if (shape.knows("customProperties")) {
      customProperties(mapping);
    } else if (mapping.has("customProperties")) {
      CustomProperties.add(home, list + ".customProperties", mapping.remove("customProperties"));
    }
  }

  private void definitions(ObjectNode mapping, ObjectNode home) {
    var shape = shapes.definition();
    for (var definition : each(mapping, "authoritativeDefinitions")) {
      var strange =
          definition.properties().stream()
              .map(entry -> entry.getKey())
              .filter(key -> !shape.allows(definition, key))
              .toList();
      strange.forEach(
          key ->
              CustomProperties.add(
                  home, "authoritativeDefinitions." + key, definition.remove(key)));
    }
  }

  /**
   * Those that are there already: 3.1 wants a name and a value, and nothing unknown beside them.
   */
  private void customProperties(ObjectNode mapping) {
    var shape = shapes.customProperty();
    for (var property : each(mapping, "customProperties")) {
      var name = property.path("property").asText("unnamed");
      property.put("property", name);
      if (!property.has("value")) {
        property.putNull("value");
      }
      var strange =
          property.properties().stream()
              .map(entry -> entry.getKey())
              .filter(key -> !shape.allows(property, key))
              .toList();
      strange.forEach(key -> CustomProperties.add(mapping, name + "." + key, property.remove(key)));
    }
  }

  /** The mappings of a list; those that are something else are left as they are. */
  private static List<ObjectNode> each(JsonNode holder, String key) {
    return holder
        .path(key)
        .valueStream()
        .filter(ObjectNode.class::isInstance)
        .map(ObjectNode.class::cast)
        .toList();
  }
}
