package dev.weft.processors.connect;

import dev.weft.spi.flow.DeclaredSettings.Flaw;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.transforms.Transformation;
import org.apache.kafka.connect.transforms.predicates.Predicate;

/**
 * The single message transformations of a connector (KIP-66) with their predicates (KIP-585), which
 * run where a worker runs them: between the connector and everything else. For one thread.
 */
final class Transforms<R extends ConnectRecord<R>> implements AutoCloseable {
  private record Step<R extends ConnectRecord<R>>(
      Transformation<R> transformation, Predicate<R> predicate, boolean negate) {
    R apply(R record) {
      return predicate == null || predicate.test(record) != negate
          ? transformation.apply(record)
          : record;
    }
  }

  private final List<Step<R>> steps = new ArrayList<>();
  private final Map<String, Predicate<R>> predicates = new HashMap<>();

  /** Made from the settings; those of the connector itself are not looked at. */
  @SuppressWarnings("unchecked")
  Transforms(Plugged plugged, Map<String, String> config) throws ReflectiveOperationException {
    for (var name : names(config, WeftSettings.PREDICATES)) {
      var own = below(config, WeftSettings.PREDICATES + "." + name + ".");
      var predicate = plugged.make(own.getOrDefault("type", ""), Predicate.class);
      predicate.configure(own);
      predicates.put(name, predicate);
    }
    for (var name : names(config, WeftSettings.TRANSFORMS)) {
      var own = below(config, WeftSettings.TRANSFORMS + "." + name + ".");
      var transformation = plugged.make(own.getOrDefault("type", ""), Transformation.class);
      var predicate = own.get("predicate");
      var negate = Boolean.parseBoolean(own.getOrDefault("negate", "false"));
      transformation.configure(without(own));
      steps.add(new Step<>(transformation, predicates.get(predicate), negate));
    }
  }

  /** The record that has come of it; null when it has been left out. */
  R apply(R record) {
    var now = record;
    for (var step : steps) {
      if (now == null) {
        return null;
      }
      now = step.apply(now);
    }
    return now;
  }

  @Override
  public void close() {
    steps.forEach(step -> step.transformation().close());
    predicates.values().forEach(Predicate::close);
  }

  /** All that is wrong with them. */
  static void check(
      Plugged plugged, Map<String, String> config, Set<String> pending, List<Flaw> flaws) {
    for (var kind : List.of(WeftSettings.PREDICATES, WeftSettings.TRANSFORMS)) {
      for (var name : names(config, kind)) {
        check(plugged, config, pending, kind, name, flaws);
      }
    }
  }

  private static void check(
      Plugged plugged,
      Map<String, String> config,
      Set<String> pending,
      String kind,
      String name,
      List<Flaw> flaws) {
    var prefix = kind + "." + name + ".";
    var own = below(config, prefix);
    var type = own.get("type");
    if (pending.contains(prefix + "type")) {
      return;
    }
    if (type == null) {
      flaws.add(new Flaw("bad-setting", prefix + "type", "'" + name + "' needs its class.", ""));
      return;
    }
    try {
      var definition =
          kind.equals(WeftSettings.TRANSFORMS)
              ? plugged.make(type, Transformation.class).config()
              : plugged.make(type, Predicate.class).config();
      check(definition, without(own), pending, prefix, flaws);
    } catch (ReflectiveOperationException | ClassCastException e) {
      flaws.add(
          new Flaw(
              "bad-setting",
              prefix + "type",
              "There is no " + kind.replaceFirst("s$", "") + " of this class in the plug-in.",
              "Connect's own are in org.apache.kafka.connect.transforms."));
    }
    var predicate = own.get("predicate");
    if (predicate != null && !names(config, WeftSettings.PREDICATES).contains(predicate)) {
      flaws.add(
          new Flaw("bad-setting", prefix + "predicate", "No predicate is called like this.", ""));
    }
  }

  private static void check(
      ConfigDef definition,
      Map<String, String> own,
      Set<String> pending,
      String prefix,
      List<Flaw> flaws) {
    for (var value : definition.validate(own)) {
      if (!value.errorMessages().isEmpty() && !pending.contains(prefix + value.name())) {
        flaws.add(SettingChecks.flaw(definition, own, value, prefix));
      }
    }
  }

  private static List<String> names(Map<String, String> config, String kind) {
    var names = new ArrayList<String>();
    for (var name : config.getOrDefault(kind, "").split(",")) {
      if (!name.isBlank()) {
        names.add(name.strip());
      }
    }
    return names;
  }

  private static Map<String, String> below(Map<String, String> config, String prefix) {
    var own = new LinkedHashMap<String, String>();
    config.forEach(
        (key, value) -> {
          if (key.startsWith(prefix)) {
            own.put(key.substring(prefix.length()), value);
          }
        });
    return own;
  }

  private static Map<String, String> without(Map<String, String> own) {
    var rest = new LinkedHashMap<>(own);
    rest.keySet().removeAll(Set.of("type", "predicate", "negate"));
    return rest;
  }
}
