package dev.weft.catalog.log;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weft.model.Resource;
import dev.weft.model.ResourceKind;
import dev.weft.spi.Fold.Change;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The names of a kind's resources by what stands in them, so that nobody looks through all for it:
 * the products with an output port of a contract, the subscriptions of a principal. Immutable.
 */
final class NameIndex {
  private final ResourceKind kind;
  private final Function<ObjectNode, Stream<String>> terms;
  private final Treap<Entry> entries;

  private record Entry(String term, String name) {
    static final Comparator<Entry> ORDER =
        Comparator.comparing(Entry::term).thenComparing(Entry::name);
  }

  private NameIndex(
      ResourceKind kind, Function<ObjectNode, Stream<String>> terms, Treap<Entry> entries) {
    this.kind = kind;
    this.terms = terms;
    this.entries = entries;
  }

  /** With nothing in it yet; {@code terms} are those by which a document is found. */
  static NameIndex of(ResourceKind kind, Function<ObjectNode, Stream<String>> terms) {
    return new NameIndex(kind, terms, Treap.empty(Entry.ORDER, Entry::hashCode));
  }

  /** The names of the resources with this term, sorted. */
  List<String> named(String term) {
    var names = new ArrayList<String>();
    entries.forEach(entry -> term.compareTo(entry.term()), entry -> names.add(entry.name()));
    return names;
  }

  /** After a change of what was {@code before}; itself where that says nothing new. */
  NameIndex after(Change change, Optional<Resource> before) {
    if (change.key().kind() != kind) {
      return this;
    }
    var gone = terms(before);
    var come = terms(change.resource());
    if (gone.equals(come)) {
      return this;
    }
    var name = change.key().name();
    var next = entries;
    for (var term : gone) {
      var entry = new Entry(term, name);
      next = next.remove(other -> Entry.ORDER.compare(entry, other));
    }
    for (var term : come) {
      next = next.put(new Entry(term, name));
    }
    return new NameIndex(kind, terms, next);
  }

  private Set<String> terms(Optional<Resource> resource) {
    var found = new TreeSet<String>();
    resource.map(Resource::document).map(terms).ifPresent(all -> all.forEach(found::add));
    return found;
  }
}
