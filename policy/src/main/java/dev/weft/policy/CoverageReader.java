package dev.weft.policy;

import dev.weft.policy.Coverage.Covered;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds out what of a port a policy is about. */
final class CoverageReader {
  private final CompiledPolicy policy;
  private final ResourceMatch named;
  private final ResourceMatch excluded;
  private final boolean certain;

  CoverageReader(
      CompiledPolicy policy, ResourceMatch named, ResourceMatch excluded, boolean certain) {
    this.policy = policy;
    this.named = named;
    this.excluded = excluded;
    this.certain = certain;
  }

  /** Empty when the policy is not about the port at all. */
  Optional<Coverage> of(PortFacts port) {
    if (isExcluded(port)) {
      return Optional.empty();
    }
    var byName = policy.reachesByName(port);
    var portTag = policy.reachesByTag(port) ? portTag(port) : Optional.<String>empty();
    var byPort = byName && named.namesPort(port);
    var all = byPort || portTag.isPresent();
    var fields = fields(port, byPort, byName);
    var unknown = all || (byName && named.mayNameUnknown(port));
    return all || unknown || !fields.isEmpty()
        ? Optional.of(
            new Coverage(
                policy,
                all && !policy.excludesFields(),
                byPort ? "" : portTag.orElse(""),
                fields,
                unknown,
                certain))
        : Optional.empty();
  }

  boolean isExcluded(PortFacts port) {
    return excluded.namesPort(port) || !excluded.namedTags(port.tags().keySet()).isEmpty();
  }

  private Optional<String> portTag(PortFacts port) {
    return named.namedTags(port.tags().keySet()).stream().findFirst();
  }

  private Map<String, Covered> fields(PortFacts port, boolean byPort, boolean byName) {
    var covered = new HashMap<String, Covered>();
    var byFieldName = byName && named.mayNameUnknown(port);
    for (var field : port.fields()) {
      if (excluded.namesField(port, field)
          || !excluded.namedTags(field.tags().keySet()).isEmpty()) {
        continue;
      }
      var doubtful = excluded.hasTags() && !field.lookedAt();
      if (byPort || (byFieldName && named.namesField(port, field))) {
        covered.put(field.path(), new Covered(List.of(), doubtful));
      } else if (policy.reachesByTag(port)) {
        var tags = named.namedTags(field.tags().keySet());
        if (!tags.isEmpty()) {
          covered.put(field.path(), new Covered(tags, doubtful));
        }
      }
    }
    return covered;
  }
}
