package dev.weft.catalog.glossary;

import dev.weft.model.Assignments;
import dev.weft.model.Assignments.Assignment;
import dev.weft.model.PortFields.FieldTag;
import dev.weft.model.PortName;
import dev.weft.model.WrittenTag;
import dev.weft.spi.MeshState;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The tags that fields have because of the terms assigned to them: those of each accepted term and
 * of all wider terms. A term of a port or of a product holds for all its fields.
 */
public final class TermTags {
  /** What {@link FieldTag#source()} says of such a tag. */
  public static final String SOURCE = "term";

  private final Glossary glossary;

  public TermTags(Glossary glossary) {
    this.glossary = glossary;
  }

  /** The terms of one port, and what follows from them. */
  public OfPort of(MeshState state, PortName port) {
    var whole = new LinkedHashMap<String, FieldTag>();
    AssignedTerms.ofProduct(state, port.product())
        .of(Assignments.WHOLE)
        .forEach(one -> add(one, "the product", whole));
    var assigned = AssignedTerms.of(state, port);
    assigned.of(Assignments.WHOLE).forEach(one -> add(one, "the port", whole));
    return new OfPort(assigned, whole);
  }

  /** The tags of one port's fields. */
  public final class OfPort {
    private final AssignedTerms assigned;
    private final Map<String, FieldTag> whole;

    private OfPort(AssignedTerms assigned, Map<String, FieldTag> whole) {
      this.assigned = assigned;
      this.whole = whole;
    }

    /** What an object means holds for what is in it. */
    public List<FieldTag> of(String field) {
      var tags = new LinkedHashMap<String, FieldTag>();
      assigned.of(field).forEach(one -> add(one, "it", tags));
      for (var dot = field.lastIndexOf('.'); dot > 0; dot = field.lastIndexOf('.', dot - 1)) {
        var above = field.substring(0, dot);
        assigned.of(above).forEach(one -> add(one, above, tags));
      }
      whole.values().forEach(tag -> add(tag, tags));
      return List.copyOf(tags.values());
    }
  }

  private void add(Assignment assignment, String what, Map<String, FieldTag> into) {
    if (!assignment.status().isAccepted()) {
      return;
    }
    for (var term : glossary.withWider(assignment.term())) {
      for (var text : term.tags()) {
        var tag = WrittenTag.of(text);
        var through = term.name().equals(assignment.term()) ? "" : ", a kind of " + term.title();
        add(
            new FieldTag(
                tag.name(),
                assignment.confidence(),
                what + " is assigned the term " + title(assignment.term()) + through,
                SOURCE,
                FieldTag.Status.PROPAGATED,
                tag.attributes(),
                tag.validity()),
            into);
      }
    }
  }

  /** One that holds longer by another term has both for its evidence. */
  private static void add(FieldTag tag, Map<String, FieldTag> into) {
    into.merge(
        tag.tag(),
        tag,
        (kept, more) ->
            kept.validity().covers(more.validity())
                ? kept
                : new FieldTag(
                    kept.tag(),
                    kept.confidence(),
                    kept.evidence() + "; " + more.evidence(),
                    SOURCE,
                    kept.status(),
                    kept.attributes(),
                    kept.validity().or(more.validity())));
  }

  private String title(String term) {
    return glossary.term(term).map(found -> found.title()).orElse(term);
  }
}
