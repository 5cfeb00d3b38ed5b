package dev.weft.model;

import java.util.List;

/**
 * A group of people; its members may be named here or by each user's {@code groups}.
 *
 * @param groups whose members are members of this one too
 */
public record Group(
    String name,
    String title,
    String description,
    List<String> members,
    List<String> roles,
    List<String> groups) {
  public Group {
    title = title == null ? name : title;
    description = Defaults.text(description);
    members = Defaults.list(members);
    roles = Defaults.list(roles);
    groups = Defaults.list(groups);
  }
}
