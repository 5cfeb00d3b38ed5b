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
   * The plan of the query as it is now. One that is new is in the log when this returns, so that
   * what its fields inherit is known before its first record.
   *
   * @throws ProblemException INPUT with all that is wrong with the query
   */
  QueryPlan of(MeshState state, QuerySpec query) {
    var tables = QueryTables.of(new KnownResources(state), query.product());
    var known = QueryPlan.of(state, query.name());
    if (known.isPresent()) {
      var now = edition(query, known.get().reads(), tables, known.get().functions());
      if (now.equals(known.get().edition())) {
        return known.get();
      }
      if (QueryEdition.isOfSamePlan(now, known.get().edition())) {
        var again = known.get().with(now);
        ledger.plan(query.name(), again);
        return again;
      }
    }
    var checked = planner.check(QueryTexts.of(query, ""), tables);
    if (!checked.isSound()) {
      throw new ProblemException(checked.problems());
    }
    var plan = QueryPlan.of(edition(query, checked.reads(), tables, checked.functions()), checked);
    ledger.plan(query.name(), plan);
    return plan;
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
