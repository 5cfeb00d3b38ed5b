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
    var selection = new Selection(everything.length);
    var union = new Union();
    for (var index : narrowFirst) {
      if (asked.scope(index) == ElementScope.SELF && resource.value(index) instanceof String text) {
        levels[index].collect(text, aboveToo, union.cleared());
        selection.keep(union);
        if (selection.isEmpty()) {
          break;
        }
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
