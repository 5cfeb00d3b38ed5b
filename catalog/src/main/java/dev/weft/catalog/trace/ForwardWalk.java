package dev.weft.catalog.trace;

import dev.weft.spi.TraceLog.Destination;
import dev.weft.spi.TraceLog.Hop;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * From a position to the records that were made from it, also where it went into something that was
 * made of several. For one question.
 */
final class ForwardWalk {
  private final Readers readers;
  private final int most;
  private final List<Destination> found = new ArrayList<>();
  private final ArrayDeque<Place> open = new ArrayDeque<>();
  private final Set<Place> seen = new HashSet<>();

  /** Gives the hops that may have read a place. */
  interface Readers {
    void of(Place place, Consumer<Hop> each);
  }

  ForwardWalk(Readers readers, int most) {
    this.readers = readers;
    this.most = most;
  }

  void from(String source, long position) {
    add(Place.at(source, position));
    while (!open.isEmpty() && found.size() < most) {
      var place = open.poll();
      readers.of(place, hop -> look(hop, place));
    }
  }

  private void add(Place place) {
    if (seen.size() < most && seen.add(place)) {
      open.add(place);
    }
  }

  private void look(Hop hop, Place place) {
    if (hop.gathers()) {
      Hops.numbers(hop, place).forEach(number -> add(Place.number(hop.topic(), number)));
    } else {
      Hops.destinations(hop, place, this::found);
    }
  }

  private void found(Destination destination) {
    if (found.size() < most) {
      found.add(destination);
    }
  }

  List<Destination> found() {
    return found;
  }
}
