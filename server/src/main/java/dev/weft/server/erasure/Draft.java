package dev.weft.server.erasure;

import dev.weft.catalog.erasure.Found;
import dev.weft.catalog.erasure.PlanHash;
import dev.weft.model.Erasure.Beyond;
import dev.weft.model.Erasure.Place;
import dev.weft.model.Erasure.Reader;
import dev.weft.model.Erasure.Scope;
import dev.weft.model.PortName;
import java.util.List;

/**
 * A plan as things are now, with what is needed to carry it out, which is not stored.
 *
 * @param targets the ports among the places, with what was found in them
 */
record Draft(
    Scope scope,
    List<Place> places,
    List<Target> targets,
    List<Beyond> sources,
    List<Beyond> outside,
    List<Reader> readers,
    List<String> open,
    boolean complete) {

  /** What was found in a port. */
  record Target(PortName port, Place place, Found found) {}

  String hash() {
    return PlanHash.of(
        scope,
        targets.stream()
            .map(
                target ->
                    new PlanHash.Part(
                        target.place().name(),
                        target.place().fields(),
                        target.place().way(),
                        target.found().lastOnes()))
            .toList());
  }
}
