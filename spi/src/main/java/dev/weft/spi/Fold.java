package dev.weft.spi;

import dev.weft.model.Resource;
import dev.weft.model.ResourceKey;
import java.util.List;
import java.util.Optional;

/**
 * A view computed from the mesh log. Called from one thread, in the order of the log; cannot fail:
 * throwing is a bug and stops the process rather than leaving a view out of step.
 */
public interface Fold {
  /** All changes of one committed transaction. */
  void apply(List<Change> changes);

  /** A resource has its new version, or is gone. */
  record Change(ResourceKey key, Optional<Resource> resource) {
    public static Change put(Resource resource) {
      return new Change(resource.key(), Optional.of(resource));
    }

    public static Change delete(ResourceKey key) {
      return new Change(key, Optional.empty());
    }
  }
}
