package dev.weft.server.query;

import dev.weft.model.QuerySpec;
import dev.weft.server.apply.KnownResources;
import dev.weft.spi.MeshState;
import dev.weft.sql.Launch;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** How the jobs of one line of a query begin. */
final class JobStarts {
  private static final int EDITION_LETTERS = 8;

  private final KeptQuery.Parts parts;
  private final QueryLine line;

  JobStarts(KeptQuery.Parts parts, QueryLine line) {
    this.parts = parts;
    this.line = line;
  }

  /**
   * The job that is to be: with the state of the one before, or without where that does not fit. It
   * is in the log when this returns, and with it its key.
   */
  QueryRun next(QueryRun before, KeptJob.Wanted wanted) {
    var query = wanted.query();
    var isOther =
        !before.edition().isEmpty()
            && !QueryEdition.isOfSamePlan(before.edition(), wanted.plan().edition());
    var recomputes =
        line.upcoming() || query.execution().onChange() == QuerySpec.OnChange.RECOMPUTE;
    var forgets = wanted.isAnew(before) || (isOther && recomputes);
    var restore = forgets ? Optional.<String>empty() : before.restoreFrom();
    if (line.upcoming() && restore.isEmpty()) {
      parts.contents().prepare(wanted.plan().ports());
    }
    var now = parts.clock().instant();
    var key = parts.access().fresh(wanted.site(), query, now);
    var run =
        new QueryRun(
            UUID.randomUUID().toString().replace("-", ""),
            wanted.site().name(),
            restore.orElse(""),
            wanted.plan().edition(),
            wanted.control().generation(),
            key.map(one -> one.id()).orElse(""),
            "",
            now,
            forgets || isOther ? List.of() : before.leftOut());
    parts.ledger().started(line, run, key);
    return run;
  }

  /** Hands it to its cluster. */
  void submit(MeshState state, QueryRun run, KeptJob.Wanted wanted, FlinkClusters.Cluster cluster) {
    parts
        .planner()
        .start(
            QueryTexts.filling(wanted.query(), wanted.plan().ports()),
            new QueryTables(new KnownResources(state)),
            wanted.plan().unpacked(),
            launch(run, wanted, cluster));
  }

  private Launch launch(QueryRun run, KeptJob.Wanted wanted, FlinkClusters.Cluster cluster) {
    var execution = wanted.query().execution();
    var site = wanted.site();
    var edition = run.edition().substring(0, Math.min(EDITION_LETTERS, run.edition().length()));
    return new Launch(
        cluster.address(),
        run.job(),
        parts.access().of(site, wanted.query(), run.key()),
        run.restoreFrom(),
        parts.checkpoints().folder(site, line.name()),
        execution.every(),
        execution.parallelism(),
        execution.ttl(),
        new Launch.Writing(line.name() + "-" + run.generation() + "-" + edition, line.upcoming()),
        run.leftOut());
  }
}
