package dev.weft.policy.rules;

import java.util.List;
import java.util.Set;

/**
 * Tells of most access policies at once that they do not speak of whoever asks: each name sets one
 * bit in each of two words (Bloom filters of one hash each), and without a common bit in both there
 * is no common name. Never leaves one out that speaks; of those that do not and that name a few,
 * one in forty is looked at in vain. Immutable.
 */
final class NameMasks {
  private static final long ANYBODY = -1L;
  private static final int USER = 0x2545F491;
  private static final int GROUP = 0x1B873593;
  private static final int ROLE = 0x7FEB352D;
  private static final long SPREAD = 0x9E3779B97F4A7C15L;

  /** Two words for each policy, side by side. */
  private final long[] masks;

  /** The bits of names; those of whoever asks have one at least. */
  static final class Bits {
    private long first;
    private long second;

    private void add(String name, int kind) {
      var hash = (name.hashCode() ^ kind) * SPREAD;
      first |= 1L << (hash >>> 58);
      second |= 1L << (hash >>> 52);
    }

    private void add(Set<String> names, int kind) {
      if (!names.isEmpty()) {
        for (var name : names) {
          add(name, kind);
        }
      }
    }

    private void add(Principals who) {
      add(who.users(), USER);
      add(who.groups(), GROUP);
      add(who.roles(), ROLE);
      var isAnybody =
          who.users().contains(Principals.WHOEVER) || who.groups().contains(Principals.EVERYBODY);
      if (isAnybody) {
        addAll();
      }
    }

    private void addAll() {
      first = ANYBODY;
      second = ANYBODY;
    }
  }

  NameMasks(List<Policy> policies) {
    masks = new long[2 * policies.size()];
    for (var i = 0; i < policies.size(); i++) {
      var bits = bits(policies.get(i));
      masks[2 * i] = bits.first;
      masks[2 * i + 1] = bits.second;
    }
  }

  private static Bits bits(Policy policy) {
    var bits = new Bits();
    if (policy.denyAllElse()) {
      bits.addAll();
    }
    policy.access().allow().forEach(item -> bits.add(item.who()));
    policy.access().deny().forEach(item -> bits.add(item.who()));
    return bits;
  }

  /** The bits of whoever asks. */
  static Bits of(Asked asked) {
    var request = asked.request();
    var user = request.user();
    var bits = new Bits();
    bits.add(user, USER);
    bits.add(request.groups(), GROUP);
    bits.add(asked.roles(), ROLE);
    if (!user.isEmpty() && user.equals(request.resource().owner())) {
      bits.add(Principals.OWNER, USER);
    }
    return bits;
  }

  /** Whether the policy may have something to say to whoever has these bits. */
  boolean maySpeak(int policy, Bits asker) {
    return (masks[2 * policy] & asker.first) != 0 && (masks[2 * policy + 1] & asker.second) != 0;
  }
}
