package dev.weft.policy.rules;

import java.util.BitSet;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Finds, of many patterns of resources, those that a resource may lie at; each entry of the list
 * has one pattern or more. Never leaves one out. Immutable.
 */
final class ResourceIndex {
  private final LevelIndex[] levels;
  private final int[] narrowFirst;
  private final int[] everything;
  private final Plain[] plain;

  /** The entries that name just these levels, and whose match an index tells for certain. */
  private record Plain(long levels, Numbers numbers) {}

  ResourceIndex(ResourceModel model, PolicyKind kind, List<List<ResourcePattern>> entries) {
    everything = IntStream.range(0, entries.size()).toArray();
    levels = new LevelIndex[model.size()];
    for (var name : model.levelNames()) {
      var index = model.indexOf(name);
      model.level(kind, name).ifPresent(level -> levels[index] = index(level, index, entries));
    }
    narrowFirst =
        IntStream.range(0, levels.length)
            .filter(index -> levels[index] != null && levels[index].breadth() < entries.size())
            .boxed()
            .sorted(Comparator.comparing((Integer index) -> levels[index].breadth()))
            .mapToInt(Integer::intValue)
            .toArray();
    if (narrowFirst.length > 1) {
      levels[narrowFirst[0]] = levels[narrowFirst[0]].lookingAhead(levels[narrowFirst[1]]);
    }
    plain = plain(entries);
  }

  private static LevelIndex index(Level level, int index, List<List<ResourcePattern>> entries) {
    var builder = new LevelIndex.Builder(level.matching());
    for (var i = 0; i < entries.size(); i++) {
      for (var pattern : entries.get(i)) {
        if (pattern.isValid() && pattern.level(index) != null) {
          builder.add(i, pattern.level(index));
        } else if (pattern.isAbove(index)) {
          builder.addAbove(i);
        }
      }
    }
    return builder.build();
  }

  private static Plain[] plain(List<List<ResourcePattern>> entries) {
    var byLevels = new LinkedHashMap<Long, BitSet>();
    for (var i = 0; i < entries.size(); i++) {
      var levels = entries.get(i).size() == 1 ? entries.get(i).get(0).plainLevels() : 0;
      if (levels != 0) {
        byLevels.computeIfAbsent(levels, unseen -> new BitSet()).set(i);
      }
    }
    return byLevels.entrySet().stream()
        .map(one -> new Plain(one.getKey(), new Numbers(one.getValue())))
        .toArray(Plain[]::new);
  }

  /**
   * The numbers of the entries, sorted. Whoever gets the array leaves it as it is.
   *
   * @param aboveToo also those that stop above the resource
   */
  int[] find(Resource resource, Asked asked, boolean aboveToo) {
    if (narrowFirst.length > 0 && isNarrowing(narrowFirst[0], resource, asked)) {
      var only = levels[narrowFirst[0]].only(resource, narrowFirst[0], aboveToo);
      if (only != null) {
        return narrowed(only.sorted(), only.ahead(), resource, asked, aboveToo);
      }
    }
    return narrowed(resource, asked, aboveToo);
  }

  private static boolean isNarrowing(int level, Resource resource, Asked asked) {
    return asked.scope(level) == ElementScope.SELF && resource.folded(level) != null;
  }

  /** The few that one value of the first level has, narrowed down by the other levels. */
  private int[] narrowed(
      int[] first, long[] ahead, Resource resource, Asked asked, boolean aboveToo) {
    var few = first;
    for (var i = 1; i < narrowFirst.length && few.length > 0; i++) {
      var level = narrowFirst[i];
      if (isNarrowing(level, resource, asked)) {
        few = levels[level].kept(few, i == 1 ? ahead : null, resource, level, aboveToo);
      }
    }
    return few;
  }

  private int[] narrowed(Resource resource, Asked asked, boolean aboveToo) {
    var selection = new Selection(everything.length);
    var union = new Union();
    for (var index : narrowFirst) {
      if (!isNarrowing(index, resource, asked)) {
        continue;
      }
      if (selection.isFew()) {
        selection.keep(levels[index].kept(selection.sorted(), null, resource, index, aboveToo));
      } else {
        levels[index].collect(resource, index, aboveToo, union.cleared());
        selection.keep(union);
      }
      if (selection.isEmpty()) {
        break;
      }
    }
    var left = selection.sorted();
    return left == null ? everything : left;
  }

  /** Those of which it is certain that they are the resource itself, if they are found at all. */
  Numbers certain(Resource resource, Asked asked) {
    if (resource.isPlain() && asked.isExact()) {
      for (var one : plain) {
        if (one.levels() == resource.levels()) {
          return one.numbers();
        }
      }
    }
    return Numbers.NONE;
  }
}
