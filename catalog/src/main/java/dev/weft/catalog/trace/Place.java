package dev.weft.catalog.trace;

import dev.weft.spi.flow.Content.Origin;

/**
 * One position of a source; or, of what was made of several, its number with those of its places.
 *
 * @param low the position, or the number
 */
record Place(String source, long low, long high) {
  static Place at(String source, long position) {
    return new Place(source, position, position);
  }

  static Place number(String source, long number) {
    var places = number % Origin.PLACES == 0 ? Origin.PLACES - 1 : 0;
    return new Place(source, number, number + places);
  }

  boolean isOnePosition() {
    return low == high;
  }

  /** Whether this position, of what the key counts, is of the place. */
  boolean has(String key, long position) {
    return position == low || (key.equals(Origin.WITHIN) && low <= position && position <= high);
  }
}
