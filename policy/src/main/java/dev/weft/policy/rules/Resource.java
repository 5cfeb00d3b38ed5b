package dev.weft.policy.rules;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a request is about: a value for each of some levels of a model. Immutable. */
public final class Resource {
  private final Map<String, Object> named;
  private final Object[] values;
  private final String owner;
  private final long levels;
  private final boolean foreign;

  /**
   * A resource.
   *
   * @param named texts, or collections of texts, by level; a level the model does not know makes
   *     that no policy matches
   * @param owner the user who owns it, empty for nobody
   */
  public Resource(ResourceModel model, Map<String, ?> named, String owner) {
    this.named = Collections.unmodifiableMap(new LinkedHashMap<>(named));
    this.owner = owner;
    values = new Object[model.size()];
    var mask = 0L;
    var strange = false;
    for (var entry : named.entrySet()) {
      var index = model.indexOf(entry.getKey());
      if (index < 0) {
        strange = true;
      } else {
        values[index] = entry.getValue();
        mask |= 1L << index;
      }
    }
    levels = mask;
    foreign = strange;
  }

  /** The values by level. */
  public Map<String, Object> named() {
    return named;
  }

  /** The user who owns it, empty for nobody. */
  public String owner() {
    return owner;
  }

  boolean isEmpty() {
    return named.isEmpty();
  }

  boolean hasForeign() {
    return foreign;
  }

  long levels() {
    return levels;
  }

  int count() {
    return named.size();
  }

  Object value(int index) {
    return values[index];
  }
}
