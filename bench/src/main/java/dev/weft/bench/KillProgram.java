package dev.weft.bench;

import dev.weft.bench.kill.Kills;
import java.util.Map;

/** kill -9 of a server at seeded moments: what each kind of source lost, and what came twice. */
final class KillProgram implements Program {
  @Override
  public String name() {
    return "kill";
  }

  @Override
  public String summary() {
    return "Kills a server again and again under load, and counts what each source lost or doubled.";
  }

  @Override
  public Map<String, String> options() {
    return Map.of("source", "all", "moments", "20", "seed", "1");
  }

  @Override
  public void run(Options options, Report report) throws Exception {
    var found = Kills.run(options.text("source"), options.count("moments"), options.count("seed"));
    var table =
        report.table(
            "source",
            "acknowledged",
            "in the port",
            "lost",
            "doubled",
            "quarantined",
            "unanswered");
    found.forEach(
        (name, outcome) ->
            table.row(
                name,
                Report.thousands(outcome.acknowledged()),
                Report.thousands(outcome.inPort()),
                Report.thousands(outcome.lost()),
                Report.thousands(outcome.doubled()),
                Report.thousands(outcome.quarantined()),
                Report.thousands(outcome.unanswered())));
    table.print();
    if (found.values().stream().anyMatch(each -> each.lost() + each.doubled() > 0)) {
      throw new IllegalStateException("Records were lost or doubled");
    }
  }
}
