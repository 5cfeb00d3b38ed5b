package dev.weft.model;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;

/** A person. Roles {@code admin} and {@code auditor} are granted here; others by resources. */
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
