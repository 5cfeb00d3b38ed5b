package dev.weft.server.observe;

import dev.weft.catalog.glossary.TermTags;
import dev.weft.model.PortFields.FieldTag;
import dev.weft.model.PortName;
import dev.weft.spi.MeshState;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * The tags that a field has from elsewhere: from the fields that it comes from, from the terms that
 * say what it means, and from the schema that is registered for it.
 */
public final class InheritedTags implements FieldRegistry.Inherited {
  private static final String SCHEMA = "schema";
  private static final Set<String> SOURCES = Set.of("lineage", TermTags.SOURCE, SCHEMA);

  private final FieldOrigins origins;
  private final TermTags terms;
  private final Function<PortName, Map<String, Set<String>>> ofSchemas;

  /**
   * @param ofSchemas the tags of each field by the newest registered schema of a port
   */
  public InheritedTags(
      FieldOrigins origins,
      TermTags terms,
      Function<PortName, Map<String, Set<String>>> ofSchemas) {
    this.origins = origins;
    this.terms = terms;
    this.ofSchemas = ofSchemas;
  }

  @Override
  public List<FieldTag> of(MeshState state, PortName port, String field) {
    return of(state, port).apply(field);
  }

  /** For all fields of one port. */
  Function<String, List<FieldTag>> of(MeshState state, PortName port) {
    var ofTerms = terms.of(state, port);
    var ofSchema = ofSchemas.apply(port);
    return field -> {
      var all = new ArrayList<>(origins.inherited(state, port, field));
      all.addAll(ofTerms.of(field));
      ofSchema.getOrDefault(field, Set.of()).forEach(tag -> all.add(said(tag)));
      return all;
    };
  }

  private static FieldTag said(String tag) {
    return new FieldTag(
        tag, 1, "The registered schema says so.", SCHEMA, FieldTag.Status.PROPAGATED);
  }

  /** Whether a tag came from elsewhere and goes when it comes from there no more. */
  static boolean isOne(FieldTag tag) {
    return tag.status() == FieldTag.Status.PROPAGATED && SOURCES.contains(tag.source());
  }
}
