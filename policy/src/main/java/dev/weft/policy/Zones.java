package dev.weft.policy;

import dev.weft.model.NamePattern;
import dev.weft.model.PortName;
import dev.weft.model.Zone;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** The security zones of the mesh. */
record Zones(Collection<Zone> all) {
  /** The zone of a port; one that is in several is in none. */
  Optional<Zone> of(String domain, PortName port) {
    var found = all.stream().filter(zone -> isIn(zone, domain, port)).toList();
    return found.size() == 1 ? Optional.of(found.get(0)) : Optional.empty();
  }

  private static boolean isIn(Zone zone, String domain, PortName port) {
    var named = zone.resources();
    return any(named.domains(), domain)
        || any(named.products(), port.product())
        || any(named.ports(), port.topic());
  }

  private static boolean any(List<String> patterns, String name) {
    return patterns.stream().anyMatch(pattern -> NamePattern.of(pattern).matches(name));
  }
}
