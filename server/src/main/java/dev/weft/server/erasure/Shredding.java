package dev.weft.server.erasure;

import dev.weft.catalog.erasure.Found;
import dev.weft.model.ErasurePlan.Scope;
import dev.weft.model.PortName;
import dev.weft.server.access.Ports;
import dev.weft.server.erasure.ErasurePlanner.Sources;
import dev.weft.spi.MeshState;
import java.util.List;
import java.util.TreeSet;

/**
 * What can be made unreadable of a person by destroying their keys, which hold in all ports.
 *
 * @param keys the ids of those that would be destroyed
 */
record Shredding(SealedPorts sealed, Scope scope, List<String> keys) {

  /**
   * Who plans for one domain may destroy a key only if no other domain has fields under it: that is
   * told among what the plan does not reach.
   */
  static Shredding of(Sources from, MeshState state, Scope scope, String key, List<String> open) {
    var all = from.keys().live(from.sealed().token(scope.of(), key));
    var elsewhere =
        !scope.domain().isEmpty()
            && Ports.all(state).stream()
                .filter(port -> !scope.domain().equals(ErasureRights.domain(state, port)))
                .anyMatch(port -> !from.sealed().of(port, scope.of()).isEmpty());
    if (elsewhere && !all.isEmpty()) {
      open.add(
          "The person's key encrypts fields in other domains too, so it is not destroyed: the"
              + " privacy office does.");
      return new Shredding(from.sealed(), scope, List.of());
    }
    return new Shredding(from.sealed(), scope, all);
  }

  boolean isFor(PortName port, Found found) {
    return !keys.isEmpty() && found.records() > 0 && !sealed.of(port, scope.of()).isEmpty();
  }

  String note(PortName port, boolean ends) {
    return "Unreadable at once: "
        + String.join(", ", new TreeSet<>(sealed.of(port, scope.of())))
        + ". Other fields stay"
        + (ends ? " until the retention." : ".");
  }
}
