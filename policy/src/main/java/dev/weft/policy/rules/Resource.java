package dev.weft.policy.rules;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a request is about: a value for each of some levels of a model. Immutable. */
public final class Resource {
  private final Map<String, Object> named;
  private final Object[] values;
  private final String[] folded;
  private final String owner;
  private final long levels;
  private final boolean foreign;
  private final boolean plain;

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
    folded = new String[model.size()];
    var mask = 0L;
    var strange = false;
    var texts = true;
    for (var entry : named.entrySet()) {
      var index = model.indexOf(entry.getKey());
      if (index < 0) {
        strange = true;
      } else {
        values[index] = entry.getValue();
        mask |= 1L << index;
        if (entry.getValue() instanceof String text) {
          folded[index] = Folding.fold(text);
          texts &= !text.isEmpty() && !text.equals("*");
        } else {
          texts = false;
        }
      }
    }
    levels = mask;
    foreign = strange;
    plain = texts && !strange;
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

  /** Whether each of its values is one text, and not one that stands for all. */
  boolean isPlain() {
    return plain;
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

  /** The value with its case taken out, if it is one text; else null. */
  String folded(int index) {
    return folded[index];
  }
}
