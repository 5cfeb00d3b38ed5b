package dev.weft.flow;

import dev.weft.flow.FlowPlan.Step;
import dev.weft.flow.FlowPlan.Wire;
import dev.weft.model.FlowSpec;
import dev.weft.model.Nearest;
import dev.weft.model.Place;
import dev.weft.model.Problem;
import dev.weft.spi.flow.ProcessorType;
import java.util.List;

/** Says what is wrong with how one processor shall be run. */
record OptionsCheck(FlowSpec flow, Step step, List<Wire> wires) {

  void check(List<Problem> problems) {
    var path = "processors[" + step.index() + "]";
    checkTasks(path, problems);
    flow.processors()
        .get(step.index())
        .relationships()
        .keySet()
        .forEach(name -> checkRelationship(name, path + ".relationships." + name, problems));
  }

  private void checkTasks(String path, List<Problem> problems) {
    if (step.options().tasks() == 1) {
      return;
    }
    var allowed =
        step.type() instanceof ProcessorType.OfProcessor<?> type && type.allowsConcurrentTasks();
    if (!allowed) {
      problems.add(
          Problem.input(
              "no-concurrent-tasks",
              Place.field(path + ".concurrentTasks"),
              "A " + step.type().name() + " works on one FlowFile at a time.",
              "Leave it out. Sources, ports, and what remembers or looks at its queue see"
                  + " everything in one order."));
    }
  }

  private void checkRelationship(String name, String path, List<Problem> problems) {
    var known = step.relationships();
    if (known.isPresent() && !known.get().contains(name)) {
      problems.add(
          Problem.input(
              "unknown-relationship",
              Place.field(path),
              "'" + step.name() + "' has no relationship '" + name + "'.",
              Nearest.hint(name, known.get(), "relationships")));
      return;
    }
    if (step.options().terminated().contains(name) && isConnected(name)) {
      problems.add(
          Problem.input(
              "terminated-and-connected",
              Place.field(path + ".autoTerminate"),
              "'" + step.name() + "." + name + "' ends here, and is connected.",
              "Keep one of them."));
    }
    if (step.options().retries().containsKey(name) && !canTryAgain()) {
      problems.add(
          Problem.input(
              "no-retry",
              Place.field(path + ".retry"),
              "A " + step.type().name() + " cannot be given the same FlowFile again.",
              "Only processors that take one FlowFile at a time can."));
    }
  }

  private boolean isConnected(String relationship) {
    return wires.stream()
        .map(Wire::connection)
        .anyMatch(one -> one.from().equals(step.name()) && one.relationship().equals(relationship));
  }

  private boolean canTryAgain() {
    return step.type() instanceof ProcessorType.OfProcessor;
  }
}
