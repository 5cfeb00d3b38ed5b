package dev.weft.policy.rules;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Finds, of many patterns of resources, those that a resource may lie at; each entry of the list
 * has one pattern or more. Never leaves one out. Immutable.
 */
final class ResourceIndex {
  /** With as few as this it does not pay to look at one more level. */
  private static final int FEW = 4;

  private final LevelIndex[] levels;
  private final int[] narrowFirst;
  private final int[] everything;

  /**
   * An index of these entries.
   *
   * @param aboveToo whether patterns count that stop above the resource
   */
  ResourceIndex(
      ResourceModel model,
      PolicyKind kind,
      List<List<ResourcePattern>> entries,
      boolean aboveToo) {
    everything = IntStream.range(0, entries.size()).toArray();
    levels = new LevelIndex[model.size()];
    for (var name : model.levelNames()) {
      var index = model.indexOf(name);
      model.level(kind, name).ifPresent(level -> levels[index] = index(level, index, entries, aboveToo));
    }
    narrowFirst =
        IntStream.range(0, levels.length)
            .filter(index -> levels[index] != null && levels[index].breadth() < entries.size())
            .boxed()
            .sorted(Comparator.comparing((Integer index) -> levels[index].breadth()))
            .mapToInt(Integer::intValue)
            .toArray();
  }

  private static LevelIndex index(
      Level level, int index, List<List<ResourcePattern>> entries, boolean aboveToo) {
    var builder = new LevelIndex.Builder(level.matching());
    for (var i = 0; i < entries.size(); i++) {
      for (var pattern : entries.get(i)) {
        if (pattern.isValid() && pattern.level(index) != null) {
          builder.add(i, pattern.level(index));
        } else if (pattern.isValid() && aboveToo) {
          builder.addAlways(i);
        }
      }
    }
    return builder.build();
  }

  /** The numbers of the entries, sorted. Whoever gets the array leaves it as it is. */
  int[] find(Resource resource, Asked asked) {
    var selection = new Selection(everything.length);
    for (var index : narrowFirst) {
      if (asked.scope(index) == ElementScope.SELF
          && resource.value(index) instanceof String text) {
        selection.keep(levels[index].find(text));
        if (selection.isAtMost(FEW)) {
          break;
        }
      }
    }
    var left = selection.sorted();
    return left == null ? everything : left;
  }
}
