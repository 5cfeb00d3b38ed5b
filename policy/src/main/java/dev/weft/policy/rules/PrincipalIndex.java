package dev.weft.policy.rules;

import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Knows which access policies speak of whom, by their numbers. Immutable. */
final class PrincipalIndex {
  private final Map<String, Numbers> users;
  private final Map<String, Numbers> groups;
  private final Map<String, Numbers> roles;
  private final Numbers everybody;
  private final Numbers owners;

  PrincipalIndex(List<Policy> policies) {
    var builder = new Builder();
    for (var i = 0; i < policies.size(); i++) {
      builder.add(i, policies.get(i));
    }
    users = numbers(builder.users);
    groups = numbers(builder.groups);
    roles = numbers(builder.roles);
    everybody = new Numbers(builder.everybody);
    owners = new Numbers(builder.owners);
  }

  private static Map<String, Numbers> numbers(Map<String, BitSet> sets) {
    var all = new HashMap<String, Numbers>(sets.size() * 2);
    sets.forEach((name, set) -> all.put(name, new Numbers(set)));
    return all;
  }

  /** The policies that may have something to say to whoever asks; the others have nothing. */
  Union about(Asked asked) {
    var request = asked.request();
    var found = new Union();
    found.add(everybody);
    found.add(users.getOrDefault(request.user(), Numbers.NONE));
    if (!request.user().isEmpty() && request.user().equals(request.resource().owner())) {
      found.add(owners);
    }
    request.groups().forEach(group -> found.add(groups.getOrDefault(group, Numbers.NONE)));
    asked.roles().forEach(role -> found.add(roles.getOrDefault(role, Numbers.NONE)));
    return found;
  }

  private static final class Builder {
    private final Map<String, BitSet> users = new HashMap<>();
    private final Map<String, BitSet> groups = new HashMap<>();
    private final Map<String, BitSet> roles = new HashMap<>();
    private final BitSet everybody = new BitSet();
    private final BitSet owners = new BitSet();

    void add(int number, Policy policy) {
      if (policy.denyAllElse()) {
        everybody.set(number);
      }
      policy.access().allow().forEach(item -> add(number, item.who()));
      policy.access().deny().forEach(item -> add(number, item.who()));
    }

    private void add(int number, Principals who) {
      if (who.users().contains(Principals.WHOEVER) || who.groups().contains(Principals.EVERYBODY)) {
        everybody.set(number);
      }
      if (who.users().contains(Principals.OWNER)) {
        owners.set(number);
      }
      put(users, who.users(), number);
      put(groups, who.groups(), number);
      put(roles, who.roles(), number);
    }

    private static void put(Map<String, BitSet> sets, Set<String> names, int number) {
      names.forEach(name -> sets.computeIfAbsent(name, unseen -> new BitSet()).set(number));
    }
  }
}
