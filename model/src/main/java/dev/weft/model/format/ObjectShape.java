package dev.weft.model.format;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weft.model.Nearest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The shape of a mapping with known keys. Immutable: each method answers a new shape, so one shape
 * can be the start of several.
 */
final class ObjectShape implements Shape {
  private final String noun;
  private final Map<String, Shape> keys;
  private final Set<String> required;
  private final boolean open;
  private final List<Variant> variants;
  private final List<BiConsumer<ObjectNode, At>> rules;

  private record Variant(Predicate<ObjectNode> when, ObjectShape more) {}

  private ObjectShape(
      String noun,
      Map<String, Shape> keys,
      Set<String> required,
      boolean open,
      List<Variant> variants,
      List<BiConsumer<ObjectNode, At>> rules) {
    this.noun = noun;
    this.keys = keys;
    this.required = required;
    this.open = open;
    this.variants = variants;
    this.rules = rules;
  }

  /** {@code noun} is how messages call it, with its article: "a processor". */
  static ObjectShape named(String noun) {
    return new ObjectShape(noun, Map.of(), Set.of(), false, List.of(), List.of());
  }

  ObjectShape required(String key, Shape shape) {
    var more = new HashSet<>(required);
    more.add(key);
    return new ObjectShape(noun, with(key, shape), more, open, variants, rules);
  }

  ObjectShape optional(String key, Shape shape) {
    return new ObjectShape(noun, with(key, shape), required, open, variants, rules);
  }

  /** Several optional keys of one shape. */
  ObjectShape optional(Shape shape, String... names) {
    var shapes = this;
    for (var name : names) {
      shapes = shapes.optional(name, shape);
    }
    return shapes;
  }

  /** Several required keys of one shape. */
  ObjectShape required(Shape shape, String... names) {
    var shapes = this;
    for (var name : names) {
      shapes = shapes.required(name, shape);
    }
    return shapes;
  }

  /** Keys that are not named are kept and not looked at. */
  ObjectShape open() {
    return new ObjectShape(noun, keys, required, true, variants, rules);
  }

  /** More keys and rules for those mappings for which the condition holds. */
  ObjectShape when(Predicate<ObjectNode> condition, ObjectShape more) {
    return new ObjectShape(
        noun, keys, required, open, added(variants, new Variant(condition, more)), rules);
  }

  /** A rule about several keys at once. The keys may have any type: their own shapes say so. */
  ObjectShape rule(BiConsumer<ObjectNode, At> rule) {
    return new ObjectShape(noun, keys, required, open, variants, added(rules, rule));
  }

  @Override
  public void check(JsonNode node, At at) {
    if (node instanceof ObjectNode object) {
      effective(object).checkKeys(object, at);
    } else {
      at.wrongType(node, noun);
    }
  }

  /** Whether this mapping may have this key with the value that it has. */
  boolean allows(ObjectNode object, String key) {
    var whole = effective(object);
    var shape = whole.keys.get(key);
    if (shape == null) {
      return whole.open;
    }
    var problems = new Problems();
    shape.check(
        object.get(key), new At(new Document("", 0, object, new Places("")), key, problems));
    return problems.isEmpty();
  }

  /** Whether mappings of this shape have such a key at all. */
  boolean knows(String key) {
    return keys.containsKey(key);
  }

  /** This shape with the variants that hold for the object folded in. */
  private ObjectShape effective(ObjectNode object) {
    var merged = this;
    for (var variant : variants) {
      if (variant.when.test(object)) {
        merged = merged.plus(variant.more);
      }
    }
    return merged;
  }

  private ObjectShape plus(ObjectShape more) {
    var allKeys = new LinkedHashMap<>(keys);
    allKeys.putAll(more.keys);
    var allRequired = new HashSet<>(required);
    allRequired.addAll(more.required);
    var allRules = new ArrayList<>(rules);
    allRules.addAll(more.rules);
    return new ObjectShape(noun, allKeys, allRequired, open || more.open, variants, allRules);
  }

  private void checkKeys(ObjectNode object, At at) {
    var meant = new HashSet<String>();
    object
        .properties()
        .forEach(
            entry -> {
              var shape = keys.get(entry.getKey());
              if (shape != null) {
                shape.check(entry.getValue(), at.key(entry.getKey()));
              } else if (!open) {
                Nearest.to(entry.getKey(), unused(object)).ifPresent(meant::add);
                unknown(entry.getKey(), object, at);
              }
            });
    var missing =
        keys.keySet().stream()
            .filter(key -> required.contains(key) && !object.has(key) && !meant.contains(key))
            .toList();
    if (!missing.isEmpty()) {
      missing(missing, at);
    }
    rules.forEach(rule -> rule.accept(object, at));
  }

  private void unknown(String key, ObjectNode object, At at) {
    var message = "'" + Shapes.shortened(key) + "' is not a key of " + noun + ".";
    at.key(key).key("unknown-field", message, Nearest.hint(key, unused(object), "keys"));
  }

  private void missing(List<String> missing, At at) {
    var start = Character.toUpperCase(noun.charAt(0)) + noun.substring(1);
    var all = missing.stream().collect(Collectors.joining("', '", "'", "'"));
    var hint = missing.size() == 1 ? "Add the key " + all + "." : "Add these keys.";
    at.key("missing-field", start + " needs " + all + ".", hint);
  }

  private List<String> unused(ObjectNode object) {
    return keys.keySet().stream().filter(key -> !object.has(key)).toList();
  }

  private Map<String, Shape> with(String key, Shape shape) {
    var more = new LinkedHashMap<>(keys);
    more.put(key, shape);
    return more;
  }

  private static <T> List<T> added(List<T> list, T item) {
    var more = new ArrayList<>(list);
    more.add(item);
    return more;
  }
}
