package dev.weft.policy.rules;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One policy, compiled. Immutable, compared by identity.
 *
 * @param id the number that its authors know it by
 * @param priority the higher is asked first, and wins
 * @param order among policies of equal priority: the lower is asked first
 * @param zone the security zone it belongs to, empty for none
 * @param audited whether access to what it covers is recorded
 * @param denyAllElse whether it denies what it does not allow
 * @param deniesFirst whether it is asked before policies that cannot deny
 */
public record Policy(
    long id,
    String name,
    PolicyKind kind,
    int priority,
    int order,
    String zone,
    boolean audited,
    boolean denyAllElse,
    boolean deniesFirst,
    List<Schedule> schedules,
    List<ResourcePattern> patterns,
    List<Condition> conditions,
    AccessItems access,
    List<EffectItem> effects) {

  /** Who may and may not; each exception takes people out of the list it is named after. */
  public record AccessItems(
      List<Item> allow, List<Item> deny, List<Item> allowExceptions, List<Item> denyExceptions) {
    public static final AccessItems NONE =
        new AccessItems(List.of(), List.of(), List.of(), List.of());

    public AccessItems {
      allow = List.copyOf(allow);
      deny = List.copyOf(deny);
      allowExceptions = List.copyOf(allowExceptions);
      denyExceptions = List.copyOf(denyExceptions);
    }

    boolean denies(Asked asked, String access) {
      return any(deny, asked, access) && !any(denyExceptions, asked, access);
    }

    boolean allows(Asked asked, String access) {
      return any(allow, asked, access) && !any(allowExceptions, asked, access);
    }

    static boolean any(List<Item> items, Asked asked, String access) {
      for (var item : items) {
        if (item.matches(asked, access)) {
          return true;
        }
      }
      return false;
    }
  }

  public Policy {
    schedules = List.copyOf(schedules);
    patterns = List.copyOf(patterns);
    conditions = List.copyOf(conditions);
    effects = List.copyOf(effects);
  }

  boolean isInForce(Instant moment) {
    return schedules.isEmpty() || Schedule.anyHoldsAt(schedules, moment);
  }

  /**
   * Whether any part of it, exceptions too, is about whoever asks, and any part, perhaps another,
   * is about what they ask for. Ranger asks only those policies: others leave open what tags have
   * decided.
   */
  boolean mentions(Asked asked) {
    if (denyAllElse) {
      return true;
    }
    return isAboutWho(asked) && isAboutAccess(asked);
  }

  private boolean isAboutWho(Asked asked) {
    for (var effect : effects) {
      if (effect.item().who().include(asked)) {
        return true;
      }
    }
    return anyNames(access.allow, asked)
        || anyNames(access.deny, asked)
        || anyNames(access.allowExceptions, asked)
        || anyNames(access.denyExceptions, asked);
  }

  private static boolean anyNames(List<Item> items, Asked asked) {
    for (var item : items) {
      if (item.who().include(asked)) {
        return true;
      }
    }
    return false;
  }

  private boolean isAboutAccess(Asked asked) {
    for (var effect : effects) {
      if (effect.item().isAbout(asked)) {
        return true;
      }
    }
    return anyIsAbout(access.allow, asked)
        || anyIsAbout(access.deny, asked)
        || anyIsAbout(access.allowExceptions, asked)
        || anyIsAbout(access.denyExceptions, asked);
  }

  private static boolean anyIsAbout(List<Item> items, Asked asked) {
    for (var item : items) {
      if (item.isAbout(asked)) {
        return true;
      }
    }
    return false;
  }

  /** The first part of a mask or filter policy that speaks of this access. */
  Optional<EffectItem> effectOn(Asked asked, String access) {
    for (var one : effects) {
      if (one.item().matches(asked, access)) {
        return Optional.of(one);
      }
    }
    return Optional.empty();
  }

  @Override
  public boolean equals(Object other) {
    return this == other;
  }

  @Override
  public int hashCode() {
    return System.identityHashCode(this);
  }

  @Override
  public String toString() {
    return name + " (" + id + ")";
  }
}
