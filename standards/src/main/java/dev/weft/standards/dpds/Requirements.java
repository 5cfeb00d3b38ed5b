package dev.weft.standards.dpds;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weft.model.Problem;
import dev.weft.model.format.Document;
import dev.weft.model.format.Problems;
import java.util.List;

/** What a descriptor must have, by version 1.0.0 of its specification. */
final class Requirements {
  static final List<String> PORTS =
      List.of("inputPorts", "outputPorts", "discoveryPorts", "observabilityPorts", "controlPorts");

  private final Document document;
  private final Problems problems;

  private Requirements(Document document, Problems problems) {
    this.document = document;
    this.problems = problems;
  }

  /** Ports that are references have to be followed first: they are looked at the second time. */
  static void check(Document document, Problems problems) {
    new Requirements(document, problems).check();
  }

  private void check() {
    var tree = document.tree();
    var version = tree.path("dataProductDescriptor");
    if (!version.isTextual() || !version.textValue().matches("1\\.0(\\..*)?")) {
      var message =
          "This is no descriptor of version 1.0: it lacks 'dataProductDescriptor: 1.0.0'.";
      add("not-dpds", "", message, "Weft reads the Data Product Descriptor Specification 1.0.");
      return;
    }
    if (mapping(tree, "", "info")) {
      var info = tree.path("info");
      List.of("name", "version", "domain").forEach(key -> text(info, "info", key));
      if (mapping(info, "info", "owner")) {
        text(info.path("owner"), "info.owner", "id");
      }
    }
    if (mapping(tree, "", "interfaceComponents")) {
      var ports = tree.path("interfaceComponents");
      if (!ports.has("outputPorts")) {
        missing("interfaceComponents", "outputPorts");
      }
      PORTS.stream().filter(ports::has).forEach(list -> ports(ports.path(list), list));
    }
  }

  private void ports(JsonNode ports, String list) {
    var path = "interfaceComponents." + list;
    if (!ports.isArray()) {
      add("wrong-type", path, "'" + list + "' must be a list.", "");
    }
    for (var i = 0; ports.isArray() && i < ports.size(); i++) {
      var at = path + "[" + i + "]";
      if (!ports.get(i).isObject()) {
        add("wrong-type", at, "A port must be a mapping.", "");
      } else if (!ports.get(i).has("$ref")) {
        text(ports.get(i), at, "name");
        text(ports.get(i), at, "version");
      }
    }
  }

  private boolean mapping(JsonNode holder, String path, String key) {
    if (!holder.has(key)) {
      missing(path, key);
    } else if (!holder.path(key).isObject()) {
      add("wrong-type", below(path, key), "'" + key + "' must be a mapping.", "");
    }
    return holder.path(key) instanceof ObjectNode;
  }

  private void text(JsonNode holder, String path, String key) {
    if (!holder.has(key)) {
      missing(path, key);
    } else if (!DescriptorImport.hasText(holder.path(key))) {
      add("wrong-type", below(path, key), "'" + key + "' must be text.", "Put it in quotes.");
    }
  }

  private void missing(String path, String key) {
    var where = path.isEmpty() ? "A descriptor" : "'" + path + "'";
    add("missing-field", path, where + " needs '" + key + "'.", "Add the key '" + key + "'.");
  }

  private static String below(String path, String key) {
    return path.isEmpty() ? key : path + "." + key;
  }

  private void add(String code, String path, String message, String hint) {
    problems.add(Problem.input(code, document.places().value(path), message, hint));
  }
}
