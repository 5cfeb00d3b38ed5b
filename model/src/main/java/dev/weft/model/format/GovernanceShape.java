package dev.weft.model.format;

import static dev.weft.model.format.Shapes.listOf;
import static dev.weft.model.format.Shapes.object;
import static dev.weft.model.format.Shapes.oneOf;
import static dev.weft.model.format.Shapes.words;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weft.model.governance.Electorate;
import java.util.HashSet;

/** How a domain is governed: by whom, by which quorum, and what its products are held to. */
final class GovernanceShape {
  private static final int RULES_MAX = 100;

  private GovernanceShape() {}

  static ObjectShape shape() {
    return object("the governance of a domain")
        .optional(listOf(words()), "body", "stewards", "regulations")
        .optional("quorum", GovernanceShape::quorum)
        .optional("publishing", oneOf("file", "complete", "approval"))
        .optional("rules", GovernanceShape::rules)
        .optional("purposes", RequestRulesShape.purposes())
        .optional("requests", RequestRulesShape.rules());
  }

  private static ObjectShape rule() {
    return object("a rule of a domain")
        .required("name", Names.name())
        .required(words(), "expression", "message")
        .optional("applies", oneOf("product", "contract", "flow", "query"))
        .optional("on", oneOf("publish", "apply"));
  }

  /** YAML reads a number as one, so both forms are right. */
  private static void quorum(JsonNode node, At at) {
    var isScalar = node.isTextual() || node.isIntegralNumber();
    if (!isScalar || !Electorate.QUORUM.matcher(node.asText()).matches()) {
      at.value(
          "bad-quorum",
          "This is not a quorum.",
          "Write majority (more than half of those who may vote), all, or how many: 2.");
    }
  }

  private static void rules(JsonNode node, At at) {
    listOf(rule()).check(node, at);
    if (node.size() > RULES_MAX) {
      at.value("too-many-rules", "A domain has at most " + RULES_MAX + " rules.", "");
    }
    var seen = new HashSet<String>();
    for (var i = 0; i < node.size(); i++) {
      if (node.get(i) instanceof ObjectNode rule && !seen.add(rule.path("name").asText())) {
        at.item(i)
            .key("name")
            .value("duplicate-rule", "Another rule of this domain is called so.", "Rename one.");
      }
    }
  }
}
