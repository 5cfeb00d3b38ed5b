package dev.weft.model;

import java.util.List;

/** A role, held by users, by the members of groups, and by those who hold other roles. */
public record Role(
    String name,
    String title,
    String description,
    List<String> users,
    List<String> groups,
    List<String> roles) {
  public Role {
    title = title == null ? name : title;
    description = Defaults.text(description);
    users = Defaults.list(users);
    groups = Defaults.list(groups);
    roles = Defaults.list(roles);
  }
}
