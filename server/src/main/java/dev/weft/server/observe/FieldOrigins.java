package dev.weft.server.observe;

import dev.weft.flow.FieldLineage;
import dev.weft.model.PortFields.FieldTag;
import dev.weft.model.PortName;
import dev.weft.spi.MeshState;
import dev.weft.spi.flow.FieldMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Which fields of which ports a field of a port comes from, by what the processors of flows declare
 * and jobs outside report, and so which tags it has from there. Safe for any thread.
 */
public final class FieldOrigins {
  private static final int DEPTH_MAX = 20;
  private static final int COLUMNS_MAX = 5_000;

  private final FlowFields flows;
  private final ForeignColumns foreign;
  private final Predicate<FieldTag> counts;

  /** As the other, with the tags of any time. */
  public FieldOrigins(FlowFields flows, ForeignColumns foreign) {
    this(flows, foreign, tag -> tag.status() != FieldTag.Status.REJECTED);
  }

  /**
   * {@code foreign} follows the mesh log: it says what jobs outside do.
   *
   * @param counts which tags are told
   */
  public FieldOrigins(FlowFields flows, ForeignColumns foreign, Predicate<FieldTag> counts) {
    this.flows = flows;
    this.foreign = foreign;
    this.counts = counts;
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
    return InheritedTags.fields(state, port).fields().keySet().stream()
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
      for (var way : flows.ways(state, port, field)) {
        var origin = way.origin();
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
                            way.flow(),
                            origin.through()))
                .orElseGet(() -> outside(way.flow(), origin)));
      }
    }
    var word = how == null ? "" : how.name().toLowerCase(Locale.ROOT);
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
    var how = origin.how().name().toLowerCase(Locale.ROOT);
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
        InheritedTags.word(origin),
        List.of());
  }

  private List<String> tags(MeshState state, PortName port, String field) {
    return InheritedTags.fields(state, port)
        .field(field)
        .map(one -> one.tags().stream().filter(counts).map(FieldTag::tag).distinct().toList())
        .orElse(List.of());
  }

  /** The port of this name, if it has fields that are known. */
  public Optional<PortName> port(MeshState state, String name) {
    return PortName.parse(name)
        .filter(port -> !InheritedTags.fields(state, port).fields().isEmpty());
  }
}
