package dev.weft.server.observe;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.weft.model.PortFields;
import dev.weft.model.PortFields.FieldTag;
import dev.weft.model.PortName;
import dev.weft.spi.MeshState;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Why a field has a tag: the shortest way from a field that has it not from a flow, hop by hop. Of
 * products that the asker may not know, nothing is said but that there is a hop. Safe for any
 * thread.
 */
public final class TagProofs {
  private static final int PLACES_MAX = 20_000;

  private final InheritedTags inherited;
  private final Clock clock;

  public TagProofs(InheritedTags inherited, Clock clock) {
    this.inherited = inherited;
    this.clock = clock;
  }

  /**
   * Why one field has one tag.
   *
   * @param begins where the tag is not from a flow; empty when no way leads there (any more): the
   *     tag goes soon
   * @param hops from there to the field
   */
  public record Proof(String field, FieldTag tag, Optional<Origin> begins, List<Hop> hops) {}

  /**
   * The field at which a tag begins.
   *
   * @param source who says it there: classifier, contract, steward or term
   * @param hidden whether the asker may not know: then all else is empty
   */
  public record Origin(String port, String field, String source, String evidence, boolean hidden) {
    static final Origin HIDDEN = new Origin("", "", "", "", true);
  }

  /**
   * One flow that takes the tag on.
   *
   * @param through its processors, in the order of the data
   * @param how copied, derived, hidden (by a hash or mask) or unknown
   * @param port to which it leads
   */
  public record Hop(
      String flow,
      List<String> through,
      String how,
      String port,
      String field,
      @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean hidden) {}

  private record Spot(PortName port, String field) {}

  /** How one gets on from a place towards the field that is asked about. */
  private record Next(FlowFields.Way way, Spot to) {}

  /** For all tags that a field has now; the ways are those that they come by now. */
  public List<Proof> of(MeshState state, PortName port, String field, Predicate<String> sees) {
    var now = clock.instant();
    var search = new Search(state, sees, now);
    return InheritedTags.fields(state, port).field(field).stream()
        .flatMap(known -> known.tags().stream())
        .filter(tag -> tag.holdsAt(now))
        .map(tag -> search.proof(new Spot(port, field), tag))
        .toList();
  }

  /** Looks against the data, breadth first. */
  private final class Search {
    private final MeshState state;
    private final Predicate<String> sees;
    private final Instant now;
    private final Map<PortName, PortFields> fields = new HashMap<>();
    private final Map<PortName, InheritedTags.OfPort> ofPorts = new HashMap<>();

    Search(MeshState state, Predicate<String> sees, Instant now) {
      this.now = now;
      this.state = state;
      this.sees = sees;
    }

    Proof proof(Spot spot, FieldTag tag) {
      if (!InheritedTags.cameByFlow(tag)) {
        return new Proof(spot.field(), tag, Optional.of(origin(spot, tag)), List.of());
      }
      var next = new HashMap<Spot, Next>();
      var seen = new HashSet<>(Set.of(spot));
      Deque<Spot> open = new ArrayDeque<>(seen);
      while (!open.isEmpty() && seen.size() < PLACES_MAX) {
        var at = open.poll();
        for (var way : ofPort(at.port()).ways(at.field())) {
          for (var source : ofPort(at.port()).sources(way, at.field(), this::fields)) {
            var before = new Spot(source.port(), source.field());
            if (isWanted(source.tag(), tag) && seen.add(before)) {
              next.put(before, new Next(way, at));
              if (!InheritedTags.cameByFlow(source.tag())) {
                var begins = Optional.of(origin(before, source.tag()));
                return new Proof(spot.field(), tag, begins, hops(before, next));
              }
              open.add(before);
            }
          }
        }
      }
      return new Proof(spot.field(), tag, Optional.empty(), List.of());
    }

    private boolean isWanted(FieldTag found, FieldTag tag) {
      return found.tag().equals(tag.tag()) && found.holdsAt(now);
    }

    private List<Hop> hops(Spot from, Map<Spot, Next> next) {
      var hops = new ArrayList<Hop>();
      for (var step = next.get(from); step != null; step = next.get(step.to())) {
        hops.add(hop(step, isSeen(step.to())));
      }
      return hops;
    }

    /** A flow belongs to what it writes: it is hidden with that. */
    private Hop hop(Next step, boolean seen) {
      var origin = step.way().origin();
      return seen
          ? new Hop(
              step.way().flow(),
              origin.through(),
              InheritedTags.word(origin),
              step.to().port().topic(),
              step.to().field(),
              false)
          : new Hop("", List.of(), InheritedTags.word(origin), "", "", true);
    }

    private Origin origin(Spot spot, FieldTag tag) {
      return isSeen(spot)
          ? new Origin(spot.port().topic(), spot.field(), tag.source(), tag.evidence(), false)
          : Origin.HIDDEN;
    }

    private boolean isSeen(Spot spot) {
      return sees.test(spot.port().product());
    }

    private PortFields fields(PortName port) {
      return fields.computeIfAbsent(port, added -> InheritedTags.fields(state, added));
    }

    private InheritedTags.OfPort ofPort(PortName port) {
      return ofPorts.computeIfAbsent(port, added -> inherited.of(state, added));
    }
  }
}
