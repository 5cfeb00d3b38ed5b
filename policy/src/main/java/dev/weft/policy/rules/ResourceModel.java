package dev.weft.policy.rules;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The levels that resources of one kind of service have, and the ways down through them. Masks and
 * filters may be about fewer levels, or compare them otherwise. At most 63 levels. Immutable.
 */
public final class ResourceModel {
  private static final int LEVELS_MAX = 63;

  private final String name;
  private final Map<String, Integer> indexes = new LinkedHashMap<>();
  private final Map<PolicyKind, Map<String, Level>> levels = new EnumMap<>(PolicyKind.class);
  private final Map<PolicyKind, List<Hierarchy>> hierarchies = new EnumMap<>(PolicyKind.class);

  /**
   * A model of these levels.
   *
   * @throws IllegalArgumentException when there are too many of them
   */
  public ResourceModel(String name, List<Level> access, List<Level> mask, List<Level> filter) {
    this.name = name;
    add(PolicyKind.ACCESS, access);
    add(PolicyKind.MASK, mask);
    add(PolicyKind.FILTER, filter);
    if (indexes.size() > LEVELS_MAX) {
      throw new IllegalArgumentException("a resource model has at most " + LEVELS_MAX + " levels");
    }
    levels.forEach((kind, its) -> hierarchies.put(kind, hierarchiesOf(its)));
  }

  private void add(PolicyKind kind, List<Level> all) {
    var byName = new LinkedHashMap<String, Level>();
    for (var level : all) {
      byName.put(level.name(), level);
      indexes.putIfAbsent(level.name(), indexes.size());
    }
    levels.put(kind, byName);
  }

  /** The model's name, such as {@code hive}. */
  public String name() {
    return name;
  }

  /** The names of all levels, in their order. */
  public Set<String> levelNames() {
    return Collections.unmodifiableSet(indexes.keySet());
  }

  /** The level as policies of this kind see it. */
  public Optional<Level> level(PolicyKind kind, String level) {
    return Optional.ofNullable(levels.get(kind).get(level));
  }

  int size() {
    return indexes.size();
  }

  /** Where a level's value is kept; -1 for a name that is no level. */
  int indexOf(String level) {
    return indexes.getOrDefault(level, -1);
  }

  /** The ways down that have all these levels. */
  List<Hierarchy> hierarchies(PolicyKind kind, long having) {
    return hierarchies.get(kind).stream().filter(one -> one.hasAll(having)).toList();
  }

  /** The shortest way down that has all these levels. */
  Optional<Hierarchy> shortest(PolicyKind kind, long having) {
    return hierarchies(kind, having).stream()
        .min((one, other) -> Integer.compare(one.length(), other.length()));
  }

  private List<Hierarchy> hierarchiesOf(Map<String, Level> its) {
    var parents = new LinkedHashSet<String>();
    its.values().forEach(level -> parents.add(level.parent()));
    var all = new ArrayList<Hierarchy>();
    for (var level : its.values()) {
      var isBottom = !parents.contains(level.name());
      if (isBottom && level.validLeaf().filter(valid -> !valid).isPresent()) {
        return List.of();
      }
      if (isBottom || level.validLeaf().orElse(false)) {
        all.add(downTo(level, its));
      }
    }
    return List.copyOf(all);
  }

  private Hierarchy downTo(Level bottom, Map<String, Level> its) {
    var path = new ArrayList<Integer>();
    var seen = new LinkedHashSet<String>();
    for (var level = bottom;
        level != null && seen.add(level.name());
        level = its.get(level.parent())) {
      path.add(0, indexOf(level.name()));
    }
    return new Hierarchy(path.stream().mapToInt(Integer::intValue).toArray());
  }
}
