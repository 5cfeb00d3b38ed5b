package dev.weft.model.format;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weft.model.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiPredicate;

/**
 * What differs between two versions of a flow, in sentences. A processor that has another name and
 * is otherwise the same is renamed, and its connections with it. Values of secret settings are
 * never in a sentence.
 */
public final class FlowChanges {
  private static final int VALUE_CHARACTERS_MAX = 100;
  private static final Set<String> OWN =
      Set.of("apiVersion", "kind", "name", "processors", "connections", "parameters", "layout");

  private final ObjectNode before;
  private final ObjectNode after;
  private final BiPredicate<String, String> isSecret;
  private final List<String> sentences = new ArrayList<>();

  private FlowChanges(ObjectNode before, ObjectNode after, BiPredicate<String, String> isSecret) {
    this.before = before;
    this.after = after;
    this.isSecret = isSecret;
  }

  /**
   * The sentences; none for equal flows.
   *
   * @param isSecret whether a setting of a type of processor may hold a secret; those whose name
   *     says so are taken for secret in any case
   */
  public static List<String> between(
      ObjectNode before, ObjectNode after, BiPredicate<String, String> isSecret) {
    var changes = new FlowChanges(before, after, isSecret);
    changes.properties();
    changes.parameters();
    var renamed = changes.processors();
    changes.connections(renamed);
    if (!before.path("layout").equals(after.path("layout"))) {
      changes.sentences.add("drawn differently");
    }
    return List.copyOf(changes.sentences);
  }

  private void properties() {
    for (var key : keys(before, after)) {
      if (!OWN.contains(key)) {
        value(key, before.path(key), after.path(key), false);
      }
    }
  }

  private void parameters() {
    var old = before.path("parameters");
    var now = after.path("parameters");
    for (var name : keys(old, now)) {
      var what = "parameter '" + name + "'";
      if (!now.has(name)) {
        sentences.add(what + " removed");
      } else if (!old.has(name)) {
        sentences.add(what + " added");
      } else {
        var secret =
            old.path(name).path("sensitive").asBoolean()
                || now.path(name).path("sensitive").asBoolean();
        for (var key : keys(old.path(name), now.path(name))) {
          value(
              what + ": " + key,
              old.path(name).path(key),
              now.path(name).path(key),
              secret && key.equals("default"));
        }
      }
    }
  }

  /** Answers the old name of each processor that is renamed, with its new one. */
  private Map<String, String> processors() {
    var old = byName(before);
    var now = byName(after);
    var renamed = new LinkedHashMap<String, String>();
    for (var name : old.keySet()) {
      if (!now.containsKey(name)) {
        twin(old.get(name), old, now, renamed).ifPresent(other -> renamed.put(name, other));
      }
    }
    for (var one : old.entrySet()) {
      var name = one.getKey();
      if (renamed.containsKey(name)) {
        sentences.add("processor '" + name + "' renamed to '" + renamed.get(name) + "'");
      } else if (now.containsKey(name)) {
        processor(name, one.getValue(), now.get(name));
      } else {
        sentences.add("processor '" + name + "' (" + type(one.getValue()) + ") removed");
      }
    }
    now.forEach(
        (name, processor) -> {
          if (!old.containsKey(name) && !renamed.containsValue(name)) {
            sentences.add("processor '" + name + "' (" + type(processor) + ") added");
          }
        });
    return renamed;
  }

  private static Optional<String> twin(
      ObjectNode gone,
      Map<String, ObjectNode> old,
      Map<String, ObjectNode> now,
      Map<String, String> renamed) {
    return now.entrySet().stream()
        .filter(one -> !old.containsKey(one.getKey()) && !renamed.containsValue(one.getKey()))
        .filter(one -> nameless(one.getValue()).equals(nameless(gone)))
        .map(Map.Entry::getKey)
        .findFirst();
  }

  private static ObjectNode nameless(ObjectNode processor) {
    var copy = processor.deepCopy();
    copy.remove("name");
    return copy;
  }

  private void processor(String name, ObjectNode old, ObjectNode now) {
    var what = "processor '" + name + "': ";
    for (var key : keys(old, now)) {
      if (!key.equals("settings") && !key.equals("name")) {
        value(what + key, old.path(key), now.path(key), false);
      }
    }
    for (var setting : keys(old.path("settings"), now.path("settings"))) {
      setting(
          what + "setting " + setting,
          old.path("settings").path(setting),
          now.path("settings").path(setting),
          isSecret.test(type(now), setting) || Secrets.namesSecret(setting));
    }
  }

  /** A map is compared key by key, so that a sentence names what differs. */
  private void setting(String what, JsonNode old, JsonNode now, boolean secret) {
    if (old.isObject() && now.isObject()) {
      for (var key : keys(old, now)) {
        setting(what + "." + key, old.path(key), now.path(key), secret || Secrets.namesSecret(key));
      }
    } else {
      value(what, old, now, secret);
    }
  }

  private void connections(Map<String, String> renamed) {
    var old = new LinkedHashSet<String>();
    before.path("connections").forEach(one -> old.add(renamed(normal(one.asText()), renamed)));
    var now = new LinkedHashSet<String>();
    after.path("connections").forEach(one -> now.add(normal(one.asText())));
    for (var one : old) {
      if (!now.contains(one)) {
        sentences.add("connection " + one + " removed");
      }
    }
    for (var one : now) {
      if (!old.contains(one)) {
        sentences.add("connection " + one + " added");
      }
    }
  }

  private static String renamed(String connection, Map<String, String> renamed) {
    var ends = connection.split(" -> ", 2);
    var dot = ends[0].indexOf('.');
    if (ends.length < 2 || dot < 0) {
      return connection;
    }
    var from = ends[0].substring(0, dot);
    return renamed.getOrDefault(from, from)
        + ends[0].substring(dot)
        + " -> "
        + renamed.getOrDefault(ends[1], ends[1]);
  }

  private static String normal(String connection) {
    return connection.strip().replaceAll("\\s*->\\s*", " -> ");
  }

  private void value(String what, JsonNode old, JsonNode now, boolean secret) {
    if (old.equals(now)) {
      return;
    }
    if (secret) {
      sentences.add(what + " changed (secret)");
    } else if (old.isMissingNode()) {
      sentences.add(what + " added: " + text(now));
    } else if (now.isMissingNode()) {
      sentences.add(what + " removed: " + text(old));
    } else {
      sentences.add(what + ": " + text(old) + " -> " + text(now));
    }
  }

  private static String text(JsonNode value) {
    var text = value.isTextual() ? value.textValue() : Json.text(value);
    var line = text.replaceAll("\\s+", " ");
    return line.length() <= VALUE_CHARACTERS_MAX
        ? line
        : line.substring(0, VALUE_CHARACTERS_MAX - 1) + "\u2026";
  }

  private static String type(JsonNode processor) {
    return processor.path("type").asText();
  }

  private static Map<String, ObjectNode> byName(ObjectNode flow) {
    var all = new LinkedHashMap<String, ObjectNode>();
    for (var one : flow.path("processors")) {
      if (one instanceof ObjectNode processor) {
        all.put(processor.path("name").asText(), processor);
      }
    }
    return all;
  }

  private static Set<String> keys(JsonNode one, JsonNode other) {
    var keys = new TreeSet<String>();
    one.fieldNames().forEachRemaining(keys::add);
    other.fieldNames().forEachRemaining(keys::add);
    return keys;
  }
}
