package dev.weft.flow;

import dev.weft.spi.TraceLog.Run;
import dev.weft.spi.flow.Content.Origin;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which parts went into which number, compressed: the parts of a number are told in the order of
 * their positions, four or more in equal steps as one run. Each of them is told once. For one
 * thread at a time.
 */
final class GatheredParts {
  /** With so many parts they are written, so that they need little memory. */
  private static final int PARTS_MAX = 50_000;

  /** A hop names each source in full. */
  private static final int SOURCE_CHARACTERS_MAX = 200_000;

  private static final int RUN_LEAST = 4;

  private static final Comparator<Part> IN_ORDER =
      Comparator.comparingLong(Part::made)
          .thenComparingInt(Part::source)
          .thenComparingLong(Part::position);

  private final List<Part> parts = new ArrayList<>();
  private final List<Place> places = new ArrayList<>();
  private final Map<Place, Integer> sources = new HashMap<>();
  private int sourceCharacters;

  private record Place(String source, String key) {}

  private record Part(long made, int source, long position) {}

  boolean isEmpty() {
    return parts.isEmpty();
  }

  boolean isFull() {
    return parts.size() >= PARTS_MAX || sourceCharacters >= SOURCE_CHARACTERS_MAX;
  }

  void add(long made, Origin part) {
    parts.add(new Part(made, source(part), part.position()));
  }

  private int source(Origin part) {
    var place = new Place(part.source(), part.key());
    var known = sources.get(place);
    if (known != null) {
      return known;
    }
    sources.put(place, places.size());
    places.add(place);
    sourceCharacters += place.source().length() + place.key().length();
    return places.size() - 1;
  }

  /** All of them; afterwards there are none. */
  List<Run> take() {
    var ordered = parts.stream().distinct().sorted(IN_ORDER).toList();
    var runs = new ArrayList<Run>();
    for (var i = 0; i < ordered.size(); ) {
      var first = ordered.get(i);
      var length = length(ordered, i);
      var count = length >= RUN_LEAST ? length : 1;
      var stride = count == 1 ? 0 : ordered.get(i + 1).position() - first.position();
      var place = places.get(first.source());
      runs.add(new Run(first.made(), count, place.source(), place.key(), first.position(), stride));
      i += count;
    }
    parts.clear();
    places.clear();
    sources.clear();
    sourceCharacters = 0;
    return runs;
  }

  /** How many from here on went into one, come from one source, and are in equal steps. */
  private static int length(List<Part> ordered, int from) {
    if (from + 1 == ordered.size()) {
      return 1;
    }
    var first = ordered.get(from);
    var stride = ordered.get(from + 1).position() - first.position();
    var next = from + 1;
    while (next < ordered.size()
        && ordered.get(next).made() == first.made()
        && ordered.get(next).source() == first.source()
        && ordered.get(next).position() - ordered.get(next - 1).position() == stride) {
      next++;
    }
    return next - from;
  }
}
