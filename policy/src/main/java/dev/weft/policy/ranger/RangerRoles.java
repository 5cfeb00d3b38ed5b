package dev.weft.policy.ranger;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weft.policy.rules.Principals;
import dev.weft.policy.rules.Roles;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The roles of a service: whoever has a role that is a member of another has the other too. */
final class RangerRoles implements Roles {
  private final Map<String, Set<String>> byUser = new HashMap<>();
  private final Map<String, Set<String>> byGroup = new HashMap<>();

  private RangerRoles() {}

  static Roles read(JsonNode node) {
    var roles = new LinkedHashMap<String, List<JsonNode>>();
    for (var role : Json.list(node, "rangerRoles")) {
      roles.computeIfAbsent(Json.text(role, "name"), key -> new java.util.ArrayList<>()).add(role);
    }
    if (roles.isEmpty()) {
      return Roles.none();
    }
    var read = new RangerRoles();
    roles.keySet().forEach(name -> read.add(name, roles));
    return read;
  }

  private void add(String name, Map<String, List<JsonNode>> roles) {
    var within = new HashSet<String>();
    collect(name, roles, within);
    for (var member : within) {
      for (var role : roles.getOrDefault(member, List.of())) {
        names(role, "users").forEach(user -> put(byUser, user, name));
        names(role, "groups").forEach(group -> put(byGroup, group, name));
      }
    }
  }

  private static void collect(String name, Map<String, List<JsonNode>> roles, Set<String> within) {
    if (within.add(name)) {
      for (var role : roles.getOrDefault(name, List.of())) {
        names(role, "roles").forEach(member -> collect(member, roles, within));
      }
    }
  }

  private static List<String> names(JsonNode role, String kind) {
    return Json.list(role, kind).stream()
        .map(member -> Json.text(member, "name"))
        .filter(name -> !name.isEmpty())
        .toList();
  }

  private static void put(Map<String, Set<String>> map, String who, String role) {
    map.computeIfAbsent(who, key -> new HashSet<>()).add(role);
  }

  @Override
  public Set<String> of(String user, Set<String> groups) {
    var all = new HashSet<>(byUser.getOrDefault(user, Set.of()));
    if (!byGroup.isEmpty()) {
      groups.forEach(group -> all.addAll(byGroup.getOrDefault(group, Set.of())));
      all.addAll(byGroup.getOrDefault(Principals.EVERYBODY, Set.of()));
    }
    return all;
  }
}
