package dev.weft.server.observe;

import dev.weft.flow.FieldLineage;
import dev.weft.flow.ProcessorTypes;
import dev.weft.model.FlowSpec;
import dev.weft.model.PortFields;
import dev.weft.model.PortFields.FieldTag;
import dev.weft.model.PortName;
import dev.weft.model.Resource;
import dev.weft.model.ResourceKind;
import dev.weft.server.parameters.BoundValues;
import dev.weft.server.parameters.FlowParameters;
import dev.weft.spi.Expressions;
import dev.weft.spi.MeshState;
import dev.weft.spi.flow.FieldMap;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which fields of which ports a field of a port comes from, by what the processors of flows declare
 * and jobs outside report, and so which tags it has from there. Safe for any thread.
 */
public final class FieldOrigins {
  private static final int DEPTH_MAX = 20;
  private static final int COLUMNS_MAX = 5_000;

  private final ProcessorTypes types;
  private final Expressions expressions;
  private final ForeignColumns foreign;
  private final Map<String, Known> known = new ConcurrentHashMap<>();

  private record Known(String versions, FieldLineage lineage) {}

  /** {@code foreign} follows the mesh log: it says what jobs outside do. */
  public FieldOrigins(ProcessorTypes types, Expressions expressions, ForeignColumns foreign) {
    this.types = types;
    this.expressions = expressions;
    this.foreign = foreign;
  }

  /** Where no job outside writes anything. */
  public FieldOrigins(ProcessorTypes types, Expressions expressions) {
    this(types, expressions, new ForeignColumns());
  }

  /**
   * Where a field comes from.
   *
   * @param of a port, {@code flow/processor} of a source outside, or the node that a job outside
   *     reads
   * @param flow by which it came, or {@code job namespace/name}; empty for the field that was asked
   *     about
   * @param through its processors, in the order of the data
   * @param how copied, derived, hidden, unknown, or, by jobs outside, indirect
   */
  public record Column(
      String of,
      String field,
      List<String> tags,
      String flow,
      List<String> through,
      String how,
      List<Column> from) {}

  /** All known fields of a port, each with where it comes from, up to so many flows away. */
  public List<Column> columns(MeshState state, PortName port, int depth) {
    var budget = new int[] {COLUMNS_MAX};
    return fields(state, port).fields().keySet().stream()
        .map(
            field ->
                column(state, port, field, Math.min(depth, DEPTH_MAX), budget, null, "", List.of()))
        .toList();
  }

  private Column column(
      MeshState state,
      PortName port,
      String field,
      int depth,
      int[] budget,
      FieldMap.How how,
      String flow,
      List<String> through) {
    var from = new ArrayList<Column>();
    if (depth > 0 && budget[0]-- > 0) {
      for (var writer : writers(state, port)) {
        for (var origin : writer.lineage().origins(port, field)) {
          from.add(
              origin
                  .port()
                  .map(
                      before ->
                          column(
                              state,
                              before,
                              origin.field(),
                              depth - 1,
                              budget,
                              origin.how(),
                              writer.name(),
                              origin.through()))
                  .orElseGet(() -> outside(writer.name(), origin)));
        }
      }
    }
    var word = how == null ? "" : how.name().toLowerCase(java.util.Locale.ROOT);
    from.addAll(byJobs(state, "port/" + port, field, depth, budget));
    return new Column(port.topic(), field, tags(state, port, field), flow, through, word, from);
  }

  /** By jobs outside the mesh; a dataset between is followed as a port is. */
  private List<Column> byJobs(MeshState state, String node, String field, int depth, int[] budget) {
    var all = new ArrayList<Column>();
    if (depth > 0) {
      for (var origin : foreign.of(node, field)) {
        if (budget[0]-- > 0) {
          all.add(byJob(state, origin, depth - 1, budget));
        }
      }
    }
    return all;
  }

  private Column byJob(MeshState state, ForeignColumns.From origin, int depth, int[] budget) {
    var how = origin.how().name().toLowerCase(java.util.Locale.ROOT);
    if (origin.port().isEmpty()) {
      var before = byJobs(state, origin.node(), origin.field(), depth, budget);
      return new Column(
          origin.node(), origin.field(), List.of(), origin.by(), List.of(), how, before);
    }
    var port =
        column(state, origin.port().get(), origin.field(), depth, budget, null, "", List.of());
    return new Column(
        port.of(), port.field(), port.tags(), origin.by(), List.of(), how, port.from());
  }

  private static Column outside(String flow, FieldLineage.Origin origin) {
    return new Column(
        flow + "/" + origin.processor(),
        origin.field(),
        List.of(),
        flow,
        origin.through(),
        origin.how().name().toLowerCase(java.util.Locale.ROOT),
        List.of());
  }

