package dev.weft.policy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weft.model.Group;
import dev.weft.model.Json;
import dev.weft.model.PrincipalId;
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

  static Reader of(PrincipalId product) {
    return new Reader(product, Set.of(), Set.of(), Map.of());
  }

  /** A user is in the groups that the user names and in those that name the user. */
  static Reader of(PrincipalId id, User user, Collection<Group> all) {
    var groups = new HashSet<>(user.groups());
    var roles = new HashSet<>(user.roles());
    for (var group : all) {
      if (group.members().contains(id.name())) {
        groups.add(group.name());
      }
      if (groups.contains(group.name())) {
        roles.addAll(group.roles());
      }
    }
    roles.removeAll(GIVEN_BY_RESOURCES);
    return new Reader(id, Set.copyOf(groups), Set.copyOf(roles), attributes(user));
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
