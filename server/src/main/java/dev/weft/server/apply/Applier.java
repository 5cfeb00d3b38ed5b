package dev.weft.server.apply;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weft.model.Problem;
import dev.weft.model.ResourceKey;
import dev.weft.model.ResourceKind;
import dev.weft.model.format.Checked;
import dev.weft.model.format.Document;
import dev.weft.model.format.Documents;
import dev.weft.model.format.Known;
import dev.weft.model.format.Problems;
import dev.weft.model.format.SourceText;
import dev.weft.server.identity.Caller;
import dev.weft.server.parameters.ContextParameters;
import dev.weft.server.parameters.FlowParameters;
import dev.weft.spi.Expressions;
import dev.weft.spi.MeshLog;
import dev.weft.spi.MeshState;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * Turns files into resources: all of them in one transaction, or none. Knows what would change
 * before it changes, who may change it, and says everything that is wrong at once.
 */
public final class Applier {
  private final MeshLog mesh;
  private final FlowParameters flows;
  private final ContextParameters contexts;
  private final BiFunction<Checked, Known, List<Problem>> alsoCheck;
  private final Beforehand beforehand;
  private final Expressions expressions;
  private final Clock clock;
  private final Documents documents = new Documents();

  /**
   * {@code alsoCheck}: what other parts know to be wrong with a document, such as an expression.
   */
  public Applier(
      MeshLog mesh,
      FlowParameters flows,
      ContextParameters contexts,
      BiFunction<Checked, Known, List<Problem>> alsoCheck,
      Clock clock) {
    this(mesh, flows, contexts, alsoCheck, (checked, known, state) -> Map.of(), clock);
  }

  /** One for meshes whose domains have no rules. */
  public Applier(
      MeshLog mesh,
      FlowParameters flows,
      ContextParameters contexts,
      BiFunction<Checked, Known, List<Problem>> alsoCheck,
      Beforehand beforehand,
      Clock clock) {
    this(mesh, flows, contexts, alsoCheck, beforehand, Applier::noExpressions, clock);
  }

  private static Expressions.Compiled noExpressions(String text) {
    throw Problem.environment("no-expressions", "Nothing here evaluates rules.", "").asException();
  }

  /**
   * {@code beforehand}: what takes too long to be found out by the log's one thread, such as
   * whether a query can be planned. {@code expressions}: the rules of domains.
   */
  public Applier(
      MeshLog mesh,
      FlowParameters flows,
      ContextParameters contexts,
      BiFunction<Checked, Known, List<Problem>> alsoCheck,
      Beforehand beforehand,
      Expressions expressions,
      Clock clock) {
    this.mesh = mesh;
    this.expressions = expressions;
    this.beforehand = beforehand;
    this.clock = clock;
    this.flows = flows;
    this.contexts = contexts;
    this.alsoCheck = alsoCheck;
  }

  /** Looks at documents as the mesh is a moment before they are applied. */
  @FunctionalInterface
  public interface Beforehand {
    Map<ResourceKey, List<Problem>> problems(List<Checked> checked, Known known, MeshState state);
  }

  /**
   * What somebody wants applied.
   *
   * @param force why it is applied although others still rely on what it breaks or ends; empty: it
   *     is not
   */
  public record Request(
      List<SourceText> documents,
      Map<String, String> parameters,
      Map<String, String> secrets,
      boolean dryRun,
      String force) {
    public Request(
        List<SourceText> documents,
        Map<String, String> parameters,
        Map<String, String> secrets,
        boolean dryRun) {
      this(documents, parameters, secrets, dryRun, "");
    }

    public Request {
      force = force == null ? "" : force.strip();
      documents = documents == null ? List.of() : List.copyOf(documents);
      parameters = parameters == null ? Map.of() : Map.copyOf(parameters);
      secrets = secrets == null ? Map.of() : Map.copyOf(secrets);
    }

    @Override
    public String toString() {
      return "apply of " + documents.size() + " files";
    }
  }

  /** What happens to one resource; {@code diff} are lines for people. */
  public record Change(
      String kind, String name, String action, List<String> diff, List<String> notes) {}

  /** All that happened, or would. */
  public record Applied(List<Change> changes, boolean applied) {}

  public Applied apply(Caller caller, Request request) {
    return apply(caller, request, DocumentWork.Watch.NONE);
  }

  /** The same, watched by somebody. */
  public Applied apply(Caller caller, Request request, DocumentWork.Watch watch) {
    // Parsed outside of the log's one thread; what refers to other resources is checked inside.
    var parsed = parse(request, watch);
    if (request.dryRun()) {
      return decide(caller, request, parsed, mesh.state(), clock.instant(), Move.NONE).reply();
    }
    return mesh.decide((state, now) -> decide(caller, request, parsed, state, now, Move.NONE));
  }

  /** With a status of its own choice, a product goes on in its life by somebody's act. */
  private record Move(boolean complete, String comment) {
    static final Move NONE = new Move(false, "");
  }

