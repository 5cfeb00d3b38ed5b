package dev.weft.policy.ranger;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

/** Applies policies that were made, changed or removed since a download. */
final class Deltas {
  private static final int CREATED = 0;
  private static final int UPDATED = 1;
  private static final int DELETED = 2;

  private Deltas() {}

  /** The policies after the changes to those of this type of service. */
  static List<JsonNode> apply(List<JsonNode> policies, List<JsonNode> deltas, String type) {
    if (deltas.isEmpty()) {
      return policies;
    }
    var byId = new LinkedHashMap<Long, JsonNode>();
    policies.forEach(policy -> byId.put(Json.number(policy, "id", -1), policy));
    for (var delta : deltas) {
      var policy = delta.path("policy");
      var change = (int) Json.number(delta, "changeType", -1);
      if (Json.text(policy, "serviceType").equals(type)) {
        var id = Json.number(policy, "id", -1);
        if (change == CREATED || change == UPDATED) {
          byId.put(id, policy);
        } else if (change == DELETED) {
          byId.remove(id);
        }
      }
    }
    return new ArrayList<>(byId.values());
  }
}
