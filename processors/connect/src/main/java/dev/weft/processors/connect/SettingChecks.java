package dev.weft.processors.connect;

import dev.weft.model.Nearest;
import dev.weft.spi.flow.DeclaredSettings;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.ConfigKey;
import org.apache.kafka.common.config.ConfigValue;

/**
 * Describes and checks the settings of a connector by the definition that it declares (KIP-26's
 * {@code ConfigDef}), together with Weft's own. Whether a database answers is not asked.
 *
 * <p>Connectors pass settings that they do not declare on to their libraries, so these are taken;
 * one that is nearly the name of a declared one is taken for a mistake.
 */
record SettingChecks(Plugged plugged, ConfigDef weft) implements DeclaredSettings {
  private static final Map<ConfigDef.Type, String> WORDS =
      Map.of(
          ConfigDef.Type.BOOLEAN, "true or false",
          ConfigDef.Type.INT, "whole number",
          ConfigDef.Type.SHORT, "whole number",
          ConfigDef.Type.LONG, "whole number",
          ConfigDef.Type.DOUBLE, "number",
          ConfigDef.Type.LIST, "list of text");

  @Override
  public List<Setting> declared() {
    return all().values().stream()
        .filter(key -> !key.internalConfig && !WeftSettings.isOfAWorker(key.name))
        .sorted(
            Comparator.comparing((ConfigKey key) -> key.hasDefault())
                .thenComparing(key -> key.importance)
                .thenComparing(key -> key.name))
        .map(SettingChecks::setting)
        .toList();
  }

  private static Setting setting(ConfigKey key) {
    return new Setting(
        key.name,
        WORDS.getOrDefault(key.type, "text"),
        key.documentation == null ? "" : key.documentation.strip(),
        !key.hasDefault(),
        key.type == ConfigDef.Type.PASSWORD,
        key.hasDefault() && key.type != ConfigDef.Type.PASSWORD
            ? Optional.ofNullable(ConfigDef.convertToString(key.defaultValue, key.type))
                .filter(text -> !text.isEmpty())
            : Optional.empty());
  }

  /** Weft's own come after the connector's, which they replace. */
  private Map<String, ConfigKey> all() {
    var keys = new LinkedHashMap<>(plugged.definition().configKeys());
    keys.putAll(weft.configKeys());
    return keys;
  }

  @Override
  public List<Flaw> flaws(Map<String, String> values, Set<String> pending) {
    var flaws = new ArrayList<Flaw>();
    var names = all().keySet();
    for (var name : written(values, pending)) {
      unknown(name, names).ifPresent(flaws::add);
    }
    var given = new LinkedHashMap<>(values);
    given.put("name", plugged.name());
    given.put("connector.class", plugged.type().getName());
    try {
      plugged.call(
          () -> {
            validate(plugged.definition(), given, pending, flaws);
            validate(weft, given, pending, flaws);
            Transforms.check(plugged, given, pending, flaws);
            return null;
          });
    } catch (Exception e) {
      flaws.add(new Flaw("bad-setting", plugged.name(), "Its check fails: " + e + ".", ""));
    }
    return flaws.stream().filter(flaw -> !pending.contains(flaw.setting())).toList();
  }

  private static Set<String> written(Map<String, String> values, Set<String> pending) {
    var written = new TreeSet<>(values.keySet());
    written.addAll(pending);
    return written;
  }

  private static Optional<Flaw> unknown(String name, Collection<String> names) {
    if (WeftSettings.isOfAWorker(name)) {
      return Optional.of(
          new Flaw(
              "unknown-setting",
              name,
              "'" + name + "' is for a Kafka Connect worker; here Weft is in its place.",
              "Leave it out."));
    }
    var near = Nearest.to(name, names).filter(word -> isAlike(name, word));
    var isMistake =
        !names.contains(name) && (name.startsWith(WeftSettings.PREFIX) || near.isPresent());
    return isMistake && !isBelow(name)
        ? Optional.of(
            new Flaw(
                "unknown-setting",
                name,
                "'" + name + "' is not a setting.",
                Nearest.hint(name, names, "settings")))
        : Optional.empty();
  }

  /**
   * As many parts, and nearly as long: "schema.history.kafka" is not a slip for "schema.history".
   */
  private static boolean isAlike(String name, String word) {
    return name.split("\\.", -1).length == word.split("\\.", -1).length
        && Math.abs(name.length() - word.length()) <= 2;
  }

  private static boolean isBelow(String name) {
    return name.startsWith(WeftSettings.TRANSFORMS + ".")
        || name.startsWith(WeftSettings.PREDICATES + ".");
  }

  static void validate(
      ConfigDef definition, Map<String, String> values, Set<String> pending, List<Flaw> flaws) {
    for (var value : definition.validate(values)) {
      if (!value.errorMessages().isEmpty() && !pending.contains(value.name())) {
        flaws.add(flaw(definition, values, value, ""));
      }
    }
  }

  /** Messages of a definition quote the value, which may have come from a secret parameter. */
  static Flaw flaw(
      ConfigDef definition, Map<String, String> values, ConfigValue value, String prefix) {
    var key = definition.configKeys().get(value.name());
    var message =
        key != null && key.type == ConfigDef.Type.PASSWORD && values.get(value.name()) != null
            ? "This is not accepted."
            : String.join(" ", value.errorMessages());
    var given = values.get(value.name());
    if (given != null && !given.isEmpty()) {
      message = message.replace("Invalid value " + given + " for", "Invalid value for");
    }
    return new Flaw("bad-setting", prefix + value.name(), message, "");
  }
}
