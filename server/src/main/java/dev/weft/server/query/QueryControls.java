package dev.weft.server.query;

import dev.weft.model.DataProduct;
import dev.weft.model.Json;
import dev.weft.model.Problem;
import dev.weft.model.ProblemException;
import dev.weft.model.QuerySpec;
import dev.weft.model.ResourceKind;
import dev.weft.server.access.Insiders;
import dev.weft.server.identity.Caller;
import dev.weft.server.identity.Rights;
import dev.weft.spi.AuditEvent;
import dev.weft.spi.MeshLog;
import dev.weft.spi.MeshState;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * What people do with queries: see how they are, stop and start them, have them computed anew. Only
 * an owner of the query's product may; all of it is audited.
 */
public final class QueryControls {
  private static final String NOT_PLANNED_YET = "not-planned-yet";

  private final MeshLog mesh;
  private final QueryKeeper keeper;

  public QueryControls(MeshLog mesh, QueryKeeper keeper) {
    this.mesh = mesh;
    this.keeper = keeper;
  }

  /** A query, what it is made of and how it is doing. */
  public record Page(QuerySpec query, QueryStatus status, QueryPlan plan) {}

  /** All that the caller may know of, by name. */
  public List<QueryStatus> list(Caller caller) {
    var insiders = new Insiders(mesh.state(), caller);
    return keeper.status().stream().filter(one -> insiders.sees(one.product())).toList();
  }

  /** One query; its compiled plan is Flink's business and left out. */
  public Page page(Caller caller, String name) {
    var state = mesh.state();
    var query = visible(caller, state, name);
    var plan = QueryPlan.of(state, name).map(QueryPlan::withoutCompiled).orElse(null);
    return new Page(query, keeper.status(name).orElseThrow(() -> missing(name)), plan);
  }

  /** Has a query run, or not. */
  public QueryStatus run(Caller caller, String name, boolean running) {
    return control(
        caller,
        name,
        running ? "query.start" : "query.stop",
        before -> running ? before.run() : before.stop());
  }

  /** Has a query read its ports again from their beginning, without the state that it has. */
  public QueryStatus anew(Caller caller, String name) {
    return control(caller, name, "query.restart", QueryControl::anew);
  }

  /**
   * Has the statement that is computed beside the query take its place, as soon as it can. What is
   * beside must have been planned of what the query says now: a word about one statement is none
   * about another that was applied a moment ago.
   */
  public QueryStatus cutOver(Caller caller, String name) {
    return control(
        caller,
        name,
        "query.cutover",
        (state, query, before) -> {
          requireBeside(state, query);
          var next = next(state, query);
          if (isUnplanned(state, query) || next.filter(plan -> !plan.isOf(query)).isPresent()) {
            throw notPlannedYet(query);
          }
          return before.cutOver(next.orElseThrow(() -> nothingBeside(query)).edition());
        });
  }

  /** Puts the statement aside that is computed beside the query: the one before stays. */
  public QueryStatus abort(Caller caller, String name) {
    return control(
        caller,
        name,
        "query.abort",
        (state, query, before) -> {
          requireBeside(state, query);
          if (next(state, query).isEmpty() && !isUnplanned(state, query)) {
            throw nothingBeside(query);
          }
          return before.putAside(QueryEdition.ofText(query));
        });
  }

  private static void requireBeside(MeshState state, QuerySpec query) {
    if (QueryUpgrade.of(state, query.name()) != QueryUpgrade.Phase.BESIDE) {
      throw Problem.conflict(
              "cuts-over",
              "The new statement of '" + query.name() + "' takes the old one's place already.",
              "'weft query show " + query.name() + "' says how it is.")
          .asException();
    }
  }

  private static Optional<QueryPlan> next(MeshState state, QuerySpec query) {
    return QueryPlan.of(state, QueryLine.next(query.name()).name());
  }

  /** Whether neither the query nor what is beside it has been planned of what it says now. */
  private static boolean isUnplanned(MeshState state, QuerySpec query) {
    var isAside = QueryControl.of(state, query.name()).aside().equals(QueryEdition.ofText(query));
    return query.execution().onChange() == QuerySpec.OnChange.BESIDE
        && !isAside
        && next(state, query).filter(plan -> plan.isOf(query)).isEmpty()
        && QueryPlan.of(state, query.name()).filter(plan -> !plan.isOf(query)).isPresent();
  }

  private static ProblemException nothingBeside(QuerySpec query) {
    return Problem.conflict(
            "nothing-beside",
            "Nothing is computed beside '" + query.name() + "'.",
            "Say 'onChange: beside' in its execution, and apply another statement.")
        .asException();
  }

  private static ProblemException notPlannedYet(QuerySpec query) {
    return Problem.conflict(
            NOT_PLANNED_YET,
            "What '" + query.name() + "' says now is not planned yet.",
            "Say so again in a moment; 'weft query show " + query.name() + "' says how it is.")
        .asException();
  }

  /** What people want after somebody has said something. */
  private interface Change {
    QueryControl of(MeshState state, QuerySpec query, QueryControl before);
  }

  private QueryStatus control(
      Caller caller, String name, String action, UnaryOperator<QueryControl> change) {
    return control(caller, name, action, (state, query, before) -> change.apply(before));
  }

  private QueryStatus control(Caller caller, String name, String action, Change change) {
    mesh.decide(
        (state, now) -> {
          var query = visible(caller, state, name);
          require(caller, state, query);
          var after = change.of(state, query, QueryControl.of(state, name));
          return new MeshLog.Decided<>(
              List.of(MeshLog.Put.of(QueryControl.key(name), Json.tree(after), caller.id())),
              List.of(),
              List.of(new AuditEvent(caller.id(), action, "Query/" + name, true, Json.object())),
              name);
        });
    return keeper.status(name).orElseThrow(() -> missing(name));
  }

  private static void require(Caller caller, MeshState state, QuerySpec query) {
    var mayChange =
        state
            .find(ResourceKind.DATA_PRODUCT, query.product(), DataProduct.class)
            .map(product -> new Rights(state).mayChange(caller, product))
            .orElse(caller.isAdmin());
    caller.require(
        mayChange,
        "not-an-owner",
        "Only an owner of " + query.product() + " may do that.",
        "'weft describe product " + query.product() + "' names the owners.");
  }

  private static QuerySpec visible(Caller caller, MeshState state, String name) {
    var query =
        state.find(ResourceKind.QUERY, name, QuerySpec.class).orElseThrow(() -> missing(name));
    new Insiders(state, caller).require(query.product(), missing(name).first());
    return query;
  }

  private static ProblemException missing(String name) {
    return Problem.missing(
            "no-such-query", "There is no query '" + name + "'.", "'weft query list' names them.")
        .asException();
  }
}
