package dev.weft.server.erasure;

import dev.weft.catalog.erasure.Found;
import dev.weft.catalog.erasure.PlanHash;
import dev.weft.model.Erasure.Check;
import dev.weft.model.ErasurePlan;
import dev.weft.model.ErasurePlan.Beyond;
import dev.weft.model.ErasurePlan.Place;
import dev.weft.model.ErasurePlan.Reader;
import dev.weft.model.ErasurePlan.Scope;
import dev.weft.model.ErasurePlan.Way;
import dev.weft.model.PortName;
import dev.weft.model.PrincipalId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * A plan as things are now, with what is needed to carry it out, which is not stored.
 *
 * @param targets the ports among the places, with what was found in them
 * @param keys the ids of the person's keys that are destroyed
 * @param asks the domains in which records go that were made from the person's and do not hold the
 *     key
 */
record Draft(
    Scope scope,
    List<Place> places,
    List<Target> targets,
    List<String> keys,
    List<Beyond> sources,
    List<Beyond> outside,
    List<Reader> readers,
    List<String> open,
    boolean complete,
    List<String> asks) {

  /** What was found in a port. */
  record Target(PortName port, Place place, Found found) {}

  String hash() {
    var parts = new ArrayList<PlanHash.Part>();
    targets.forEach(target -> parts.add(part(target)));
    if (!keys.isEmpty()) {
      parts.add(new PlanHash.Part("keys", List.of(), Way.SHRED, keys));
    }
    return PlanHash.of(scope, parts);
  }

  /** To be stored, of which nothing is done. */
  ErasurePlan plan(String id, PrincipalId by, Instant now, Instant expires, List<String> asked) {
    return new ErasurePlan(
        id, scope, by, now, expires, hash(), places, sources, outside, readers, open, complete,
        asked);
  }

  /** How an erasure stands, of which this is what there is to do now. */
  Check standing(Instant now, PrincipalId by) {
    var left = 0L;
    var replaced = 0L;
    var remaining = 0L;
    for (var place : places) {
      var there = place.records() - place.replaced();
      replaced += place.replaced();
      if (place.way().acts()) {
        left += there;
      } else {
        remaining += there;
      }
    }
    return new Check(now, by, left, replaced, remaining);
  }

  /** Of what is encrypted, older records may go meanwhile; that a new one came is told. */
  private static PlanHash.Part part(Target target) {
    var place = target.place();
    var spots =
        place.way() == Way.SHRED
            ? List.of(target.found().newest().map(Instant::toString).orElse(""))
            : target.found().lastOnes();
    return new PlanHash.Part(place.name(), place.fields(), place.way(), spots);
  }
}
