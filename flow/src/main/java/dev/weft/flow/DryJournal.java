package dev.weft.flow;

import dev.weft.model.DataRecord;
import dev.weft.spi.flow.FlowFile;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What has happened in a dry run. */
final class DryJournal {
  private final Map<String, List<FlowFile>> emitted = new TreeMap<>();
  private final Map<String, List<FlowFile>> arrived = new TreeMap<>();
  private final Map<String, Map<String, Long>> counters = new TreeMap<>();

  /** Something left a processor. */
  void emitted(String processor, String relationship, FlowFile flowFile) {
    emitted.computeIfAbsent(processor + "." + relationship, key -> new ArrayList<>()).add(flowFile);
    count(processor, relationship.equals("failure") ? "failed" : "out", Target.records(flowFile));
  }

  /** Something arrived at a processor; whether it was the first. */
  boolean arrived(String processor, FlowFile flowFile) {
    var all = arrived.computeIfAbsent(processor, key -> new ArrayList<>());
    all.add(flowFile);
    count(processor, "in", Target.records(flowFile));
    return all.size() == 1;
  }

  void count(String processor, String counter, long by) {
    counters.computeIfAbsent(processor, key -> new TreeMap<>()).merge(counter, by, Long::sum);
  }

  DryRun.Outcome outcome(Collection<DryPort> ports, Map<String, DryStage> stages) {
    var taken = new TreeMap<String, List<DataRecord>>();
    var refused = new TreeMap<String, List<DryRun.Refused>>();
    for (var port : ports) {
      taken.computeIfAbsent(port.name(), key -> new ArrayList<>()).addAll(port.taken());
      refused.computeIfAbsent(port.name(), key -> new ArrayList<>()).addAll(port.refused());
    }
    var waiting = new TreeMap<String, List<FlowFile>>();
    stages.forEach(
        (name, stage) -> {
          if (!stage.waiting().isEmpty()) {
            waiting.put(name, stage.waiting());
          }
        });
    return new DryRun.Outcome(taken, refused, emitted, arrived, counters, waiting);
  }
}
