package dev.weft.catalog.search;

import java.util.Set;

/**
 * Who looks, as far as it decides what they find.
 *
 * @param everything for those who look after the whole mesh
 * @param insideOf the products of which they may know all, whatever these say of others
 */
public record Viewer(boolean everything, Set<String> insideOf) {
  /** Finds all there is. */
  public static final Viewer OF_EVERYTHING = new Viewer(true, Set.of());

  /** Somebody who has to do with these products only. */
  public static Viewer insideOf(Set<String> products) {
    return new Viewer(false, Set.copyOf(products));
  }
}
