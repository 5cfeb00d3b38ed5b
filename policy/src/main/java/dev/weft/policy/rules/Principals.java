package dev.weft.policy.rules;

import java.util.Set;

/** Whom a part of a policy is about; naming a user in any way suffices. */
public record Principals(Set<String> users, Set<String> groups, Set<String> roles) {
  /** The group that everybody is in. */
  public static final String EVERYBODY = "public";

  /** The user who asks, whoever that is. */
  public static final String WHOEVER = "{USER}";

  /** The user who owns the resource. */
  public static final String OWNER = "{OWNER}";

  public Principals {
    users = Set.copyOf(users);
    groups = Set.copyOf(groups);
    roles = Set.copyOf(roles);
  }

  /** Whether it names nobody. */
  boolean isNobody() {
    return users.isEmpty() && groups.isEmpty() && roles.isEmpty();
  }

  /** Whether whoever asks is among them. */
  boolean include(Asked asked) {
    var request = asked.request();
    return includeUser(request)
        || groups.contains(EVERYBODY)
        || meet(groups, request.groups())
        || meet(roles, asked.roles());
  }

  private boolean includeUser(Request request) {
    if (users.isEmpty()) {
      return false;
    }
    var user = request.user();
    return users.contains(WHOEVER)
        || users.contains(user)
        || (users.contains(OWNER) && !user.isEmpty() && user.equals(request.resource().owner()));
  }

  static boolean meet(Set<String> named, Set<String> had) {
    if (named.isEmpty() || had.isEmpty()) {
      return false;
    }
    var fewer = named.size() < had.size() ? named : had;
    var more = fewer == named ? had : named;
    for (var one : fewer) {
      if (more.contains(one)) {
        return true;
      }
    }
    return false;
  }
}
