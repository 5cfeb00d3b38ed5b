package dev.weft.policy.rules;

import java.util.List;

/**
 * What a policy says about one level, as written.
 *
 * @param excludes everything but these values is meant
 * @param recursive what lies under a value is meant too
 */
public record ResourceValues(List<String> values, boolean excludes, boolean recursive) {
  public ResourceValues {
    values = List.copyOf(values);
  }

  public static ResourceValues of(String... values) {
    return new ResourceValues(List.of(values), false, false);
  }
}
