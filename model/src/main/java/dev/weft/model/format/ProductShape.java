package dev.weft.model.format;

import static dev.weft.model.format.Shapes.dateTime;
import static dev.weft.model.format.Shapes.listOf;
import static dev.weft.model.format.Shapes.object;
import static dev.weft.model.format.Shapes.oneOf;
import static dev.weft.model.format.Shapes.text;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.Map;

/** A data product, as the Open Data Product Standard 1.0 (and 0.9) says. */
final class ProductShape {
  private final Shape custom = CommonShapes.customProperties();
  private final Shape definitions = listOf(CommonShapes.authoritativeDefinition());

  ObjectShape shape() {
    var member = CommonShapes.teamMember(custom, definitions);
    return described("a data product")
        .required("apiVersion", text())
        .required("kind", oneOf("DataProduct"))
        .required("id", Names.part())
        .required("status", text())
        .optional(text(), "name", "version", "domain", "tenant")
        .optional(
            "description",
            object("a description")
                .optional(text(), "purpose", "limitations", "usage")
                .optional("authoritativeDefinitions", definitions)
                .optional("customProperties", custom))
        .optional("inputPorts", listOf(inputPort()))
        .optional("outputPorts", listOf(outputPort()))
        .optional("managementPorts", listOf(managementPort()))
        .optional("support", listOf(support()))
        .optional("team", CommonShapes.team(member, custom, definitions))
        .optional("productCreatedTs", dateTime())
        .rule((product, at) -> portsDiffer(product, "inputPorts", at))
        .rule((product, at) -> portsDiffer(product, "outputPorts", at));
  }

  private ObjectShape inputPort() {
    return described("an input port").required(text(), "name", "version", "contractId");
  }

  private ObjectShape outputPort() {
    var sbom = object("a bill of materials").required("url", text()).optional("type", text());
    var input = object("an input contract").required(text(), "id", "version");
    return described("an output port")
        .required("name", Names.part())
        .required("version", text())
        .optional(text(), "description", "type", "contractId")
        .optional("sbom", listOf(sbom))
        .optional("inputContracts", listOf(input));
  }

  private ObjectShape managementPort() {
    return described("a management port")
        .required(text(), "name", "content")
        .optional(text(), "type", "url", "channel", "description");
  }

  private ObjectShape support() {
    return described("a support channel")
        .required(text(), "channel", "url")
        .optional(text(), "description", "tool", "scope", "invitationUrl");
  }

  private ObjectShape described(String noun) {
    return object(noun)
        .optional("tags", CommonShapes.tags())
        .optional("customProperties", custom)
        .optional("authoritativeDefinitions", definitions);
  }

  /** A port is a topic, so its name can be taken once, whatever its version. */
  private static void portsDiffer(ObjectNode product, String list, At at) {
    Map<String, Integer> first = new HashMap<>();
    var ports = product.path(list);
    for (var i = 0; i < ports.size(); i++) {
      var name = ports.get(i).path("name").asText();
      if (!name.isEmpty() && first.putIfAbsent(name, i) != null) {
        at.key(list)
            .item(i)
            .key("name")
            .value(
                "duplicate-port",
                "There is another port called '" + name + "' in this list.",
                "Ports need different names; put the version into one of them.");
      }
    }
  }
}
