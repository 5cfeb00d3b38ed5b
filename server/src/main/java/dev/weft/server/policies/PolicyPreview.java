package dev.weft.server.policies;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weft.gateway.json.JsonRewriter;
import dev.weft.gateway.json.RecordRewriter.Outcome;
import dev.weft.gateway.json.RecordSink;
import dev.weft.gateway.json.RuleTree;
import dev.weft.gateway.json.UnknownFields;
import dev.weft.model.Json;
import dev.weft.model.PortName;
import dev.weft.model.PrincipalId;
import dev.weft.model.format.SourceText;
import dev.weft.policy.Explanation;
import dev.weft.policy.PolicyEngine;
import dev.weft.server.access.PortReader;
import dev.weft.server.apply.Applier;
import dev.weft.server.audit.Replay;
import dev.weft.server.identity.Caller;
import dev.weft.spi.AccessContext;
import dev.weft.spi.FieldRule;
import dev.weft.spi.Fold.Change;
import dev.weft.spi.MeshLog;
import dev.weft.spi.ReadView;
import dev.weft.spi.RowFilter;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * What somebody would see of a port: the newest records as who asks sees them, and what the other's
 * masks and row filter make of these. Who asks never learns more than by reading the port; what is
 * masked for them stays masked, and is named.
 */
public final class PolicyPreview {
  private final MeshLog mesh;
  private final PolicyEngine now;
  private final Function<List<Change>, PolicyEngine> engine;
  private final Replay replay;
  private final Applier applier;
  private final Samples samples;
  private final Clock clock;

  /** Reads the newest records of a port as somebody, through the gateway. */
  @FunctionalInterface
  public interface Samples {
    List<PortReader.Seen> newest(PrincipalId reader, AccessContext context, PortName port, int max);
  }

  /** {@code engine} makes the decisions of a mesh that consists of these resources. */
  public PolicyPreview(
      MeshLog mesh,
      PolicyEngine now,
      Function<List<Change>, PolicyEngine> engine,
      Replay replay,
      Applier applier,
      Samples samples,
      Clock clock) {
    this.mesh = mesh;
    this.now = now;
    this.engine = engine;
    this.replay = replay;
    this.applier = applier;
    this.samples = samples;
    this.clock = clock;
  }

  /**
   * What is asked.
   *
   * @param planned documents that are not applied; none: as it is now only
   */
  public record Asked(
      PrincipalId principal,
      PortName port,
      AccessContext context,
      int max,
      List<SourceText> planned) {}

  /**
   * The answer.
   *
   * @param then after the planned change
   * @param hidden fields that who asks does not see as they are; {@code *} for all that nobody has
   *     looked at
   * @param unsure whether the row filter looks at one of these, so that it may say otherwise of the
   *     record as it is
   * @param noRecords why there are none to look at
   */
  @JsonInclude(JsonInclude.Include.NON_ABSENT)
  public record Preview(
      Explanation now,
      Optional<Explanation> then,
      List<Row> records,
      List<String> hidden,
      boolean unsure,
      Optional<String> noRecords) {}

  /** One record: as who asks sees it, and as the other does, now and after the change. */
  @JsonInclude(JsonInclude.Include.NON_ABSENT)
  public record Row(
      int partition,
      long offset,
      Instant timestamp,
      JsonNode value,
      Sight now,
      Optional<Sight> then) {}

  /** {@code shown}, {@code filtered}, {@code withheld} or {@code refused}; the value if shown. */
  @JsonInclude(JsonInclude.Include.NON_ABSENT)
  public record Sight(String outcome, Optional<JsonNode> value) {}

  /** Looks; that records were looked at is in the audit, as of any reader. */
  public Preview look(Caller caller, Asked asked) {
    var after = after(caller, asked.planned());
    var mine = now.read(caller.id(), asked.port(), asked.context());
    var theirs = now.read(asked.principal(), asked.port(), asked.context());
    var later = after.map(it -> it.read(asked.principal(), asked.port(), asked.context()));
    var hidden = hidden(mine);
    return new Preview(
        explained(now, asked),
        after.map(it -> explained(it, asked)),
        mine.allowed() ? rows(caller, asked, theirs, later) : List.of(),
        List.copyOf(hidden),
        isUnsure(theirs, hidden) || later.map(view -> isUnsure(view, hidden)).orElse(false),
        mine.allowed()
            ? Optional.empty()
            : Optional.of("You may not read this port yourself: " + mine.reason()));
  }

  private Optional<PolicyEngine> after(Caller caller, List<SourceText> planned) {
    if (planned.isEmpty()) {
      return Optional.empty();
    }
    var plan = applier.plan(caller, new Applier.Request(planned, Map.of(), Map.of(), true));
    return Optional.of(engine.apply(replay.after(mesh.state(), plan)));
  }

  private Explanation explained(PolicyEngine by, Asked asked) {
    return by.explain(
        asked.principal(), asked.port(), Optional.empty(), asked.context(), clock.instant());
  }

  private List<Row> rows(Caller caller, Asked asked, ReadView theirs, Optional<ReadView> later) {
    var eye = new Eye(theirs);
    var laterEye = later.map(Eye::new);
    return samples.newest(caller.id(), asked.context(), asked.port(), asked.max()).stream()
        .map(
            seen ->
                new Row(
                    seen.partition(),
                    seen.offset(),
                    seen.timestamp(),
                    seen.value(),
                    eye.sees(seen.value()),
                    laterEye.map(other -> other.sees(seen.value()))))
        .toList();
  }

  private static SortedSet<String> hidden(ReadView view) {
    var paths = new TreeSet<String>();
    view.fields()
        .forEach(
            (path, rule) -> {
              if (rule != FieldRule.SHOW) {
                paths.add(path);
              }
            });
    if (view.otherFields() != FieldRule.SHOW) {
      paths.add("*");
    }
    return paths;
  }

  private static boolean isUnsure(ReadView view, Set<String> hidden) {
    return view.filter().map(RowFilter::fields).stream()
        .flatMap(fields -> fields.stream())
        .anyMatch(hidden::contains);
  }

  /** Applies one view to one record after another, by the gateway's own code. */
  private static final class Eye {
    private static final int RECORD_BYTES = 4_096;

    private final ReadView view;
    private final RuleTree rules;
    private final RecordSink sink = new RecordSink(RECORD_BYTES);
    private final JsonRewriter rewriter = new JsonRewriter(sink);

    Eye(ReadView view) {
      this.view = view;
      this.rules = RuleTree.of(view, view.fields().keySet());
    }

    Sight sees(JsonNode value) {
      if (!view.allowed() || !(value instanceof ObjectNode record)) {
        return new Sight(view.allowed() ? "withheld" : "refused", Optional.empty());
      }
      var bytes = Json.bytes(record);
      var outcome = rewriter.rewrite(rules, bytes, 0, bytes.length, UnknownFields.IGNORED);
      return switch (outcome) {
        case UNCHANGED -> new Sight("shown", Optional.of(record));
        case CHANGED -> new Sight("shown", Optional.of(changed()));
        case FILTERED, WITHHELD -> new Sight(word(outcome), Optional.empty());
      };
    }

    private JsonNode changed() {
      var bytes = Arrays.copyOf(sink.bytes(), sink.length());
      return Json.parse(new String(bytes, UTF_8));
    }

    private static String word(Outcome outcome) {
      return outcome.name().toLowerCase(Locale.ROOT);
    }
  }
}
