package dev.weft.policy.ranger;

import dev.weft.policy.rules.Asked;
import dev.weft.policy.rules.Condition;
import dev.weft.policy.rules.Level;
import dev.weft.policy.rules.PolicyKind;
import dev.weft.policy.rules.Resource;
import dev.weft.policy.rules.ResourceModel;
import dev.weft.policy.rules.ResourcePattern;
import dev.weft.policy.rules.ResourceValues;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A value of the request's context matches one of these, with wildcards. */
final class SimpleMatch implements Condition {
  private static final String LEVEL = "value";
  private static final ResourceModel MODEL =
      new ResourceModel(
          "context",
          List.of(
              new Level(
                  LEVEL,
                  "",
                  1,
                  false,
                  Optional.empty(),
                  new Level.Matching(
                      Level.Form.NAME, false, true, "", '/', Optional.empty(), false))),
          List.of(),
          List.of());

  private final String name;
  private final ResourcePattern pattern;

  private SimpleMatch(String name, List<String> values) {
    this.name = name;
    pattern =
        new ResourcePattern(
            MODEL,
            PolicyKind.ACCESS,
            Map.of(LEVEL, new ResourceValues(values, false, false)),
            (text, how) -> Optional.empty());
  }

  static Condition of(String name, List<String> values) {
    return name.isEmpty() || values.isEmpty() ? asked -> true : new SimpleMatch(name, values);
  }

  @Override
  public boolean holds(Asked asked) {
    var given = asked.request().where().context().get(name);
    return given instanceof String text
        && !text.isBlank()
        && pattern.match(new Resource(MODEL, Map.of(LEVEL, text), ""), asked).coversSelf();
  }
}
