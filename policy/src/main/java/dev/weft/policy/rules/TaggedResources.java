package dev.weft.policy.rules;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which resources have which tags, as a policy set knows by itself. A tag holds for what lies
 * within its resource too; who asks for any access, or for what lies within, meets the tags there
 * as well. Immutable.
 */
public final class TaggedResources {
  private final Map<PolicyKind, Indexed> byKind = new EnumMap<>(PolicyKind.class);
  private final List<Tag> within = new ArrayList<>();

  /** Resources of one pattern, with their tags. */
  public record Entry(ResourcePattern pattern, List<Tag> tags) {
    public Entry {
      tags = List.copyOf(tags);
    }
  }

  private record Indexed(ResourceIndex index, List<Entry> entries) {}

  public TaggedResources(ResourceModel model, List<Entry> entries) {
    for (var kind : PolicyKind.values()) {
      var its = entries.stream().filter(entry -> entry.pattern().kind() == kind).toList();
      if (!its.isEmpty()) {
        var patterns = its.stream().map(entry -> List.of(entry.pattern())).toList();
        byKind.put(kind, new Indexed(new ResourceIndex(model, kind, patterns), its));
      }
    }
    entries.stream()
        .flatMap(entry -> entry.tags().stream())
        .map(tag -> tag.matching(MatchType.DESCENDANT))
        .distinct()
        .forEach(within::add);
  }

  /** The tags of the resource asked for that count now, each with how it came to it. */
  List<Tag> of(Asked asked) {
    if (asked.request().resource().isEmpty() && asked.request().isAny()) {
      return within;
    }
    var found = new LinkedHashSet<Tag>();
    byKind.values().forEach(indexed -> collect(indexed, asked, found));
    return List.copyOf(found);
  }

  private static void collect(Indexed indexed, Asked asked, Set<Tag> found) {
    var resource = asked.request().resource();
    for (var number : indexed.index().find(resource, asked, true)) {
      var entry = indexed.entries().get(number);
      var match = entry.pattern().match(resource, asked);
      var meets =
          match == MatchType.DESCENDANT
              ? asked.request().isAny() || asked.request().descendantsToo()
              : match != MatchType.NONE;
      if (meets) {
        entry.tags().stream()
            .filter(tag -> tag.countsAt(asked.moment()))
            .forEach(tag -> found.add(tag.matching(match)));
      }
    }
  }
}
