package dev.weft.catalog.search;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What was found, best first.
 *
 * @param total how many there are in all
 * @param facets for domain, tag, owner and kind: which values all of them have, and how often
 */
public record SearchResult(long total, List<Item> items, Map<String, List<FacetValue>> facets) {

  /**
   * One thing that was found.
   *
   * @param kind product, port, field, contract, flow, query, term or domain
   * @param port the port that a field belongs to
   */
  public record Item(
      String kind,
      String name,
      String title,
      String description,
      String domain,
      List<String> owners,
      List<String> tags,
      Optional<String> port,
      List<Highlight> highlights,
      double score) {}

  /** Where the words stand; {@code <em>} marks them, all else is plain text to be escaped. */
  public record Highlight(String field, String text) {}

  /** A value and how many of the found things have it. */
  public record FacetValue(String value, long count) {}
}
