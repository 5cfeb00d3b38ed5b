package dev.weft.policy;

import dev.weft.model.PolicySpec.Principals;
import dev.weft.model.PrincipalId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Who asks, as policies see them.
 *
 * @param attributes of a user, as expressions see them
 * @param keys where policies are found that may concern the reader
 */
record Reader(
    PrincipalId id,
    Set<String> groups,
    Set<String> roles,
    Map<String, Object> attributes,
    List<String> keys) {
  static Reader of(
      PrincipalId id, Set<String> groups, Set<String> roles, Map<String, Object> attributes) {
    return new Reader(id, groups, roles, attributes, Naming.keys(id, groups, roles));
  }

  /** Whether any part of these principals names the reader. */
  boolean isAmong(Principals principals, PortFacts port) {
    return principals.everyone()
        || switch (id.type()) {
          case PRODUCT -> principals.products().contains(id.name());
          case AGENT -> principals.agents().contains(id.name());
          case USER, SYSTEM -> isPersonAmong(principals, port);
        };
  }

  private boolean isPersonAmong(Principals principals, PortFacts port) {
    return principals.users().contains(id.name())
        || (principals.owner() && port.owners().contains(id.name()))
        || principals.groups().stream().anyMatch(groups::contains)
        || rolesAt(port).stream().anyMatch(principals.roles()::contains);
  }

  /** The reader's own roles and those that this port's product gives. */
  private List<String> rolesAt(PortFacts port) {
    var all = new ArrayList<>(roles);
    if (isPerson() && port.owners().contains(id.name())) {
      all.add("owner");
    }
    if (isPerson() && port.stewards().contains(id.name())) {
      all.add("steward");
    }
    return all;
  }

  private boolean isPerson() {
    return id.type() == PrincipalId.Type.USER;
  }

  /** What expressions see as {@code user}: attributes, under name, groups and roles. */
  Map<String, Object> asUser(PortFacts port) {
    var user = new HashMap<String, Object>(attributes);
    user.put("attributes", attributes);
    user.put("name", id.toString());
    user.put("groups", List.copyOf(groups));
    user.put("roles", List.copyOf(rolesAt(port)));
    return Map.copyOf(user);
  }
}
