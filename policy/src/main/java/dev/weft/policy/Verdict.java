package dev.weft.policy;

import dev.weft.policy.CompiledRule.Effect;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What one policy says to one reader about one target: the first rule that certainly applies, and
 * those before it that hide something and may apply, since nobody can tell.
 *
 * @param certain empty when no rule certainly applies
 * @param possible those that hide and of whose conditions nobody knows whether they hold
 * @param why a rule that names the reader does not apply, for those who ask
 */
record Verdict(Optional<CompiledRule> certain, List<CompiledRule> possible, List<String> why) {
  static final Verdict NOTHING = new Verdict(Optional.empty(), List.of(), List.of());

  boolean isNothing() {
    return certain.isEmpty() && possible.isEmpty();
  }

  /** All rules whose effect counts. */
  Stream<CompiledRule> rules() {
    return Stream.concat(possible.stream(), certain.stream());
  }

  boolean denies() {
    return rules().anyMatch(rule -> rule.effect() instanceof Effect.Deny);
  }

  Optional<Effect.Allow> allows() {
    return denies()
        ? Optional.empty()
        : certain
            .map(CompiledRule::effect)
            .filter(Effect.Allow.class::isInstance)
            .map(Effect.Allow.class::cast);
  }

  /** Rules by which it hides. */
  Stream<CompiledRule> closing() {
    return rules().filter(rule -> rule.effect().closes());
  }

  /** What two targets of one field come to together: the stricter of both. */
  Verdict and(Verdict other) {
    if (isNothing() || other.isNothing()) {
      return isNothing() ? other : this;
    }
    var all = new ArrayList<>(possible);
    all.addAll(other.possible);
    var keep = certain;
    if (certain.isEmpty() || other.certain.filter(rule -> rule.effect().closes()).isPresent()) {
      certain.filter(rule -> rule.effect().closes()).ifPresent(all::add);
      keep = other.certain.isPresent() ? other.certain : certain;
    } else {
      other.certain.filter(rule -> rule.effect().closes()).ifPresent(all::add);
    }
    return new Verdict(keep, List.copyOf(all), why);
  }
}
