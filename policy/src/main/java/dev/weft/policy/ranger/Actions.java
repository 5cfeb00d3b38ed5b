package dev.weft.policy.ranger;

import dev.weft.policy.rules.Asked;
import dev.weft.policy.rules.Condition;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The action of the request is one of these; a star at the end stands for anything more. */
final class Actions implements Condition {
  private final Set<String> exact = new HashSet<>();
  private final Set<String> beginnings = new HashSet<>();
  private boolean any;

  Actions(List<String> values) {
    for (var value : values) {
      var action = value.strip().toLowerCase(Locale.ROOT);
      if (action.endsWith("*")) {
        var beginning = action.substring(0, action.length() - 1).strip();
        any |= beginning.isEmpty();
        beginnings.add(beginning);
      } else if (!action.isEmpty()) {
        exact.add(action);
      }
    }
    any |= exact.isEmpty() && beginnings.isEmpty();
  }

  @Override
  public boolean holds(Asked asked) {
    return any
        || asked
            .request()
            .where()
            .action()
            .map(action -> action.toLowerCase(Locale.ROOT))
            .filter(action -> !action.isBlank() && isNamed(action))
            .isPresent();
  }

  private boolean isNamed(String action) {
    return exact.contains(action) || beginnings.stream().anyMatch(action::startsWith);
  }
}
