package dev.weft.policy.rules;

import java.util.Set;

/** Knows which roles people have, through groups and through other roles too. */
@FunctionalInterface
public interface Roles {
  Set<String> of(String user, Set<String> groups);

  /** Nobody has a role. */
  static Roles none() {
    return (user, groups) -> Set.of();
  }
}
