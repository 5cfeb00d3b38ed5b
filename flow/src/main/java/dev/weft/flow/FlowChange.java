package dev.weft.flow;

import dev.weft.model.FlowSpec;
import java.util.HashMap;
import java.util.Map;

/**
 * What a running flow shall be from its next unit of work on. What is the same in both goes on
 * without being interrupted.
 */
record FlowChange(FlowSpec flow, FlowPlan plan) {

  /** Whether all processors can go on with the controller services that there are. */
  boolean keepsServices(FlowPlan before) {
    return before.services().equals(plan.services());
  }

  /** The sources and processors of the graph that go on as they are, by name. */
  Map<String, AutoCloseable> kept(FlowPlan before, Graph graph) {
    var old = new HashMap<String, FlowPlan.Step>();
    before.steps().forEach(step -> old.put(step.name(), step));
    var same = new HashMap<String, AutoCloseable>();
    for (var step : plan.steps()) {
      var instance = graph.instances().get(step.name());
      if (instance != null && old.containsKey(step.name()) && step.isSame(old.get(step.name()))) {
        same.put(step.name(), instance);
      }
    }
    return same;
  }

  /**
   * Sources go on where they were.
   *
   * @return whether all are known; one that is new may have had a position before
   */
  static boolean follow(Graph before, Graph after, long nowMillis) {
    var lanes = new HashMap<String, Lane>();
    before.lanes().forEach(lane -> lanes.put(lane.name(), lane));
    var all = true;
    for (var lane : after.lanes()) {
      if (lanes.containsKey(lane.name())) {
        lane.follow(lanes.get(lane.name()));
      } else {
        lane.begin(nowMillis);
        all = false;
      }
    }
    return all;
  }
}
