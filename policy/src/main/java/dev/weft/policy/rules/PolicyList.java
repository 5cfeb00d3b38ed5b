package dev.weft.policy.rules;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The policies of one kind in one place (a zone, or none), in the order in which they are asked,
 * with an index by level. Immutable.
 */
final class PolicyList {
  /** With as few candidates as this on one level it does not pay to look for a better level. */
  private static final int FEW = 4;

  private final Policy[] broadFirst;
  private final List<Policy> byName;
  private final LevelIndex[] levels;

  PolicyList(ResourceModel model, PolicyKind kind, List<Policy> policies) {
    var sorted = new ArrayList<>(policies);
    sorted.sort(PolicyOrder.BROAD_FIRST);
    broadFirst = sorted.toArray(Policy[]::new);
    var named = new ArrayList<>(policies);
    named.sort(kind == PolicyKind.ACCESS ? PolicyOrder.BROAD_FIRST : PolicyOrder.BY_NAME);
    byName = List.copyOf(named);
    levels = new LevelIndex[model.size()];
    for (var name : model.levelNames()) {
      var index = model.indexOf(name);
      model.level(kind, name).ifPresent(level -> levels[index] = index(level, index));
    }
  }

  private LevelIndex index(Level level, int index) {
    var builder = new LevelIndex.Builder(level.matching());
    for (var i = 0; i < broadFirst.length; i++) {
      for (var pattern : broadFirst[i].patterns()) {
        if (pattern.isValid() && pattern.level(index) != null) {
          builder.add(i, pattern.level(index));
        }
      }
    }
    return builder.build();
  }

  boolean isEmpty() {
    return broadFirst.length == 0;
  }

  int size() {
    return broadFirst.length;
  }

  /** All policies that may cover the resource, as a whole or within, in their order. */
  List<Policy> candidates(Resource resource, Asked asked) {
    if (resource.isEmpty()) {
      return byName;
    }
    var found = new Candidates();
    var best = -1;
    var fewest = Integer.MAX_VALUE;
    for (var index = levels.length - 1; index >= 0 && fewest > FEW; index--) {
      if (collect(index, resource, asked, found) && found.total() < fewest) {
        fewest = found.total();
        best = index;
      }
    }
    if (best < 0 || !collect(best, resource, asked, found)) {
      return Arrays.asList(broadFirst);
    }
    var numbers = found.merged();
    for (var index = 0; index < levels.length && numbers.length > FEW; index++) {
      if (index != best && collect(index, resource, asked, found)) {
        numbers = found.retained(numbers);
      }
    }
    return of(numbers);
  }

  private boolean collect(int index, Resource resource, Asked asked, Candidates found) {
    if (levels[index] == null
        || asked.scope(index) != ElementScope.SELF
        || !(resource.value(index) instanceof String text)) {
      return false;
    }
    found.clear();
    levels[index].collect(text, found);
    return true;
  }

  private List<Policy> of(int[] numbers) {
    var all = new Policy[numbers.length];
    for (var i = 0; i < numbers.length; i++) {
      all[i] = broadFirst[numbers[i]];
    }
    return Arrays.asList(all);
  }
}
