package dev.weft.policy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weft.model.FlowSpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which fields flows put into the record keys of ports: a flow may choose others than the primary
 * key, and then these must not show in the key what is hidden in the record. Not safe for threads.
 */
final class PublishedKeys {
  private static final String PUBLISH_PORT = "PublishPort";

  private final Map<String, Map<String, Set<String>>> byFlow = new HashMap<>();

  /** Takes a flow's new version in, or that it is gone; gives the ports that it touches. */
  Set<String> put(String flow, Optional<FlowSpec> spec) {
    var after = spec.map(PublishedKeys::read).orElse(Map.of());
    var before = after.isEmpty() ? byFlow.remove(flow) : byFlow.put(flow, after);
    var touched = new TreeSet<>(after.keySet());
    if (before != null) {
      touched.addAll(before.keySet());
    }
    return touched;
  }

  /** The fields in the keys of this port's records, as far as flows say. */
  Set<String> of(String port) {
    var all = new TreeSet<String>();
    byFlow.values().forEach(ports -> all.addAll(ports.getOrDefault(port, Set.of())));
    return all;
  }

  private static Map<String, Set<String>> read(FlowSpec flow) {
    var ports = new HashMap<String, Set<String>>();
    flow.processors().stream()
        .filter(processor -> PUBLISH_PORT.equals(processor.type()))
        .map(FlowSpec.ProcessorSpec::settings)
        .forEach(
            settings ->
                ports
                    .computeIfAbsent(settings.path("port").asText(), port -> new TreeSet<>())
                    .addAll(fields(settings.path("key"))));
    return ports;
  }

  /** One name or a list of names; a parameter in it is no known field, and so hides the key. */
  private static List<String> fields(JsonNode key) {
    var all = new ArrayList<String>();
    if (key.isArray()) {
      key.forEach(name -> all.add(name.asText()));
    } else if (!key.asText().isEmpty()) {
      all.add(key.asText());
    }
    return all;
  }
}
