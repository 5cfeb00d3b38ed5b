package dev.weft.policy;

import dev.weft.model.Group;
import dev.weft.model.PrincipalId;
import dev.weft.model.Role;
import dev.weft.model.User;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * Users who have asked, with their groups and roles found. Each is kept with what was looked at,
 * and serves only who asks with the very same: so one that was found before a change can never
 * answer after it, whenever it is kept. Safe for any thread.
 */
final class People {
  private static final int KEPT_MAX = 100_000;

  private final ConcurrentMap<String, Known> known = new ConcurrentHashMap<>();

  private record Known(
      User user, Map<String, Group> groups, Map<String, Role> roles, Reader reader) {
    @SuppressWarnings("ReferenceEquality") // equal ones need not be compared: they are found again
    boolean isOf(Nouns nouns, User now) {
      return user == now && groups == nouns.all(Group.class) && roles == nouns.all(Role.class);
    }
  }

  Reader of(PrincipalId id, User user, Nouns nouns) {
    var kept = known.get(id.name());
    if (kept != null && kept.isOf(nouns, user)) {
      return kept.reader;
    }
    var groups = nouns.all(Group.class);
    var roles = nouns.all(Role.class);
    var found = Readers.of(id, user, groups.values(), roles.values());
    if (known.size() >= KEPT_MAX) {
      known.clear();
    }
    known.put(id.name(), new Known(user, groups, roles, found));
    return found;
  }
}
