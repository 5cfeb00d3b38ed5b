package dev.weft.model;

import dev.weft.model.FlowSpec.Connection;
import dev.weft.model.FlowSpec.ProcessGroup;
import dev.weft.model.FlowSpec.ProcessorSpec;
import dev.weft.model.FlowSpec.Queue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Process groups laid flat: a processor within is called {@code group/processor}, and connections
 * to and from ports of a group lead to and from the processors behind these. What does not resolve
 * stays as it is written, for the check of connections to find.
 */
record FlatGroups(List<ProcessorSpec> processors, List<String> connections, List<Queue> queues) {
  private static final int DEPTH_MAX = 20;

  static FlatGroups of(
      List<ProcessorSpec> processors,
      List<String> connections,
      List<Queue> queues,
      List<ProcessGroup> groups) {
    var flat = new FlatGroups(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    flat.add("", processors, connections, queues, groups, 0);
    return new FlatGroups(
        List.copyOf(flat.processors), List.copyOf(flat.connections), List.copyOf(flat.queues));
  }

  private void add(
      String prefix,
      List<ProcessorSpec> its,
      List<String> connected,
      List<Queue> queued,
      List<ProcessGroup> groups,
      int depth) {
    its.forEach(one -> processors.add(one.within(prefix)));
    connected.forEach(text -> connections.add(resolved(prefix, text, groups)));
    for (var one : queued) {
      var where = resolved(prefix, one.connection(), groups);
      queues.add(new Queue(where, one.records(), one.bytes(), one.order(), one.expiry()));
    }
    if (depth < DEPTH_MAX) {
      for (var group : groups) {
        add(
            prefix + group.name() + "/",
            group.processors(),
            group.connections(),
            group.queues(),
            group.groups(),
            depth + 1);
      }
    }
  }

  private static String resolved(String prefix, String text, List<ProcessGroup> groups) {
    return Connection.parse(text)
        .map(
            one ->
                from(prefix, one.from() + "." + one.relationship(), groups)
                    + " -> "
                    + to(prefix, one.to(), groups))
        .orElse(text);
  }

  /** What {@code group.output} stands for, through as many groups as there are. */
  private static String from(String prefix, String text, List<ProcessGroup> groups) {
    return behind(prefix, text, groups, true);
  }

  private static String to(String prefix, String text, List<ProcessGroup> groups) {
    return behind(prefix, text, groups, false);
  }

  private static String behind(
      String prefix, String text, List<ProcessGroup> groups, boolean output) {
    var dot = text.indexOf('.');
    if (dot > 0) {
      for (var group : groups) {
        Map<String, String> ports = output ? group.outputs() : group.inputs();
        var inner = ports.get(text.substring(dot + 1));
        if (group.name().equals(text.substring(0, dot)) && inner != null) {
          return behind(prefix + group.name() + "/", inner, group.groups(), output);
        }
      }
    }
    return prefix + text;
  }
}
