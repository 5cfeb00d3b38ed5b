package dev.weft.policy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weft.model.Group;
import dev.weft.model.Json;
import dev.weft.model.PrincipalId;
import dev.weft.model.Role;
import dev.weft.model.User;
import dev.weft.policy.cel.RecordValues;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** Makes readers from users, their groups and products. */
final class Readers {
  /** Roles that a product or domain gives to those it names; nobody has them everywhere. */
  private static final Set<String> GIVEN_BY_RESOURCES = Set.of("owner", "steward");

  private Readers() {}

  static Reader of(PrincipalId id) {
    return Reader.of(id, Set.of(), Set.of(), Map.of());
  }

  /**
   * A user is in the groups that the user names, in those that name the user, and in those that
   * these are part of; and so it is with roles. Circles end where nothing is added.
   */
  static Reader of(PrincipalId id, User user, Collection<Group> all, Collection<Role> given) {
    var groups = new HashSet<>(user.groups());
    all.stream()
        .filter(group -> group.members().contains(id.name()))
        .forEach(group -> groups.add(group.name()));
    while (all.stream().anyMatch(group -> isPart(group, groups) && groups.add(group.name()))) {
      // Once more: what was added may be part of another.
    }
    var roles = new HashSet<>(user.roles());
    all.stream()
        .filter(group -> groups.contains(group.name()))
        .forEach(group -> roles.addAll(group.roles()));
    while (given.stream()
        .anyMatch(role -> holds(role, id.name(), groups, roles) && roles.add(role.name()))) {
      // Once more: what was added may hold another.
    }
    roles.removeAll(GIVEN_BY_RESOURCES);
    return Reader.of(id, Set.copyOf(groups), Set.copyOf(roles), attributes(user));
  }

  private static boolean isPart(Group group, Set<String> groups) {
    return group.groups().stream().anyMatch(groups::contains);
  }

  private static boolean holds(Role role, String user, Set<String> groups, Set<String> roles) {
    return role.users().contains(user)
        || role.groups().stream().anyMatch(groups::contains)
        || role.roles().stream().anyMatch(roles::contains);
  }

  /** An attribute that is null counts as missing, so that no expression finds two nulls equal. */
  private static Map<String, Object> attributes(User user) {
    var all = new LinkedHashMap<String, Object>();
    user.attributes()
        .forEach(
            (name, value) -> {
              if (value != null && !value.isNull()) {
                all.put(name, RecordValues.toCel(plain(value)));
              }
            });
    return Map.copyOf(all);
  }

  private static Object plain(JsonNode value) {
    return Json.MAPPER.convertValue(value, Object.class);
  }
}
