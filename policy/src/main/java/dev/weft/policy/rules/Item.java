package dev.weft.policy.rules;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A part of a policy: these people, for these accesses, under these conditions.
 *
 * @param accesses in lower case, with what they imply
 * @param delegatesAdmin whether these people may hand the rights on
 */
public record Item(
    Principals who, Set<String> accesses, boolean delegatesAdmin, List<Condition> conditions) {
  public Item {
    accesses = accesses.stream().map(Asked::fold).collect(Collectors.toUnmodifiableSet());
    conditions = List.copyOf(conditions);
  }

  /** Whether it speaks of this access by whoever asks. */
  boolean matches(Asked asked, String foldedAccess) {
    if (foldedAccess.equals(Request.ADMIN)) {
      return delegatesAdmin && who.include(asked);
    }
    return accesses.contains(foldedAccess) && who.include(asked) && allHold(conditions, asked);
  }

  /** Whether it is about any of the accesses asked for, whoever asks. */
  boolean isAbout(Asked asked) {
    var request = asked.request();
    if (request.isAny() || (request.isAdmin() && delegatesAdmin)) {
      return true;
    }
    return accesses.contains(asked.foldedAccess())
        || (!request.accesses().isEmpty() && isAboutAny(request.accesses()));
  }

  private boolean isAboutAny(Set<String> asked) {
    return asked.stream().anyMatch(one -> accesses.contains(Asked.fold(one)));
  }

  static boolean allHold(List<Condition> conditions, Asked asked) {
    for (var condition : conditions) {
      if (!condition.holds(asked)) {
        return false;
      }
    }
    return true;
  }
}
