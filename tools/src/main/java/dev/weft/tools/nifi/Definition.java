package dev.weft.tools.nifi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.weft.model.Place;
import dev.weft.model.Problem;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * A NiFi flow definition, its groups laid flat: processors with names that are unique, what leads
 * from one to another through ports and funnels, and the controller services that they name.
 */
final class Definition {
  private static final int DEPTH_MAX = 50;

  private final JsonNode root;
  private final Map<String, Node> nodes = new LinkedHashMap<>();
  private final List<JsonNode> connections = new ArrayList<>();
  private final Map<String, JsonNode> services = new LinkedHashMap<>();
  private final Set<String> names = new HashSet<>();

  /** A processor: its identifier, its name in the flow, where it stands, and its JSON. */
  record Node(String id, String name, String place, JsonNode json) {}

  /** A way from a processor to another, or to an output port of the outermost group. */
  record Way(Node from, String relationship, String toId, JsonNode connection) {}

  /** {@code file} is what NiFi exports: a snapshot with {@code flowContents}, or that alone. */
  Definition(JsonNode file) {
    root = file.has("flowContents") ? file.path("flowContents") : file;
    if (!root.path("processors").isArray()) {
      throw Problem.input(
              "not-a-flow-definition",
              Place.NOWHERE,
              "This is no flow definition of NiFi: it has no flowContents.processors.",
              "In NiFi: Download flow definition, of a process group.")
          .asException();
    }
    collect(root, "", "", 0);
  }

  JsonNode root() {
    return root;
  }

  List<Node> processors() {
    return List.copyOf(nodes.values());
  }

  /** The service of this identifier; a missing node when it is not part of the definition. */
  JsonNode service(String id) {
    return services.getOrDefault(id, MissingNode.getInstance());
  }

  /** All services of the definition, those of inner groups included. */
  List<JsonNode> services() {
    return List.copyOf(services.values());
  }

  private void collect(JsonNode group, String prefix, String place, int depth) {
    if (depth > DEPTH_MAX) {
      throw Problem.input("too-deep", Place.NOWHERE, "Groups are too deep in each other.", "")
          .asException();
    }
    group
        .path("processors")
        .forEach(
            one -> {
              var id = one.path("identifier").asText();
              var title = one.path("name").asText();
              nodes.put(id, new Node(id, unique(prefix + plain(title)), place + title, one));
            });
    group.path("connections").forEach(connections::add);
    group.path("controllerServices").forEach(one -> services.put(id(one), one));
    for (var inner : group.path("processGroups")) {
      var title = inner.path("name").asText();
      collect(inner, prefix + plain(title) + "-", place + title + "/", depth + 1);
    }
  }

  private static String id(JsonNode component) {
    return component.path("identifier").asText();
  }

  private String unique(String wanted) {
    var name = wanted;
    for (var i = 2; !names.add(name); i++) {
      name = wanted + "-" + i;
    }
    return name;
  }

  /** Letters, digits and dashes: {@code Read files (new)} becomes {@code read-files-new}. */
  static String plain(String title) {
    var name =
        title.replaceAll("[^A-Za-z0-9]+", "-").replaceAll("^-|-$", "").toLowerCase(Locale.ROOT);
    return name.isEmpty() ? "unnamed" : name;
  }

  /** All ways between processors; ports and funnels between them are passed through. */
  List<Way> ways() {
    var ways = new ArrayList<Way>();
    for (var connection : connections) {
      var from = nodes.get(connection.path("source").path("id").asText());
      if (from != null) {
        var to = new ArrayList<String>();
        follow(connection.path("destination"), to, new HashSet<>());
        for (var relationship : connection.path("selectedRelationships")) {
          to.forEach(id -> ways.add(new Way(from, relationship.asText(), id, connection)));
        }
      }
    }
    return ways;
  }

  private void follow(JsonNode end, List<String> to, Set<String> seen) {
    var id = end.path("id").asText();
    if (nodes.containsKey(id) || isOutermost(id, "outputPorts")) {
      to.add(id);
    } else if (seen.add(id)) {
      for (var connection : connections) {
        if (connection.path("source").path("id").asText().equals(id)) {
          follow(connection.path("destination"), to, seen);
        }
      }
    }
  }

  /** What the outermost group's input port leads to. */
  boolean isOutermost(String id, String ports) {
    for (var port : root.path(ports)) {
      if (id(port).equals(id)) {
        return true;
      }
    }
    return false;
  }

  Node node(String id) {
    return nodes.get(id);
  }
}
