package dev.weft.server.query;

import dev.weft.model.Problem;
import dev.weft.model.ProblemException;
import dev.weft.model.QuerySpec;
import dev.weft.server.query.QueryStatus.State;
import dev.weft.spi.MeshState;
import dev.weft.sql.SqlPlanner;
import java.math.BigDecimal;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One query that is kept as people want it: its job, and while another statement is computed beside
 * it, that one's, until it takes the query's place.
 *
 * <p>A statement takes the other's place in steps that are in the log, so that a process that is
 * killed goes on with the one that it was at: both jobs rest with savepoints, what differs is
 * written to the ports in one transaction, and the query goes on from the other's savepoint.
 */
final class KeptQuery {
  private final Parts parts;
  private final KeptJob own;
  private final KeptJob beside;
  private volatile QuerySpec query;
  private volatile boolean isCuttingOver;
  private volatile boolean hasNext;
  private volatile boolean isPutAside;

  /** What all queries share. */
  record Parts(
      SqlPlanner planner,
      QueryPlans plans,
      QueryLedger ledger,
      QueryAccess access,
      FlinkClusters clusters,
      Checkpoints checkpoints,
      UpcomingContents contents,
      LeftOutRecords leftOut,
      StateSizes sizes,
      CpuShares cpu,
      Clock clock) {}

  KeptQuery(Parts parts, QuerySpec query) {
    this.parts = parts;
    this.query = query;
    this.own = new KeptJob(parts, QueryLine.current(query.name()));
    this.beside = new KeptJob(parts, QueryLine.next(query.name()));
  }

  QueryStatus status() {
    var next =
        hasNext
            ? Optional.of(QueryStatus.Next.of(beside.status(), beside.isCaughtUp(), isCuttingOver))
            : Optional.<QueryStatus.Next>empty();
    var status = own.status();
    var cpu = status.isHere() ? parts.cpu().of(query.name()) : Optional.<CpuShare>empty();
    return QueryStatus.of(
        query, status.message().isEmpty() ? status.saying(note(cpu)) : status, cpu, next);
  }

  private String note(Optional<CpuShare> cpu) {
    return Stream.of(note(), heldBack(cpu))
        .filter(part -> !part.isEmpty())
        .collect(Collectors.joining(" "));
  }

  private String heldBack(Optional<CpuShare> cpu) {
    return cpu.filter(CpuShare::held)
        .flatMap(CpuShare::most)
        .map(
            most ->
                "It is held at %s of a core, which the queries of %s may use together (queryLimits of the environment): it reads more slowly."
                    .formatted(
                        BigDecimal.valueOf(most).stripTrailingZeros().toPlainString(),
                        query.product()))
        .orElse("");
  }

  private String note() {
    if (hasNext) {
      return "People see what the statement before gives.";
    }
    return isPutAside
        ? "It runs by the statement before; the one that it has now was put aside, and 'weft query"
            + " start' takes it up again."
        : "";
  }

  /** Makes the next step towards what is wanted; never throws for what goes wrong with it. */
  void keep(MeshState state, QuerySpec now) throws InterruptedException {
    if (!now.equals(query)) {
      query = now;
      own.freshly();
      beside.freshly();
    }
    if (!own.isDue()) {
      return;
    }
    try {
      switch (QueryUpgrade.of(state, query.name())) {
        case BESIDE -> step(state);
        case CUTTING -> replace(state);
        case REPLACED -> clear(state);
      }
    } catch (ProblemException e) {
      own.trouble(e);
    }
  }

  private void step(MeshState state) throws InterruptedException {
    var control = QueryControl.of(state, query.name());
    if (!control.running()) {
      hasNext = QueryPlan.of(state, QueryLine.next(query.name()).name()).isPresent();
      if (hasNext) {
        beside.pause(state);
      }
      own.pause(state);
      return;
    }
    var plans = plans(state, control);
    hasNext = plans.next().isPresent();
    isPutAside = plans.isPutAside();
    if (!hasNext) {
      dropNext(state);
    }
    own.keep(state, wanted(state, control, plans.own()));
    if (hasNext) {
      isCuttingOver = control.cutover().equals(plans.next().get().edition());
      beside.keep(state, wanted(state, control, plans.next().get()));
      if (isCuttingOver && beside.isCaughtUp()) {
        cut(state, plans.next().get());
      }
    }
  }

  /** Where what the query says cannot be planned, what it has said before is held to its rights. */
  private QueryPlans.Plans plans(MeshState state, QueryControl control) {
    try {
      return parts.plans().of(state, query, control);
    } catch (ProblemException e) {
      var isRefused =
          QueryPlan.of(state, query.name())
              .flatMap(plan -> parts.access().refusal(query, plan))
              .isPresent();
      if (isRefused) {
        own.cancel(state);
      }
      throw e;
    }
  }

  private KeptJob.Wanted wanted(MeshState state, QueryControl control, QueryPlan plan) {
    var site = FlinkClusters.site(state, query);
    return new KeptJob.Wanted(
        query,
        control,
        plan,
        site,
        parts.access().refusal(query, plan),
        () -> QueryShares.of(state, query).refusal(state, query, parts.sizes()));
  }

  /** Nobody wants what was computed beside the query any more. */
  private void dropNext(MeshState state) {
    var line = QueryLine.next(query.name());
    var plan = QueryPlan.of(state, line.name());
    if (plan.isPresent() || beside.run(state).isJob()) {
      beside.end(state);
      plan.ifPresent(it -> parts.contents().drop(it.ports()));
    }
  }

  /** Both stop where they are. The own one first: what it reads from now on nobody would miss. */
  private void cut(MeshState state, QueryPlan next) throws InterruptedException {
    var others = OtherWriters.of(state, query, next.ports());
    if (others.isPresent()) {
      beside.tell(State.RUNNING, others.get(), List.of(), beside.run(state));
      return;
    }
    own.stop(state);
    if (beside.settle(state)) {
      parts.ledger().cutting(query.name());
    }
  }

  /** What differs is written; doing so again writes nothing, so it is no matter how often. */
  private void replace(MeshState state) {
    own.tell(State.STARTING, "What the new statement gives is written.", List.of(), own.run(state));
    var plan = QueryPlan.of(state, QueryLine.next(query.name()).name()).orElseThrow();
    try {
      var written = parts.contents().publish(query.name(), query.product(), plan.ports());
      parts.ledger().replaced(query.name(), written);
    } catch (ProblemException e) {
      if (e.first().kind() != Problem.Kind.CONFLICT) {
        throw e; // It is tried again.
      }
      parts.ledger().putAside(query, e.getMessage());
    }
    hasNext = false;
    isCuttingOver = false;
  }

  private void clear(MeshState state) {
    QueryPlan.of(state, query.name()).ifPresent(plan -> parts.contents().drop(plan.ports()));
    var site = parts.clusters().siteOf(state, own.run(state).cluster());
    parts.checkpoints().forget(site, QueryLine.next(query.name()).name());
    parts.ledger().cleared(query.name());
  }

  /** The query is gone: so are its jobs, and what it has kept. */
  void end(MeshState state) {
    dropNext(state);
    beside.end(state);
    own.end(state);
    parts.access().gone(query);
    parts.ledger().cleared(query.name());
  }
}
