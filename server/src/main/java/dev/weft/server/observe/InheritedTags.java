package dev.weft.server.observe;

import dev.weft.catalog.glossary.TermTags;
import dev.weft.flow.FieldLineage.Origin;
import dev.weft.model.PortFields;
import dev.weft.model.PortFields.FieldTag;
import dev.weft.model.PortName;
import dev.weft.model.ResourceKind;
import dev.weft.model.TagStops;
import dev.weft.server.access.StoppedTags;
import dev.weft.server.observe.FlowFields.Way;
import dev.weft.spi.MeshState;
import dev.weft.spi.flow.FieldMap;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * The tags that a field has from elsewhere: from the fields that it comes from by flows and jobs
 * outside, from the terms that say what it means, and from the schema that is registered for it.
 *
 * <p>Of a processor that does not say what it does, the field has the tags of all fields that came
 * to it; so has one that is hashed, whose value still stands for a person. What a steward has
 * stopped does not come by that flow. A tag that holds for some time holds that long behind a flow,
 * too.
 */
public final class InheritedTags implements FieldRegistry.Inherited {
  /** What {@link FieldTag#source()} says of a tag that came along a flow. */
  static final String LINEAGE = "lineage";

  private static final String SCHEMA = "schema";
  private static final Set<String> SOURCES = Set.of(LINEAGE, TermTags.SOURCE, SCHEMA);

  private final FlowFields flows;
  private final TermTags terms;
  private final Function<PortName, Map<String, Set<String>>> ofSchemas;

  /**
   * @param ofSchemas the tags of each field by the newest registered schema of a port
   */
  public InheritedTags(
      FlowFields flows, TermTags terms, Function<PortName, Map<String, Set<String>>> ofSchemas) {
    this.flows = flows;
    this.terms = terms;
    this.ofSchemas = ofSchemas;
  }

  FlowFields flows() {
    return flows;
  }

  @Override
  public List<FieldTag> of(MeshState state, PortName port, String field) {
    return of(state, port).of(field, before -> fields(state, before));
  }

  OfPort of(MeshState state, PortName port) {
    return new OfPort(state, port);
  }

  /** For the fields of one port; remembers the ways to them, which do not depend on tags. */
  final class OfPort {
    private final MeshState state;
    private final PortName port;
    private final TagStops stops;
    private final TermTags.OfPort ofTerms;
    private final Map<String, Set<String>> ofSchema;
    private final Map<String, List<Way>> ways = new HashMap<>();

    private OfPort(MeshState state, PortName port) {
      this.state = state;
      this.port = port;
      this.stops = StoppedTags.of(state, port);
      this.ofTerms = terms.of(state, port);
      this.ofSchema = ofSchemas.apply(port);
    }

    /**
     * All of them; a tag that comes by several ways is there once for each.
     *
     * @param known the fields of other ports
     */
    List<FieldTag> of(String field, Function<PortName, PortFields> known) {
      var all = new ArrayList<FieldTag>();
      for (var way : ways(field)) {
        for (var source : sources(way, field, known)) {
          all.add(passedOn(source, way));
        }
      }
      all.addAll(ofTerms.of(field));
      ofSchema.getOrDefault(field, Set.of()).forEach(tag -> all.add(said(tag)));
      return all;
    }

    /**
     * What comes along flows and jobs: the tags that stand at the fields before, and may pass. Of a
     * job outside, and of a query, nobody is asked before it runs, so what a contract says counts
     * there as well.
     */
    List<Source> sources(Way way, String field, Function<PortName, PortFields> known) {
      var before = way.origin().port();
      if (before.isEmpty() || way.isBlocked()) {
        return List.of();
      }
      var found = new ArrayList<Source>();
      known
          .apply(before.get())
          .fields()
          .forEach((name, its) -> add(before.get(), name, its.tags(), way, field, found));
      if (way.carriesDeclaredTags()) {
        DeclaredTags.of(state, before.get(), path -> isOf(path, way.origin().field()))
            .forEach((name, tags) -> add(before.get(), name, tags, way, field, found));
      }
      return found;
    }

    private void add(
        PortName before,
        String name,
        List<FieldTag> tags,
        Way way,
        String field,
        List<Source> found) {
      if (isOf(name, way.origin().field())) {
        tags.stream()
            .filter(tag -> tag.status() != FieldTag.Status.REJECTED)
            .filter(tag -> !stops.hold(way.flow(), field, tag.tag()))
            .forEach(tag -> found.add(new Source(before, name, tag)));
      }
    }

    List<Way> ways(String field) {
      return ways.computeIfAbsent(field, added -> flows.waysWithJobs(state, port, added));
    }
  }

  /** A tag at a field from which another has it. */
  record Source(PortName port, String field, FieldTag tag) {}

  private static FieldTag passedOn(Source source, Way way) {
    var tag = source.tag();
    var evidence =
        "%s from %s of %s by %s"
            .formatted(word(way.origin()), source.field(), source.port(), way.by());
    return new FieldTag(
        tag.tag(),
        tag.confidence(),
        evidence,
        LINEAGE,
        FieldTag.Status.PROPAGATED,
        tag.attributes(),
        tag.validity());
  }

  private static FieldTag said(String tag) {
    return new FieldTag(
        tag, 1, "The registered schema says so.", SCHEMA, FieldTag.Status.PROPAGATED);
  }

  /** {@code copied}, {@code derived}, {@code hidden} or {@code unknown}. */
  static String word(Origin origin) {
    return origin.how().name().toLowerCase(Locale.ROOT);
  }

  /** A field within an object has its tags, and an object those of what it holds. */
  static boolean isOf(String field, String wanted) {
    return wanted.equals(FieldMap.ANY)
        || field.equals(wanted)
        || field.startsWith(wanted + ".")
        || wanted.startsWith(field + ".");
  }

  static PortFields fields(MeshState state, PortName port) {
    return state
        .find(ResourceKind.PORT_FIELDS, port.topic(), PortFields.class)
        .orElse(new PortFields(port.topic(), Map.of()));
  }

  /** Whether a tag came from elsewhere and goes when it comes from there no more. */
  static boolean isOne(FieldTag tag) {
    return tag.status() == FieldTag.Status.PROPAGATED && SOURCES.contains(tag.source());
  }

  /** Whether a tag came along a flow. */
  static boolean cameByFlow(FieldTag tag) {
    return isOne(tag) && tag.source().equals(LINEAGE);
  }
}
