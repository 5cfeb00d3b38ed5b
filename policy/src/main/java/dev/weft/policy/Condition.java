package dev.weft.policy;

import dev.weft.policy.cel.FieldPath;
import dev.weft.policy.cel.Formula;
import dev.weft.policy.cel.Scope;
import java.util.Map;
import java.util.Optional;

/**
 * A condition of a policy or of one of its rules.
 *
 * @param formula empty when the text cannot be compiled; then nobody knows its answer
 */
record Condition(String text, Optional<Formula> formula) {
  /** Whether it asks for something that only a field has, its name. */
  boolean asksForField() {
    return formula.map(one -> one.uses().asks("resource", "field")).orElse(true);
  }

  boolean asksForTag() {
    return formula.map(one -> !one.uses().of("tag").isEmpty()).orElse(true);
  }

  boolean asksEnv(String name) {
    return formula.map(one -> one.uses().asks("env", name)).orElse(false);
  }

  /** Its answer over {@code user}, {@code resource}, {@code tag} and {@code env}. */
  Truth at(Map<String, Map<String, Object>> variables) {
    return formula
        .flatMap(one -> one.truth(new Variables(variables)))
        .map(truth -> truth ? Truth.YES : Truth.NO)
        .orElse(Truth.UNKNOWN);
  }

  private record Variables(Map<String, Map<String, Object>> byName) implements Scope {
    @Override
    public Object field(FieldPath path) {
      return MISSING;
    }

    @Override
    public Map<String, Object> record() {
      return Map.of();
    }

    @Override
    public Map<String, Object> other() {
      return Map.of();
    }

    @Override
    public Object variable(String name) {
      return byName.getOrDefault(name, Map.of());
    }
  }
}