  /**
   * Gives a product another status, as if its file said so, with all that is checked then; it has
   * to be complete to become active.
   *
   * @param force why it ends although others still read it; empty: it does not
   */
  public Applied move(Caller caller, String product, String status, String force, String comment) {
    var before =
        mesh.state()
            .get(new ResourceKey(ResourceKind.DATA_PRODUCT, product))
            .orElseThrow(
                () ->
                    Problem.missing(
                            "no-such-product",
                            "There is no product '" + product + "'.",
                            "'weft search WORDS' finds products.")
                        .asException());
    var text = documents.write(before.document().deepCopy().put("status", status));
    var file = new SourceText(product + ".odps.yaml", text);
    var request = new Request(List.of(file), Map.of(), Map.of(), false, force);
    var parsed = parse(request, DocumentWork.Watch.NONE);
    return mesh.decide(
        (state, now) -> {
          if (state.get(before.key()).filter(it -> it.version() == before.version()).isEmpty()) {
            throw Problem.conflict(
                    "version-conflict",
                    before.key() + " was changed by somebody else.",
                    "Look again.")
                .asException();
          }
          return decide(caller, request, parsed, state, now, new Move(true, comment));
        });
  }

  /** What applying it would put and remove as the mesh is now; changes nothing. */
  public MeshLog.Decided<Applied> plan(Caller caller, Request request) {
    var parsed = parse(request, DocumentWork.Watch.NONE);
    return decide(caller, request, parsed, mesh.state(), clock.instant(), Move.NONE);
  }

  private record Parsed(
      List<Checked> documents,
      Problems syntax,
      Map<ResourceKey, List<Problem>> beforehand,
      DocumentWork.Watch watch) {}

  private Parsed parse(Request request, DocumentWork.Watch watch) {
    var syntax = new Problems();
    var read = new ArrayList<Document>();
    request.documents().forEach(file -> read.addAll(documents.read(file, syntax)));
    var checked = documents.check(read, syntax);
    var state = mesh.state();
    var found = beforehand.problems(checked, known(checked, state), state);
    return new Parsed(checked, syntax, found, watch);
  }

  private MeshLog.Decided<Applied> decide(
      Caller caller, Request request, Parsed parsed, MeshState state, Instant now, Move move) {
    var checked = parsed.documents();
    var problems = new Problems();
    parsed.syntax().all().forEach(problems::add);
    var known = known(checked, state);
    documents.checkReferences(checked, known, problems);
    for (var i = 0; i < checked.size(); i++) {
      parsed.watch().passed(i, checked.size());
      alsoCheck.apply(checked.get(i), known).forEach(problems::add);
    }
    parsed.beforehand().values().forEach(found -> found.forEach(problems::add));
    var binding = new ParameterBinding(request, checked, known);
    binding.problems().forEach(problems::add);
    checked.stream()
        .filter(Checked::sound)
        .forEach(one -> checkRight(caller, binding, one, checked, state).ifPresent(problems::add));
    var life = new ContractLife(state, now, !request.force().isEmpty());
    checked.stream()
        .filter(Checked::sound)
        .forEach(one -> life.problems(one).forEach(problems::add));
    var publication = new Publication(caller, known, state, now, expressions, move.complete());
    checked.stream()
        .filter(Checked::sound)
        .forEach(one -> publication.problems(one).forEach(problems::add));
    problems.throwIfAny();
    new NewOpenings(state, now).problems(checked).forEach(problems::add);
    problems.throwIfAny();
    var plan =
        new Plan(
            caller, state, new ContextUsers(known, alsoCheck), life, publication, request.force());
    checked.forEach(plan::document);
    var comment = move.comment().isEmpty() ? request.force() : move.comment();
    checked.forEach(one -> plan.life(one, now, comment));
    life.ending(checked).forEach(one -> plan.end(one, now));
    binding.bind(plan, flows, contexts, state);
    return plan.decided(!request.dryRun());
  }

  /** The mesh as it would be. */
  private static Known known(List<Checked> checked, MeshState state) {
    var applied = new HashMap<ResourceKey, ObjectNode>();
    checked.forEach(one -> applied.put(one.key(), one.tree()));
    return new KnownResources(state).with(applied);
  }

  private static Optional<Problem> checkRight(
      Caller caller, ParameterBinding binding, Checked one, List<Checked> all, MeshState state) {
    // Binding a parameter changes what a flow does, even where its document stays as it is.
    var unchanged =
        !binding.changes(one)
            && state.get(one.key()).map(old -> old.document().equals(one.tree())).orElse(false);
    if (unchanged || new Ownership(state, all).mayWrite(caller, one.key(), one.tree())) {
      return Optional.empty();
    }
    return Optional.of(
        new Problem(
            Problem.Kind.REFUSED,
            "not-yours",
            one.document().places().value(""),
            caller.name() + " may not write " + one.key() + ".",
            "Its owners, the governing body of its domain, or an administrator may."));
  }
}
