package dev.weft.policy.ranger;

import dev.weft.policy.rules.Asked;
import dev.weft.policy.rules.Condition;
import dev.weft.policy.rules.PolicyKind;
import dev.weft.policy.rules.Resource;
import dev.weft.policy.rules.ResourceModel;
import dev.weft.policy.rules.ResourcePattern;
import dev.weft.policy.rules.ResourceValues;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

/** One statement reads more than one of these columns, or it does not. */
final class Together implements Condition {
  private final List<ResourcePattern> patterns = new ArrayList<>();
  private final boolean expected;

  /**
   * The condition.
   *
   * @param values columns as {@code database.table.column}; what is left out means all
   * @param expected whether it holds when they are read together
   */
  Together(ResourceModel model, List<String> values, boolean expected) {
    this.expected = expected;
    if (model.name().equals("hive")) {
      values.forEach(value -> add(model, value.strip()));
    }
  }

  private void add(ResourceModel model, String value) {
    var parts = List.of(value.split("\\."));
    if (parts.size() > 3 || parts.get(0).isEmpty()) {
      return;
    }
    var written = new LinkedHashMap<String, ResourceValues>();
    var levels = List.of("database", "table", "column");
    for (var i = 0; i < levels.size(); i++) {
      written.put(levels.get(i), ResourceValues.of(i < parts.size() ? parts.get(i) : "*"));
    }
    patterns.add(
        new ResourcePattern(
            model, PolicyKind.ACCESS, written, dev.weft.policy.rules.Templates.tokensOnly()));
  }

  @Override
  public boolean holds(Asked asked) {
    var resources = asked.request().where().resourcesTogether();
    return patterns.isEmpty()
        || resources.map(all -> isTogether(all, asked) == expected).orElse(!expected);
  }

  private boolean isTogether(List<Resource> resources, Asked asked) {
    var found = 0;
    if (resources.size() > 1) {
      for (var resource : resources) {
        for (var pattern : patterns) {
          if (pattern.match(resource, asked).coversSelf()) {
            found++;
          }
        }
      }
    }
    return found > 1;
  }
}
