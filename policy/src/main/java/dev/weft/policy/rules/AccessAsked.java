package dev.weft.policy.rules;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The access types that one request is about, and what is decided of each so far. A request for
 * anything at all is about every access type of the service.
 */
final class AccessAsked {
  private final List<String> names;
  private final String[] folded;
  private final Ruling[] rulings;
  private final List<int[]> groups;
  private final Set<String> ignorable;
  private final boolean any;

  AccessAsked(Request request, Set<String> allAccesses) {
    any = request.isAny() || Boolean.TRUE.equals(request.where().context().get("ISANYACCESS"));
    ignorable = request.ignorable();
    if (request.isAny()) {
      names = List.copyOf(allAccesses);
    } else if (request.accesses().isEmpty()) {
      names = List.of(request.access());
    } else {
      names = List.copyOf(new TreeSet<>(request.accesses()));
    }
    folded = new String[names.size()];
    for (var i = 0; i < folded.length; i++) {
      folded[i] = Asked.fold(names.get(i));
    }
    rulings = new Ruling[folded.length];
    groups =
        request.isAny() && !request.ignoreDescendantDeny() ? each(allAccesses) : given(request);
  }

  private List<int[]> each(Set<String> all) {
    Set<Set<String>> single = all.stream().map(Set::of).collect(Collectors.toSet());
    return indexed(single);
  }

  private List<int[]> given(Request request) {
    return request.accessGroups().isEmpty()
        ? List.of()
        : indexed(new HashSet<>(request.accessGroups()));
  }

  private List<int[]> indexed(Collection<Set<String>> sets) {
    var all = new ArrayList<int[]>();
    for (var set : sets) {
      all.add(new TreeSet<>(set).stream().mapToInt(names::indexOf).toArray());
    }
    return all;
  }

  boolean isAny() {
    return any;
  }

  int size() {
    return folded.length;
  }

  String folded(int i) {
    return folded[i];
  }

  Ruling ruling(int i) {
    return rulings[i];
  }

  void set(int i, Ruling ruling) {
    rulings[i] = ruling;
  }

  /** What follows for the request as a whole; null when nothing does yet. */
  Ruling together() {
    if (folded.length == 1 && groups.isEmpty() && ignorable.isEmpty()) {
      return rulings[0];
    }
    if (groups.isEmpty()) {
      var all = java.util.stream.IntStream.range(0, folded.length).toArray();
      var found = ofGroup(all);
      return found == null && isHarmless(all) ? allowed() : found;
    }
    return ofGroups();
  }

  private Ruling ofGroups() {
    var complete = true;
    Ruling allow = null;
    for (var group : groups) {
      var found = ofGroup(group);
      if (found == null) {
        complete &= isHarmless(group);
      } else if (!found.isAllowed()) {
        return found;
      } else if (allow == null) {
        allow = found;
      }
    }
    if (!complete) {
      return null;
    }
    return allow == null ? allowed() : allow;
  }

  /** Any allow suffices; a deny counts when each is denied. */
  private Ruling ofGroup(int[] group) {
    Ruling denied = null;
    var complete = true;
    for (var i : group) {
      var one = i < 0 ? null : rulings[i];
      if (one == null) {
        complete = false;
      } else if (one.isAllowed()) {
        return one;
      } else if (denied == null) {
        denied = one;
      }
    }
    return complete ? denied : null;
  }

  private boolean isHarmless(int[] group) {
    if (ignorable.isEmpty()) {
      return false;
    }
    for (var i : group) {
      if (i < 0 || !ignorable.contains(names.get(i))) {
        return false;
      }
    }
    return true;
  }

  private static Ruling allowed() {
    var ruling = new Ruling();
    ruling.setAllowed(true);
    return ruling;
  }
}
