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
import org.pcollections.HashTreePMap;
import org.pcollections.PMap;

/**
 * Which fields flows put into the record keys of ports: a flow may choose others than the primary
 * key, and then these must not show in the key what is hidden in the record. Immutable.
 */
final class PublishedKeys {
  private static final String PUBLISH_PORT = "PublishPort";

  static final PublishedKeys NONE = new PublishedKeys(HashTreePMap.empty());

  private final PMap<String, Map<String, Set<String>>> byFlow;

  private PublishedKeys(PMap<String, Map<String, Set<String>>> byFlow) {
    this.byFlow = byFlow;
  }

  /** The same with a flow's new version, or without the flow. */
  PublishedKeys with(String flow, Optional<FlowSpec> spec) {
    var after = spec.map(PublishedKeys::read).orElse(Map.of());
    return new PublishedKeys(after.isEmpty() ? byFlow.minus(flow) : byFlow.plus(flow, after));
  }

  /** The ports of which this flow says what is in their keys. */
  Set<String> ports(String flow) {
    return new TreeSet<>(byFlow.getOrDefault(flow, Map.of()).keySet());
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
