package dev.weft.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A lineage graph as two trees of text: where a node's data comes from, and where it goes. */
final class LineageTree {
  private final JsonNode edges;
  private final JsonNode seen;
  private final Map<String, String> runs = new HashMap<>();

  private final boolean past;

  /** Who was seen to use ports is not known of the past. */
  LineageTree(JsonNode graph, boolean past) {
    this.past = past;
    edges = graph.path("edges");
    seen = graph.path("seen");
    for (var node : graph.path("nodes")) {
      if (node.has("run")) {
        var run = node.path("run");
        runs.put(
            node.path("id").asText(),
            " (" + Text.of(run.path("state")) + " at " + Text.of(run.path("at")) + ")");
      }
    }
  }

  /** Where the newest run of a job outside stands. */
  private String run(String node) {
    return runs.getOrDefault(node, "");
  }

  String print(String start) {
    var lines = new ArrayList<String>();
    lines.add(start + run(start));
    branch(start, "to", "from", "<- ", 1, new HashSet<>(Set.of(start)), lines);
    branch(start, "from", "to", "-> ", 1, new HashSet<>(Set.of(start)), lines);
    return lines.size() == 1
        ? start + run(start) + "\nNothing is known before or after it."
        : String.join("\n", lines);
  }

  /** What was seen at the gateway: a subscriber who has never read is none that reads. */
  private String use(JsonNode edge) {
    var kind = edge.path("kind").asText();
    for (var one : seen) {
      if (one.path("from").equals(edge.path("from"))
          && one.path("to").equals(edge.path("to"))
          && one.path("kind").equals(edge.path("kind"))) {
        var day = Text.of(one.path("last")).replaceFirst("T.*", "");
        return kind.equals("subscribes") ? " (subscribes)" : " (" + kind + ", last " + day + ")";
      }
    }
    if (!kind.equals("subscribes")) {
      return "";
    }
    return past ? " (subscribes)" : " (subscribes, has not read it)";
  }

  /** Each node is opened once, so that a cycle ends. */
  private void branch(
      String node,
      String here,
      String there,
      String arrow,
      int depth,
      Set<String> seen,
      List<String> lines) {
    for (var edge : edges) {
      if (!edge.path(here).asText().equals(node)) {
        continue;
      }
      var next = edge.path(there).asText();
      var isNew = seen.add(next);
      lines.add(
          "  ".repeat(depth) + arrow + next + run(next) + use(edge) + (isNew ? "" : " (above)"));
      if (isNew) {
        branch(next, here, there, arrow, depth + 1, seen, lines);
      }
    }
  }
}
