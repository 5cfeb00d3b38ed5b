package dev.weft.processors.connect;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** The settings of a connector as they are written, with those that are Weft's own. */
public record ConnectorSettings(Map<String, String> values) {
  public ConnectorSettings {
    values = values == null ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(values));
  }

  /** What the connector is given: all but Weft's own, and what a worker would add. */
  Map<String, String> config(Plugged plugged, String name) {
    var config = new LinkedHashMap<String, String>();
    values.forEach(
        (key, value) -> {
          if (!key.startsWith(WeftSettings.PREFIX)) {
            config.put(key, value);
          }
        });
    config.put("name", name);
    config.put("connector.class", plugged.type().getName());
    config.putIfAbsent(WeftSettings.TASKS_MAX, "1");
    return config;
  }

  /** Without values: some are secrets. */
  @Override
  public String toString() {
    return "settings " + values.keySet();
  }
}