  private List<String> tags(MeshState state, PortName port, String field) {
    return fields(state, port)
        .field(field)
        .map(
            one ->
                one.tags().stream()
                    .filter(tag -> tag.status() != FieldTag.Status.REJECTED)
                    .map(FieldTag::tag)
                    .toList())
        .orElse(List.of());
  }

  /**
   * The tags that a field has from where it comes from. Of a processor that does not say what it
   * does, the field has the tags of all fields that came to it; so has one that is hashed, whose
   * value still stands for a person.
   */
  public List<FieldTag> inherited(MeshState state, PortName port, String field) {
    var tags = new LinkedHashMap<String, FieldTag>();
    for (var writer : writers(state, port)) {
      for (var origin : writer.lineage().origins(port, field)) {
        var how = origin.how().name();
        origin
            .port()
            .ifPresent(
                before ->
                    inherit(state, before, origin.field(), how, "flow " + writer.name(), tags));
      }
    }
    for (var origin : foreign.valuesOf(port, field)) {
      var before = origin.port().orElseThrow();
      inherit(state, before, origin.field(), origin.how().name(), origin.by(), tags);
      DeclaredTags.of(state, before, path -> isOf(path, origin.field()))
          .forEach(
              (path, its) ->
                  its.forEach(
                      tag -> add(tag, path, before, origin.how().name(), origin.by(), tags)));
    }
    return List.copyOf(tags.values());
  }

  private void inherit(
      MeshState state,
      PortName port,
      String of,
      String how,
      String by,
      Map<String, FieldTag> tags) {
    for (var field : fields(state, port).fields().entrySet()) {
      if (isOf(field.getKey(), of)) {
        for (var tag : field.getValue().tags()) {
          if (tag.status() != FieldTag.Status.REJECTED) {
            add(tag, field.getKey(), port, how, by, tags);
          }
        }
      }
    }
  }

  private static void add(
      FieldTag tag,
      String field,
      PortName port,
      String how,
      String by,
      Map<String, FieldTag> tags) {
    var evidence =
        "%s from %s of %s by %s".formatted(how.toLowerCase(java.util.Locale.ROOT), field, port, by);
    tags.putIfAbsent(
        tag.tag(),
        new FieldTag(
            tag.tag(),
            tag.confidence(),
            evidence,
            "lineage",
            FieldTag.Status.PROPAGATED,
            tag.attributes()));
  }

  /** A field within an object has its tags, and an object those of what it holds. */
  private static boolean isOf(String field, String wanted) {
    return wanted.equals(FieldMap.ANY)
        || field.equals(wanted)
        || field.startsWith(wanted + ".")
        || wanted.startsWith(field + ".");
  }

  private record Writer(String name, FieldLineage lineage) {}

  private List<Writer> writers(MeshState state, PortName port) {
    var all = new ArrayList<Writer>();
    for (var resource : state.all(ResourceKind.FLOW)) {
      var lineage = lineage(state, resource);
      if (lineage.writes(port)) {
        all.add(new Writer(resource.name(), lineage));
      }
    }
    return all;
  }

  /**
   * Of one flow, by the values that the flow runs with, as far as they are known here: a default
   * says nothing where a secret or a context may say otherwise, and what is not known counts as
   * opaque.
   */
  public FieldLineage lineage(MeshState state, Resource resource) {
    var bound = state.get(FlowParameters.key(resource.name()));
    var versions = resource.version() + "/" + bound.map(Resource::version).orElse(0L);
    var cached = known.get(resource.name());
    if (cached == null || !cached.versions().equals(versions)) {
      var flow = resource.as(FlowSpec.class);
      var values = bound.map(one -> one.as(BoundValues.class)).orElse(BoundValues.NOTHING);
      var isKnown = flow.parameterContext().isEmpty() && values.secrets().isEmpty();
      var written = isKnown ? flow : flow.withoutDefaults();
      var lineage = FieldLineage.of(written, types, expressions, values.plain());
      cached = new Known(versions, lineage);
      known.put(resource.name(), cached);
    }
    return cached.lineage();
  }

  private static PortFields fields(MeshState state, PortName port) {
    return state
        .find(ResourceKind.PORT_FIELDS, port.topic(), PortFields.class)
        .orElse(new PortFields(port.topic(), Map.of()));
  }

  /** The port of this name, if it has fields that are known. */
  public Optional<PortName> port(MeshState state, String name) {
    return PortName.parse(name).filter(port -> !fields(state, port).fields().isEmpty());
  }
}
