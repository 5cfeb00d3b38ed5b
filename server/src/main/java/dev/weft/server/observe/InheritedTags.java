package dev.weft.server.observe;

import dev.weft.catalog.glossary.TermTags;
import dev.weft.model.PortFields.FieldTag;
import dev.weft.model.PortName;
import dev.weft.spi.MeshState;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * The tags that a field has from elsewhere: from the fields that it comes from, and from the terms
 * that say what it means.
 */
public final class InheritedTags implements FieldRegistry.Inherited {
  private static final Set<String> SOURCES = Set.of("lineage", TermTags.SOURCE);

  private final FieldOrigins origins;
  private final TermTags terms;

  public InheritedTags(FieldOrigins origins, TermTags terms) {
    this.origins = origins;
    this.terms = terms;
  }

  @Override
  public List<FieldTag> of(MeshState state, PortName port, String field) {
    return of(state, port).apply(field);
  }

  /** For all fields of one port. */
  Function<String, List<FieldTag>> of(MeshState state, PortName port) {
    var ofTerms = terms.of(state, port);
    return field -> {
      var all = new ArrayList<>(origins.inherited(state, port, field));
      all.addAll(ofTerms.of(field));
      return all;
    };
  }

  /** Whether a tag came from elsewhere and goes when it comes from there no more. */
  static boolean isOne(FieldTag tag) {
    return tag.status() == FieldTag.Status.PROPAGATED && SOURCES.contains(tag.source());
  }
}
