package dev.weft.classification;

/**
 * Something personal or secret at a place in a text.
 *
 * @param start of its first character, from 0
 * @param confidence 0 to 1
 * @param noun what it is, in the plural; never the value
 */
public record Located(String tag, int start, int length, double confidence, String noun) {
  int end() {
    return start + length;
  }

  boolean overlaps(Located other) {
    return start < other.end() && other.start < end();
  }
}
