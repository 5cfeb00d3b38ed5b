package dev.weft.policy;

import dev.weft.model.PolicySpec.Principals;
import dev.weft.model.PrincipalId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The keys under which policies are kept by whom their rules name, and found by who asks. */
final class Naming {
  private static final String ANYBODY = "*";

  private Naming() {}

  /**
   * Those whom a policy may concern. Owner and steward depend on the port, so rules for them may
   * name anybody.
   */
  static Set<String> of(CompiledPolicy policy) {
    var keys = new HashSet<String>();
    if (policy.deniesOthers()) {
      keys.add(ANYBODY);
    }
    for (var rule : policy.spec().rules()) {
      var who = rule.principals();
      if (who.everyone() || who.owner() || namesRoleOfAPort(who)) {
        keys.add(ANYBODY);
      }
      who.users().forEach(user -> keys.add("user:" + user));
      who.groups().forEach(group -> keys.add("group:" + group));
      who.roles().forEach(role -> keys.add("role:" + role));
      who.agents().forEach(agent -> keys.add("agent:" + agent));
      who.products().forEach(product -> keys.add("product:" + product));
    }
    return keys;
  }

  private static boolean namesRoleOfAPort(Principals who) {
    return who.roles().contains("owner") || who.roles().contains("steward");
  }

  /** Where policies are that may concern somebody. */
  static List<String> keys(PrincipalId id, Set<String> groups, Set<String> roles) {
    var keys = new ArrayList<String>();
    keys.add(ANYBODY);
    keys.add(id.type().name().toLowerCase(Locale.ROOT) + ":" + id.name());
    groups.forEach(group -> keys.add("group:" + group));
    roles.forEach(role -> keys.add("role:" + role));
    return List.copyOf(keys);
  }
}
