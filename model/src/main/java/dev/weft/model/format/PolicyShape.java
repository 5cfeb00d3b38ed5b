package dev.weft.model.format;

import static dev.weft.model.format.Shapes.flag;
import static dev.weft.model.format.Shapes.listOf;
import static dev.weft.model.format.Shapes.object;
import static dev.weft.model.format.Shapes.oneOf;
import static dev.weft.model.format.Shapes.someOf;
import static dev.weft.model.format.Shapes.text;
import static dev.weft.model.format.Shapes.words;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;

/** {@code kind: Policy}: what a rule may say depends on the policy's type. */
final class PolicyShape {
  private static final Set<String> RESOURCES =
      Set.of("domains", "products", "ports", "fields", "tags");

  private PolicyShape() {}

  static ObjectShape shape() {
    var types = oneOf("access", "mask", "row-filter");
    return object("a policy")
        .required("apiVersion", text())
        .required("kind", oneOf("Policy"))
        .required("name", Names.name())
        .optional("description", text())
        .required("type", types)
        .required("resources", resources())
        .required("rules", someOf("rule", listOf(object("a rule").open())))
        .when(policy -> is(policy, "access"), rules(accessRule()))
        .when(policy -> is(policy, "mask"), rules(maskRule()))
        .when(policy -> is(policy, "row-filter"), rules(filterRule()))
        .rule(PolicyShape::filterNeedsRecords);
  }

  private static ObjectShape rules(ObjectShape rule) {
    var principals = rule.required("principals", principals());
    return object("a policy").required("rules", someOf("rule", listOf(principals)));
  }

  private static ObjectShape accessRule() {
    var actions = someOf("action", listOf(oneOf("read")));
    return object("a rule of an access policy")
        .optional(actions, "allow", "deny")
        .rule(
            (rule, at) -> {
              if (!rule.has("allow") && !rule.has("deny")) {
                at.key(
                    "missing-field",
                    "A rule of an access policy needs 'allow' or 'deny'.",
                    "Write allow: [read].");
              }
            });
  }

  private static ObjectShape maskRule() {
    return object("a rule of a mask policy")
        .required(
            "mask",
            oneOf(
                "show-last-4", "show-first-4", "redact", "hash", "null", "none", "date-show-year"));
  }

  private static ObjectShape filterRule() {
    return object("a rule of a row-filter policy").required("filter", words());
  }

  private static ObjectShape resources() {
    var names = listOf(words());
    return object("the resources of a policy")
        .optional(names, "domains", "products", "ports", "fields", "tags")
        .rule(
            (resources, at) -> {
              if (RESOURCES.stream().allMatch(key -> resources.path(key).isEmpty())) {
                at.key(
                    "missing-field",
                    "A policy needs at least one resource.",
                    "Name domains, products, ports, fields or tags; '*' stands for any text.");
              }
            });
  }

  private static ObjectShape principals() {
    var names = listOf(words());
    return object("the principals of a rule")
        .optional(names, "users", "groups", "products")
        .optional("roles", listOf(oneOf("admin", "auditor", "owner", "steward")))
        .optional(flag(), "everyone", "owner")
        .rule(
            (principals, at) -> {
              if (principals.properties().stream().noneMatch(one -> says(one.getValue()))) {
                at.key(
                    "missing-field",
                    "This rule is about nobody.",
                    "Name users, groups, roles or products, or write everyone: true.");
              }
            });
  }

  private static boolean says(JsonNode value) {
    return value.asBoolean() || !value.isEmpty();
  }

  /** A tag or a field says which values to hide, not which records. */
  private static void filterNeedsRecords(ObjectNode policy, At at) {
    var resources = policy.path("resources");
    for (var key : new String[] {"fields", "tags"}) {
      if (is(policy, "row-filter") && resources.has(key)) {
        at.key("resources")
            .key(key)
            .key(
                "wrong-resource",
                "A row filter is about whole records, so '" + key + "' has no meaning here.",
                "Name domains, products or ports.");
      }
    }
  }

  private static boolean is(ObjectNode policy, String type) {
    return policy.path("type").asText().equals(type);
  }
}
