package dev.weft.server.identity.people;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Where a user or a group comes from: one link for each source that says so.
 *
 * @param links at least one
 */
public record Origin(List<Link> links) {
  public Origin {
    links = links == null ? List.of() : List.copyOf(links);
  }

  /**
   * What one source says.
   *
   * @param groups Weft's groups that the user is in because of it
   * @param active whether it lets the person in
   */
  public record Link(
      String source, String subject, String external, List<String> groups, boolean active) {
    public Link {
      external = external == null ? "" : external;
      groups = groups == null ? List.of() : List.copyOf(groups);
    }

    boolean is(String otherSource, String otherSubject) {
      return source.equals(otherSource) && subject.equals(otherSubject);
    }
  }

  /** What this source says, if anything. */
  public Optional<Link> of(String source) {
    return links.stream().filter(link -> link.source().equals(source)).findFirst();
  }

  boolean has(String source, String subject) {
    return links.stream().anyMatch(link -> link.is(source, subject));
  }

  /** Whether every source lets the person in. */
  public boolean active() {
    return links.stream().allMatch(Link::active);
  }

  Set<String> groups() {
    var all = new TreeSet<String>();
    links.forEach(link -> all.addAll(link.groups()));
    return all;
  }

  /** The same without what this source says. */
  Origin without(String source) {
    return new Origin(links.stream().filter(link -> !link.source().equals(source)).toList());
  }

  /** The same with this in place of what its source said before. */
  Origin with(Link link) {
    var all = new ArrayList<Link>();
    links.stream().filter(old -> !old.source().equals(link.source())).forEach(all::add);
    all.add(link);
    return new Origin(all);
  }
}
