package dev.weft.server.query;

import dev.weft.model.PortName;
import dev.weft.model.ProblemException;
import dev.weft.model.QuerySpec;
import dev.weft.server.apply.KnownResources;
import dev.weft.spi.MeshState;
import dev.weft.spi.Schemas;
import dev.weft.sql.QueryFunction;
import dev.weft.sql.SqlPlanner;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The plans of queries, made anew when the query has changed or the records of one of its ports.
 */
final class QueryPlans {
  private final SqlPlanner planner;
  private final QueryLedger ledger;
  private final Schemas schemas;

  QueryPlans(SqlPlanner planner, QueryLedger ledger, Schemas schemas) {
    this.planner = planner;
    this.ledger = ledger;
    this.schemas = schemas;
  }

  /**
   * What is to run.
   *
   * @param next a plan that is computed beside the query's own, to take its place
   * @param isPutAside whether the query says something else, which somebody has put aside
   */
  record Plans(QueryPlan own, Optional<QueryPlan> next, boolean isPutAside) {
    static Plans of(QueryPlan own, boolean isPutAside) {
      return new Plans(own, Optional.empty(), isPutAside);
    }

    static Plans beside(QueryPlan own, QueryPlan next) {
      return new Plans(own, Optional.of(next), false);
    }
  }

  /**
   * The plan of the query as it is now. One that is new is in the log when this returns, so that
   * what its fields inherit is known before its first record.
   *
   * @throws ProblemException INPUT with all that is wrong with the query
   */
  Plans of(MeshState state, QuerySpec query, QueryControl control) {
    var tables = QueryTables.of(new KnownResources(state), query.product());
    var known = known(state, query, tables, QueryLine.current(query.name()));
    var isPutAside =
        !control.aside().isEmpty() && control.aside().equals(QueryEdition.ofText(query));
    var isKnown = known.isPresent() && isOf(known.get(), query, tables);
    if (isKnown || (known.isPresent() && isPutAside)) {
      return Plans.of(known.get(), !isKnown);
    }
    var beside = known(state, query, tables, QueryLine.next(query.name()));
    if (known.isPresent() && beside.isPresent() && isOf(beside.get(), query, tables)) {
      if (isBeside(state, query, control, known.get(), beside.get())) {
        return Plans.beside(known.get(), beside.get());
      }
    }
    var plan = planned(query, tables);
    if (known.filter(plan::isSame).isPresent()) {
      plan = plan.asCompiledIn(known.get());
    } else if (known.isPresent() && isBeside(state, query, control, known.get(), plan)) {
      ledger.plan(QueryLine.next(query.name()), plan);
      return Plans.beside(known.get(), plan);
    }
    ledger.plan(QueryLine.current(query.name()), plan);
    return Plans.of(plan, false);
  }

  /** The plan that is known; if only schemas have changed, it is the same plan with these. */
  private Optional<QueryPlan> known(
      MeshState state, QuerySpec query, QueryTables tables, QueryLine line) {
    var plan = QueryPlan.of(state, line.name());
    if (plan.isEmpty()) {
      return plan;
    }
    var now = edition(query, plan.get().reads(), tables, plan.get().functions());
    if (now.equals(plan.get().edition()) || !QueryEdition.isOfSamePlan(now, plan.get().edition())) {
      return plan;
    }
    var again = plan.get().with(now);
    ledger.plan(line, again);
    return Optional.of(again);
  }

  private QueryPlan planned(QuerySpec query, QueryTables tables) {
    var checked = planner.check(QueryTexts.of(query, ""), tables);
    if (!checked.isSound()) {
      throw new ProblemException(checked.problems());
    }
    return QueryPlan.of(
        edition(query, checked.reads(), tables, checked.functions()), query, checked);
  }

  private boolean isOf(QueryPlan plan, QuerySpec query, QueryTables tables) {
    return plan.edition().equals(edition(query, plan.reads(), tables, plan.functions()));
  }

  /**
   * Whether a plan is to be computed beside the one that is known: that one has a state, which the
   * other cannot take over, and both fill the same ports.
   */
  private static boolean isBeside(
      MeshState state, QuerySpec query, QueryControl control, QueryPlan known, QueryPlan plan) {
    var run = QueryRun.of(state, query.name());
    return query.execution().onChange() == QuerySpec.OnChange.BESIDE
        && QueryEdition.isOfSamePlan(run.edition(), known.edition())
        && run.generation() == control.generation()
        && known.ports().equals(plan.ports())
        && plan.outputs().stream().noneMatch(output -> output.key().isEmpty());
  }

  private String edition(
      QuerySpec query, List<PortName> reads, QueryTables tables, List<QueryFunction> functions) {
    var plan = QueryEdition.of(query, ports(query, reads), tables, functions);
    return QueryEdition.withSchemas(plan, ports(query, reads), schemas);
  }

  private static Set<PortName> ports(QuerySpec query, List<PortName> reads) {
    var all = new LinkedHashSet<>(reads);
    all.addAll(query.ports());
    return all;
  }
}
