package dev.weft.server.erasure;

import dev.weft.model.Erasure;
import dev.weft.model.Erasure.Status;
import dev.weft.model.ErasurePlan.Place;
import dev.weft.model.ErasurePlan.Way;
import dev.weft.model.Problem;
import java.util.ArrayList;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** How a plan differs from what there is to do now. */
record PlanChanges(Erasure plan, Draft draft) {

  /** Either it is the very same; or, after a fault, nothing is to be done that was not planned. */
  void refuse() {
    var same =
        plan.status() == Status.APPLYING ? isWithin() : plan.plan().hash().equals(draft.hash());
    if (!same) {
      throw Problem.conflict(
              "stale-plan",
              "Since it was planned things have changed: " + sentence(),
              "Plan it again: 'weft erase --subject KEY --plan'.")
          .asException();
    }
  }

  /**
   * Whether nothing is to be done that was not planned: of an erasure that was interrupted, some of
   * it is done.
   */
  private boolean isWithin() {
    var planned = byName(plan);
    return draft.targets().stream()
        .map(Draft.Target::place)
        .filter(place -> place.way().acts())
        .allMatch(
            now -> {
              var then = planned.get(now.name());
              return then != null
                  && then.way() == now.way()
                  && then.fields().equals(now.fields())
                  && now.keys() <= then.keys();
            });
  }

  /** In words, place by place. */
  private String sentence() {
    var planned = byName(plan);
    var all = new ArrayList<String>();
    for (var target : draft.targets()) {
      var now = target.place();
      var then = planned.remove(now.name());
      if (then == null) {
        all.add(now.name() + " holds records of the person too");
      } else if (then.way() != now.way()) {
        all.add(
            now.name() + " is erased by " + word(now.way()) + " instead of " + word(then.way()));
      } else if (!then.fields().equals(now.fields())) {
        all.add("the person is found in other fields of " + now.name());
      } else if (then.records() != now.records()) {
        all.add(now.name() + " holds " + now.records() + " records instead of " + then.records());
      }
    }
    planned.values().stream()
        .filter(place -> place.way().acts())
        .forEach(gone -> all.add(gone.name() + " holds none any more"));
    return (all.isEmpty() ? "the records are not the same ones" : String.join("; ", all)) + ".";
  }

  private static Map<String, Place> byName(Erasure plan) {
    return plan.plan().places().stream()
        .collect(Collectors.toMap(Place::name, Function.identity(), (one, other) -> one));
  }

  private static String word(Way way) {
    return way.name().toLowerCase(Locale.ROOT);
  }
}
