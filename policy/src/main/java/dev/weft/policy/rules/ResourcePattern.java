package dev.weft.policy.rules;

import java.util.Map;
import java.util.Optional;

/** One combination of values over the levels, as a policy names it. Immutable. */
public final class ResourcePattern {
  private final ResourceModel model;
  private final PolicyKind kind;
  private final Map<String, ResourceValues> written;
  private final LevelPattern[] levels;
  private final long mask;
  private final Optional<Hierarchy> only;
  private final int onlyLastNonAny;
  private final boolean valid;

  /** A pattern; when its levels lie on no way down through the model it matches nothing. */
  public ResourcePattern(
      ResourceModel model,
      PolicyKind kind,
      Map<String, ResourceValues> written,
      Templates templates) {
    this.model = model;
    this.kind = kind;
    this.written = Map.copyOf(written);
    var known = written.keySet().stream().allMatch(level -> model.indexOf(level) >= 0);
    mask = known ? maskOf(model, written) : 0;
    var ways = known ? model.hierarchies(kind, mask) : java.util.List.<Hierarchy>of();
    var direct = ways.stream().filter(way -> way.isWithoutGap(mask)).toList();
    valid = !direct.isEmpty() && !written.isEmpty();
    levels = new LevelPattern[model.size()];
    if (valid) {
      written.forEach((name, values) -> compile(name, values, templates));
    }
    only = valid && direct.size() == 1 ? Optional.of(direct.get(0)) : Optional.empty();
    onlyLastNonAny = only.map(this::lastNonAny).orElse(-1);
  }

  private void compile(String name, ResourceValues values, Templates templates) {
    model
        .level(kind, name)
        .ifPresent(
            level -> levels[model.indexOf(name)] = LevelPattern.of(level, values, templates));
  }

  private static long maskOf(ResourceModel model, Map<String, ResourceValues> written) {
    return written.keySet().stream()
        .mapToLong(level -> 1L << model.indexOf(level))
        .reduce(0, (one, other) -> one | other);
  }

  /** Whether it lies on a way down through the model, and so can match at all. */
  public boolean isValid() {
    return valid;
  }

  /** Whether what it means depends on the request. */
  public boolean isDynamic() {
    for (var level : levels) {
      if (level != null && level.values().stream().anyMatch(ValuePattern::isDynamic)) {
        return true;
      }
    }
    return false;
  }

  /** What it was made from. */
  public Map<String, ResourceValues> written() {
    return written;
  }

  /** The levels that it names, when an index tells for certain what it matches; else none. */
  long plainLevels() {
    for (var level : levels) {
      if (level != null && !level.isPlain()) {
        return 0;
      }
    }
    var direct =
        valid && model.shortest(kind, mask).filter(way -> way.isWithoutGap(mask)).isPresent();
    return direct ? mask : 0;
  }

  /** Whether it stops on the way down to this level. */
  boolean isAbove(int level) {
    return valid
        && (mask & 1L << level) == 0
        && !model.hierarchies(kind, mask | 1L << level).isEmpty();
  }

  PolicyKind kind() {
    return kind;
  }

  LevelPattern level(int index) {
    return levels[index];
  }

  /** How the resource lies to it. */
  public MatchType match(Resource resource, Asked asked) {
    if (written.isEmpty() && resource.isEmpty()) {
      return MatchType.SELF;
    }
    var way = valid && !resource.hasForeign() ? wayOf(resource) : Optional.<Hierarchy>empty();
    return way.isEmpty() ? MatchType.NONE : match(way.get(), resource, asked);
  }

  private Optional<Hierarchy> wayOf(Resource resource) {
    var given = resource.levels();
    if (given == 0) {
      return only.isPresent() ? only : model.shortest(kind, mask);
    }
    var way = only;
    if (only.isEmpty()) {
      way = (given & ~mask) == 0 ? model.shortest(kind, mask) : Optional.empty();
      if (way.isEmpty() && (mask & ~given) == 0) {
        way = model.shortest(kind, given);
      }
    } else if (!only.get().hasAll(given)) {
      return Optional.empty();
    }
    return way.isPresent() && way.get().isWithoutGap(given) ? way : Optional.empty();
  }

  private MatchType match(Hierarchy way, Resource resource, Asked asked) {
    var found = resource.isEmpty() ? MatchType.SELF : MatchType.NONE;
    for (var index : way.path()) {
      var pattern = levels[index];
      var value = resource.value(index);
      if (pattern == null) {
        found = value == null ? found : MatchType.ANCESTOR;
        break;
      }
      if (value != null || pattern.matchesAny()) {
        if (!pattern.matches(value, asked.scope(index), asked)) {
          return MatchType.NONE;
        }
        found = MatchType.SELF;
      }
    }
    if (found == MatchType.SELF && resource.count() < written.size()) {
      var last = only.isPresent() ? onlyLastNonAny : lastNonAny(way);
      return resource.count() > last ? MatchType.SELF_AND_ALL_DESCENDANTS : MatchType.DESCENDANT;
    }
    return found;
  }

  /** The place of the lowest level that does not take everything. */
  private int lastNonAny(Hierarchy way) {
    var last = -1;
    for (var i = 0; i < way.length() && levels[way.path()[i]] != null; i++) {
      if (!levels[way.path()[i]].matchesAny()) {
        last = i;
      }
    }
    return last;
  }
}
