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
import java.util.List;

/** {@code kind: Policy}: what a rule may say depends on the policy's type. */
final class PolicyShape {
  private static final List<String> RESOURCES =
      List.of("domains", "products", "ports", "fields", "tags");

  private static final List<String> NOT_OF_SENDING =
      List.of("priority", "zone", "when", "timezone", "validity");

  private PolicyShape() {}

  static ObjectShape shape() {
    var types = oneOf("access", "mask", "row-filter", "egress");
    return object("a policy")
        .required("apiVersion", text())
        .required("kind", oneOf("Policy"))
        .required("name", Names.name())
        .optional("description", text())
        .required("type", types)
        .required("resources", resources())
        .required("rules", someOf("rule", listOf(object("a rule").open())))
        .optional("enabled", flag())
        .optional("priority", oneOf("normal", "override"))
        .optional(words(), "zone", "when")
        .optional("timezone", PolicyTimes.timezone())
        .optional("validity", listOf(PolicyTimes.validity()))
        .when(
            policy -> is(policy, "access"),
            rules(accessRule()).optional("else", oneOf("deny", "nothing")))
        .when(
            policy -> is(policy, "mask"),
            rules(maskRule())
                .optional("masks", oneOf("strict", "compat"))
                .optional("undecodable", oneOf("withhold", "fail")))
        .when(
            policy -> is(policy, "row-filter"),
            rules(filterRule())
                .optional("filterOn", oneOf("masked", "raw"))
                .optional("undecodable", oneOf("withhold", "fail")))
        .when(policy -> is(policy, "egress"), object("a policy").required("rules", sendingRules()))
        .rule(PolicyShape::filterNeedsRecords)
        .rule(PolicyShape::sendingNeedsProducts);
  }

  private static ObjectShape rules(ObjectShape rule) {
    var whole =
        rule.required("principals", principals("This rule is about nobody."))
            .optional("except", principals("This takes nobody out."))
            .optional("when", words());
    return object("a policy").required("rules", someOf("rule", listOf(whole)));
  }

  private static ObjectShape accessRule() {
    var actions = someOf("action", listOf(oneOf("read")));
    return object("a rule of an access policy")
        .optional(actions, "allow", "deny")
        .optional("limits", PolicyTimes.limits())
        .optional("delegate", flag())
        .optional("audit", flag())
        .rule(
            (rule, at) -> {
              if (!rule.has("allow") && !rule.has("deny")) {
                at.key(
                    "missing-field",
                    "A rule of an access policy needs 'allow' or 'deny'.",
                    "Write allow: [read].");
              }
              if (rule.path("delegate").asBoolean() && rule.has("when")) {
                at.key("delegate")
                    .key(
                        "misplaced-key",
                        "A condition says when somebody reads, not when they write policies.",
                        "Delegate in a rule without 'when'.");
              }
              if (rule.has("audit") && !rule.has("allow")) {
                at.key("audit")
                    .key(
                        "misplaced-key",
                        "What is refused is always audited.",
                        "Only a rule that allows can leave out the events of reading.");
              }
              if (rule.has("limits") && !rule.has("allow")) {
                at.key("limits").key("misplaced-key", "Only a rule that allows can limit.", "");
              }
            });
  }

  private static ObjectShape maskRule() {
    return object("a rule of a mask policy").required("mask", MaskShape.shape());
  }

  private static ObjectShape filterRule() {
    return object("a rule of a row-filter policy").required("filter", words());
  }

  /** The flow that sends is its product's, so nobody is named. */
  private static Shape sendingRules() {
    var actions = someOf("action", listOf(oneOf("send")));
    var rule =
        object("a rule of an egress policy")
            .required("to", someOf("place", listOf(words())))
            .optional(actions, "allow", "deny")
            .optional("denyTags", someOf("tag", listOf(words())))
            .rule(
                (one, at) -> {
                  if (one.has("allow") == one.has("deny")) {
                    at.key(
                        "missing-field",
                        "A rule of an egress policy needs 'allow' or 'deny', and not both.",
                        "Write allow: [send].");
                  }
                  if (one.has("denyTags") && !one.has("allow")) {
                    at.key("denyTags")
                        .key("misplaced-key", "What is denied is denied with all its tags.", "");
                  }
                });
    return someOf("rule", listOf(rule));
  }

  /** What is sent is a flow's, so only whose flow it is can matter. */
  private static void sendingNeedsProducts(ObjectNode policy, At at) {
    if (!is(policy, "egress")) {
      return;
    }
    for (var key : NOT_OF_SENDING) {
      if (policy.has(key)) {
        at.key(key).key("misplaced-key", "An egress policy has no '" + key + "'.", "Leave it out.");
      }
    }
    var resources = policy.path("resources");
    for (var key : List.of("ports", "fields", "tags")) {
      wrongForFlows(resources, at.key("resources"), key);
      wrongForFlows(resources.path("excludes"), at.key("resources").key("excludes"), key);
    }
  }

  private static void wrongForFlows(JsonNode resources, At at, String key) {
    if (resources.has(key)) {
      at.key(key)
          .key(
              "wrong-resource",
              "An egress policy is about the flows of products, so '" + key + "' has no meaning.",
              "Name domains or products; what may not be sent stands in 'denyTags'.");
    }
  }

  private static ObjectShape resources() {
    var names = listOf(words());
    var keys = RESOURCES.toArray(String[]::new);
    var excludes = object("what a policy takes out").optional(names, keys);
    return object("the resources of a policy")
        .optional(names, keys)
        .optional("excludes", excludes)
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

  private static ObjectShape principals(String nobody) {
    return object("the principals of a rule")
        .optional(listOf(words()), "users", "groups", "roles", "products", "agents")
        .optional(flag(), "everyone", "owner")
        .rule(
            (principals, at) -> {
              if (principals.properties().stream().noneMatch(one -> says(one.getValue()))) {
                at.key(
                    "missing-field",
                    nobody,
                    "Name users, groups, roles, products or agents, or write everyone: true.");
              }
            });
  }

  private static boolean says(JsonNode value) {
    return value.asBoolean() || !value.isEmpty();
  }

  /** A tag or a field says which values to hide, not which records. */
  private static void filterNeedsRecords(ObjectNode policy, At at) {
    var resources = policy.path("resources");
    if (!is(policy, "row-filter")) {
      return;
    }
    for (var key : List.of("fields", "tags")) {
      wrongForRecords(resources, at.key("resources"), key);
      wrongForRecords(resources.path("excludes"), at.key("resources").key("excludes"), key);
    }
  }

  private static void wrongForRecords(JsonNode resources, At at, String key) {
    if (resources.has(key)) {
      at.key(key)
          .key(
              "wrong-resource",
              "A row filter is about whole records, so '" + key + "' has no meaning here.",
              "Name domains, products or ports.");
    }
  }

  private static boolean is(ObjectNode policy, String type) {
    return policy.path("type").asText().equals(type);
  }
}
