package dev.weft.policy.rules;

import java.util.Map;

/** What is known of users and groups beyond their names. */
public record Attributes(
    Map<String, Map<String, String>> users, Map<String, Map<String, String>> groups) {
  /** Nothing is known of anybody. */
  public static final Attributes NONE = new Attributes(Map.of(), Map.of());

  public Attributes {
    users = Map.copyOf(users);
    groups = Map.copyOf(groups);
  }

  /** Whether nothing is known. */
  public boolean isEmpty() {
    return users.isEmpty() && groups.isEmpty();
  }

  public Map<String, String> ofUser(String name) {
    return users.getOrDefault(name, Map.of());
  }

  public Map<String, String> ofGroup(String name) {
    return groups.getOrDefault(name, Map.of());
  }
}
