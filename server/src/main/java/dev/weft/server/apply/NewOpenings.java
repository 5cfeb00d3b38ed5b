package dev.weft.server.apply;

import dev.weft.model.Problem;
import dev.weft.model.Resource;
import dev.weft.model.ResourceKey;
import dev.weft.model.ResourceKind;
import dev.weft.model.format.Checked;
import dev.weft.server.access.EnforcedPolicies;
import dev.weft.server.access.EnforcedPolicies.Opening;
import dev.weft.spi.Fold;
import dev.weft.spi.MeshState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** That no document lets somebody new read elsewhere than at a source which a domain enforces. */
final class NewOpenings {
  private final MeshState state;
  private final Instant now;

  NewOpenings(MeshState state, Instant now) {
    this.state = state;
    this.now = now;
  }

  /** What stands against these documents together, each where it is said. */
  List<Problem> problems(List<Checked> checked) {
    var changed = checked.stream().filter(this::isChange).toList();
    var byPolicy = new LinkedHashMap<Checked, List<Opening>>();
    new EnforcedPolicies(state, now)
        .added(changed.stream().map(one -> change(one.key(), one)).toList())
        .forEach(
            one ->
                byPolicy.computeIfAbsent(culprit(one, changed), any -> new ArrayList<>()).add(one));
    return byPolicy.entrySet().stream().flatMap(one -> placed(one).stream()).toList();
  }

  private boolean isChange(Checked one) {
    return EnforcedPolicies.isAbout(one.key().kind())
        && state.get(one.key()).filter(old -> old.document().equals(one.tree())).isEmpty();
  }

  private Fold.Change change(ResourceKey key, Checked one) {
    return Fold.Change.put(new Resource(key, 1, now, "", one.tree()));
  }

  /** The policy, or else what is said of people. */
  private static Checked culprit(Opening opening, List<Checked> changed) {
    return changed.stream()
        .filter(one -> one.key().kind() == ResourceKind.POLICY)
        .filter(one -> opening.policies().contains(one.key().name()))
        .findFirst()
        .orElse(changed.get(0));
  }

  private static List<Problem> placed(Map.Entry<Checked, List<Opening>> openings) {
    var place = openings.getKey().document().places().value("");
    return EnforcedPolicies.problems(openings.getValue()).stream()
        .map(it -> new Problem(it.kind(), it.code(), place, it.message(), it.hint()))
        .toList();
  }
}
