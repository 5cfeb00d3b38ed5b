package dev.weft.policy.ranger;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Where a policy stands among those of equal priority: the broader it is, the smaller. */
final class AskOrder {
  private static final List<String> LISTS =
      List.of(
          "policyItems",
          "denyPolicyItems",
          "allowExceptions",
          "denyExceptions",
          "dataMaskPolicyItems",
          "rowFilterPolicyItems");

  private final JsonNode policy;
  private final ServiceDef service;
  private final Set<String> users = new HashSet<>();
  private final Set<String> groups = new HashSet<>();
  private final Set<String> accesses = new HashSet<>();

  AskOrder(JsonNode policy, ServiceDef service) {
    this.policy = policy;
    this.service = service;
    LISTS.forEach(list -> Json.list(policy, list).forEach(this::add));
  }

  private void add(JsonNode item) {
    var written = Json.list(item, "accesses");
    var foreign = written.stream().allMatch(one -> service.isForeign(Json.text(one, "type")));
    var mask = Json.text(item.path("dataMaskInfo"), "dataMaskType");
    var gone = !written.isEmpty() && foreign && !Json.flag(item, "delegateAdmin", false);
    if (gone || service.isForeign(mask)) {
      return;
    }
    users.addAll(Json.texts(item, "users"));
    groups.addAll(Json.texts(item, "groups"));
    for (var access : written) {
      if (Json.flag(access, "isAllowed", true) && !service.isForeign(Json.text(access, "type"))) {
        accesses.add(service.ownName(Json.text(access, "type")));
      }
    }
  }

  /**
   * The number.
   *
   * @param dynamic whether a value has tokens or expressions
   * @param conditions how many conditions there are, on the policy and its parts
   */
  int of(boolean dynamic, int conditions) {
    var order = 10_000 - Math.min(100, resources()) + (dynamic ? 20 : 0) - people();
    var types = service.accessCount();
    order -= types == 0 ? 0 : Math.round(25f * accesses.size() / types);
    return order - Math.max(0, 25 - 5 * conditions);
  }

  private int people() {
    var everybody =
        Json.flag(policy, "isDenyAllElse", false)
            || groups.stream().anyMatch(group -> group.equalsIgnoreCase("public"))
            || users.stream().anyMatch(user -> user.equalsIgnoreCase("{USER}"));
    return everybody ? 25 : Math.min(25, users.size() + groups.size());
  }

  private int resources() {
    var discount = 0;
    for (var entry : Json.map(policy.path("resources")).entrySet()) {
      var values = Json.texts(entry.getValue(), "values");
      if (!values.isEmpty() && service.model().levelNames().contains(entry.getKey())) {
        discount += resource(entry.getValue(), values);
      }
    }
    return discount;
  }

  private static int resource(JsonNode resource, List<String> values) {
    if (values.stream().anyMatch(value -> value.isEmpty() || value.equals("*"))) {
      return 25;
    }
    var star = values.stream().anyMatch(value -> value.contains("*"));
    var question = values.stream().anyMatch(v -> !v.contains("*") && v.contains("?"));
    var wildcards = star ? 10 : question ? 5 : 0;
    return wildcards
        + (Json.flag(resource, "isExcludes", false) ? 5 : 0)
        + (Json.flag(resource, "isRecursive", false) ? 5 : 0);
  }
}
