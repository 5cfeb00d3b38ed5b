package dev.weft.server.observe;

import dev.weft.model.PortFields.FieldTag;
import dev.weft.model.Validity;
import java.util.ArrayList;
import java.util.List;

/**
 * The tags of one field, from several places: of each tag as many as it takes to say when the field
 * has it. One that adds no moment to those before it is left out; one that is rejected leaves no
 * moment to others.
 */
final class JoinedTags {
  private JoinedTags() {}

  /** Own tags first; those that came from elsewhere are the ones that come now. */
  static List<FieldTag> of(List<FieldTag> tags, List<FieldTag> inherited) {
    var all = new ArrayList<FieldTag>();
    tags.stream().filter(tag -> !InheritedTags.isOne(tag)).forEach(all::add);
    inherited.forEach(tag -> add(tag, all));
    return List.copyOf(all);
  }

  /** Adds a tag from elsewhere; from one kind of place there is each once. */
  static void add(FieldTag tag, List<FieldTag> into) {
    var same = into.stream().filter(one -> one.tag().equals(tag.tag())).toList();
    var known = same.stream().map(FieldTag::validity).reduce(Validity.NEVER, Validity::or);
    if (known.covers(tag.validity())) {
      return;
    }
    for (var one : same) {
      if (InheritedTags.isOne(one) && one.source().equals(tag.source())) {
        into.set(into.indexOf(one), one.during(one.validity().or(tag.validity())));
        return;
      }
    }
    into.add(tag);
  }

  /**
   * A tag from elsewhere with what was said of it before, while that is still true: else all would
   * be written anew.
   *
   * @param all the tags of the field now
   * @param said those of before
   * @param candidates all that come from elsewhere
   */
  static FieldTag kept(
      FieldTag tag, List<FieldTag> all, List<FieldTag> said, List<FieldTag> candidates) {
    if (!InheritedTags.isOne(tag)) {
      return tag;
    }
    var alone = all.stream().filter(one -> one.tag().equals(tag.tag())).count() == 1;
    return said.stream()
        .filter(one -> one.tag().equals(tag.tag()) && InheritedTags.isOne(one))
        .filter(one -> one.source().equals(tag.source()) || alone)
        .filter(one -> isStillTrue(one, tag, candidates))
        .findFirst()
        .map(one -> one.during(tag.validity()))
        .orElse(tag);
  }

  private static boolean isStillTrue(FieldTag said, FieldTag tag, List<FieldTag> candidates) {
    return candidates.stream()
        .filter(one -> one.during(Validity.ALWAYS).equals(said.during(Validity.ALWAYS)))
        .anyMatch(
            one -> said.source().equals(tag.source()) || one.validity().covers(tag.validity()));
  }

  /** Those that were there as they were ordered, then the new ones. */
  static List<FieldTag> inOrder(List<FieldTag> said, List<FieldTag> tags) {
    var ordered = new ArrayList<FieldTag>();
    var rest = new ArrayList<>(tags);
    for (var one : said) {
      rest.stream()
          .filter(tag -> isSame(tag, one))
          .findFirst()
          .ifPresent(
              tag -> {
                rest.remove(tag);
                ordered.add(tag);
              });
    }
    ordered.addAll(rest);
    return ordered;
  }

  private static boolean isSame(FieldTag one, FieldTag other) {
    return one.tag().equals(other.tag()) && InheritedTags.isOne(one) == InheritedTags.isOne(other);
  }
}
