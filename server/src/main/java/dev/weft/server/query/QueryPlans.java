package dev.weft.server.query;

import dev.weft.model.PortName;
import dev.weft.model.ProblemException;
import dev.weft.model.QuerySpec;
import dev.weft.server.apply.KnownResources;
import dev.weft.spi.MeshState;
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

  QueryPlans(SqlPlanner planner, QueryLedger ledger) {
    this.planner = planner;
    this.ledger = ledger;
  }

  /**
   * The plan of the query as it is now. One that is new is in the log when this returns, so that
   * what its fields inherit is known before its first record.
   *
   * @throws ProblemException INPUT with all that is wrong with the query
   */
  QueryPlan of(MeshState state, QuerySpec query) {
    var tables = new QueryTables(new KnownResources(state));
    var known = QueryPlan.of(state, query.name());
    if (known.isPresent()
        && known
            .get()
            .edition()
            .equals(QueryEdition.of(query, ports(query, known.get().reads()), tables))) {
      return known.get();
    }
    var checked = planner.check(QueryTexts.of(query, ""), tables);
    if (!checked.isSound()) {
      throw new ProblemException(checked.problems());
    }
    var edition = QueryEdition.of(query, ports(query, checked.reads()), tables);
    var plan = QueryPlan.of(edition, checked);
    ledger.plan(query.name(), plan);
    return plan;
  }

  private static Set<PortName> ports(QuerySpec query, List<PortName> reads) {
    var all = new LinkedHashSet<>(reads);
    all.addAll(query.ports());
    return all;
  }
}
