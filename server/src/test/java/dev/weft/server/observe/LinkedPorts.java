package dev.weft.server.observe;

import dev.weft.catalog.glossary.Glossary;
import dev.weft.catalog.glossary.TermTags;
import dev.weft.flow.ProcessorTypes;
import dev.weft.model.PortFields.FieldTag;
import dev.weft.model.PortName;
import dev.weft.model.ResourceKind;
import dev.weft.policy.CelExpressions;
import dev.weft.server.Fixture;
import dev.weft.spi.flow.ProcessorType;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.ServiceLoader;

/** Ports with fields that flows connect, where tags travel when a test says so. */
final class LinkedPorts {
  final Fixture shop = new Fixture();
  final FlowFields flows = new FlowFields(installed(), new CelExpressions());
  final InheritedTags inherited =
      new InheritedTags(flows, new TermTags(new Glossary()), port -> Map.of());
  private final Queue<Runnable> due = new ArrayDeque<>();

  LinkedPorts() {
    shop.mesh.follow(new TagPropagation(shop.mesh, inherited, () -> true, due::add));
  }

  void port(String topic, String field, String tag) {
    var own = tag.isEmpty() ? "" : tag(tag, "steward", "CONFIRMED");
    shop.mesh.put(
        ResourceKind.PORT_FIELDS,
        topic,
        "{'port': '%s', 'fields': {'%s': {'type': 'string', 'tags': [%s]}}}"
            .formatted(topic, field, own));
  }

  void flow(String name, String from, String to, String field, String into) {
    shop.mesh.put(
        ResourceKind.FLOW,
        name,
        """
        {'name': '%s', 'product': 'p', 'processors': [
          {'name': 'read', 'type': 'ConsumePort', 'settings': {'port': '%s'}},
          {'name': 'middle', 'type': 'ConvertRecord', 'settings': {'fields': {'%s': '%s'}}},
          {'name': 'publish', 'type': 'PublishPort', 'settings': {'port': '%s'}}],
         'connections': ['read.success -> middle', 'middle.success -> publish']}
        """
            .formatted(name, from, into, field, to));
  }

  void stop(String port, String flow, String field, String tag) {
    shop.mesh.put(
        ResourceKind.TAG_STOPS,
        port,
        "{'port': '%s', 'stops': [{'flow': '%s', 'field': '%s', 'tag': '%s', 'by': 'sam', 'at': '2026-11-01T00:00:00Z', 'why': 'x'}]}"
            .formatted(port, flow, field, tag));
  }

  List<String> tags(String topic, String field) {
    return InheritedTags.fields(shop.mesh.state(), name(topic))
        .field(field)
        .orElseThrow()
        .tags()
        .stream()
        .map(FieldTag::tag)
        .toList();
  }

  static PortName name(String topic) {
    return PortName.parse(topic).orElseThrow();
  }

  void work() {
    for (var task = due.poll(); task != null; task = due.poll()) {
      task.run();
    }
  }

  static String tag(String tag, String source, String status) {
    return "{'tag': '%s', 'confidence': 1.0, 'evidence': 'x', 'source': '%s', 'status': '%s'}"
        .formatted(tag, source, status);
  }

  private static ProcessorTypes installed() {
    var found = new ArrayList<ProcessorType<?>>();
    for (ProcessorType<?> type : ServiceLoader.load(ProcessorType.class)) {
      found.add(type);
    }
    return new ProcessorTypes(found);
  }
}
