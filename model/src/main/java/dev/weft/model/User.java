package dev.weft.model;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;

/**
 * A person, or a program that works for people. Roles {@code admin}, {@code auditor}, {@code
 * lineage} (may report the lineage of jobs outside) and {@code privacy} (may erase a person's
 * records) are granted here; others by resources.
 */
public record User(
    String name,
    String title,
    String email,
    List<String> groups,
    List<String> roles,
    Map<String, JsonNode> attributes,
    boolean disabled) {
  public User {
    title = title == null ? name : title;
    email = Defaults.text(email);
    groups = Defaults.list(groups);
    roles = Defaults.list(roles);
    attributes = Defaults.map(attributes);
  }
}
