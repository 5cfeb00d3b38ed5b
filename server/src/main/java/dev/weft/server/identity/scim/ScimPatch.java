package dev.weft.server.identity.scim;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weft.model.Json;
import java.util.ArrayList;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Changes a resource by a list of operations (RFC 7644, 3.5.2). */
final class ScimPatch {
  private static final int OPERATIONS_MAX = 1_000;
  private static final Set<String> LISTS = Set.of("members", "emails", "groups");

  private ScimPatch() {}

  /** The resource as it is after all of them; the one that is given stays as it is. */
  static ObjectNode applied(ObjectNode resource, JsonNode patch) {
    var operations = ScimAttribute.get(patch, "Operations");
    if (!operations.isArray() || operations.isEmpty() || operations.size() > OPERATIONS_MAX) {
      throw Scim.wrong("invalidSyntax", "A patch has 1 to " + OPERATIONS_MAX + " Operations.");
    }
    var changed = resource.deepCopy();
    operations.forEach(operation -> apply(changed, operation));
    return changed;
  }

  private static void apply(ObjectNode resource, JsonNode operation) {
    var verb = ScimAttribute.text(operation, "op").orElse("").toLowerCase(Locale.ROOT);
    if (!Set.of("add", "replace", "remove").contains(verb)) {
      throw Scim.wrong("invalidSyntax", "'" + verb + "' is no operation: add, replace or remove.");
    }
    var value = ScimAttribute.get(operation, "value");
    var path = ScimAttribute.text(operation, "path").filter(text -> !text.isBlank());
    if (path.isPresent()) {
      apply(resource, Target.parse(path.get()), verb, value);
    } else if (value instanceof ObjectNode all && !verb.equals("remove")) {
      all.properties()
          .forEach(one -> apply(resource, Target.parse(one.getKey()), verb, one.getValue()));
    } else {
      throw Scim.wrong("noTarget", "An operation without a path has an object as its value.");
    }
  }

  /** What an operation is about: an attribute, or those of its values that fit. */
  private record Target(ScimAttribute attribute, Optional<ScimFilter> which) {
    static Target parse(String path) {
      if (!path.contains("[")) {
        return new Target(ScimAttribute.parse(path), Optional.empty());
      }
      var tokens = new ScimTokens(path);
      var attribute = ScimAttribute.parse(tokens.take("an attribute"));
      tokens.require("[");
      var filter = ScimFilter.within(tokens);
      var sub = tokens.next(".") ? tokens.take("a part of the attribute") : "";
      tokens.requireEnd();
      return new Target(sub.isEmpty() ? attribute : attribute.part(sub), Optional.of(filter));
    }
  }

  private static void apply(ObjectNode resource, Target target, String verb, JsonNode value) {
    var attribute = target.attribute();
    if (attribute.name().isEmpty()) {
      extension(resource, attribute, verb, value);
      return;
    }
    var holder = holder(resource, attribute);
    var key = ScimAttribute.key(holder, attribute.name());
    if (target.which().isPresent()) {
      among(holder, key, target, verb, value);
    } else if (!attribute.sub().isEmpty()) {
      var inner = holder.path(key) instanceof ObjectNode old ? old : holder.putObject(key);
      put(inner, ScimAttribute.key(inner, attribute.sub()), verb, value);
    } else if (holder.path(key) instanceof ArrayNode list && verb.equals("remove")) {
      removed(holder, key, list, value);
    } else {
      put(holder, key, verb, value);
    }
  }

  private static void extension(
      ObjectNode resource, ScimAttribute attribute, String verb, JsonNode value) {
    if (verb.equals("remove")) {
      resource.remove(attribute.schema());
    } else if (value instanceof ObjectNode all) {
      var holder = resource.withObjectProperty(attribute.schema());
      all.properties()
          .forEach(
              one -> put(holder, ScimAttribute.key(holder, one.getKey()), verb, one.getValue()));
    }
  }

  private static ObjectNode holder(ObjectNode resource, ScimAttribute attribute) {
    return attribute.schema().isEmpty()
        ? resource
        : resource.withObjectProperty(attribute.schema());
  }

  /** All of a list, or, as some clients say it, those that the value names. */
  private static void removed(ObjectNode holder, String key, ArrayNode list, JsonNode value) {
    var named = new TreeSet<String>();
    (value.isArray() ? value : Json.MAPPER.createArrayNode().add(value))
        .forEach(one -> ScimAttribute.text(one, "value").ifPresent(named::add));
    if (named.isEmpty()) {
      holder.remove(key);
      return;
    }
    var left = holder.putArray(key);
    list.forEach(
        one -> {
          if (!named.contains(one.path("value").asText())) {
            left.add(one);
          }
        });
  }

  /** One value of a list that fits, or several. */
  private static void among(
      ObjectNode holder, String key, Target target, String verb, JsonNode value) {
    var list = holder.path(key) instanceof ArrayNode old ? old : Json.MAPPER.createArrayNode();
    var sub = target.attribute().sub();
    var found = 0;
    var next = new ArrayList<JsonNode>();
    for (var one : list) {
      if (!target.which().orElseThrow().fits(one)) {
        next.add(one);
        continue;
      }
      found++;
      if (!sub.isEmpty() && one instanceof ObjectNode object) {
        put(object, ScimAttribute.key(object, sub), verb, value);
        next.add(object);
      } else if (!verb.equals("remove")) {
        next.add(value);
      }
    }
    if (found == 0 && verb.equals("replace")) {
      throw Scim.wrong("noTarget", "No value of '" + key + "' fits.");
    }
    if (found == 0 && verb.equals("add") && !value.isMissingNode()) {
      next.add(sub.isEmpty() ? value : Json.object().set(sub, value));
    }
    holder.putArray(key).addAll(next);
  }

  private static void put(ObjectNode holder, String key, String verb, JsonNode value) {
    if (verb.equals("remove")) {
      holder.remove(key);
      return;
    }
    if (value.isMissingNode()) {
      throw Scim.wrong("invalidValue", "'" + key + "' is given no value.");
    }
    if (verb.equals("add") && (holder.path(key).isArray() || LISTS.contains(key))) {
      var list = holder.path(key) instanceof ArrayNode old ? old : holder.putArray(key);
      (value.isArray() ? value : Json.MAPPER.createArrayNode().add(value))
          .forEach(one -> addOnce(list, one));
      return;
    }
    if (verb.equals("add") && holder.path(key) instanceof ObjectNode old && value.isObject()) {
      value.properties().forEach(one -> old.set(one.getKey(), one.getValue()));
      return;
    }
    holder.set(key, value);
  }

  private static void addOnce(ArrayNode list, JsonNode value) {
    var id = value.path("value").asText();
    for (var one : list) {
      if (one.equals(value) || (!id.isEmpty() && id.equals(one.path("value").asText()))) {
        return;
      }
    }
    list.add(value);
  }
}
