package dev.weft.catalog.search;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What was found, best first.
 *
 * @param total how many there are in all
 * @param facets for domain, tag, owner, kind, status and format, and for each attribute of business
 *     metadata that is a text, a choice or yes and no ({@code risk.criticality}): which values all
 *     of them have, and how often
 * @param reading how the question was understood
 */
public record SearchResult(
    long total, List<Item> items, Map<String, List<FacetValue>> facets, Reading reading) {

  /**
   * One thing that was found.
   *
   * @param kind product, port, field, contract, flow, query, term or domain
   * @param port the port that a field belongs to
   * @param product the product that it belongs to
   * @param status of products, ports, contracts and terms
   * @param restricted whether this is all that is told of it: who wants to know more asks its
   *     owners
   * @param score greater is better, among the hits of one question
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
      Optional<String> product,
      Optional<String> status,
      boolean restricted,
      List<Highlight> highlights,
      Why why,
      double score) {
    static Item of(Entry entry, List<Highlight> highlights, Why why, double score) {
      return new Item(
          entry.kind(),
          entry.name(),
          entry.title(),
          entry.description(),
          entry.domain(),
          entry.owners(),
          entry.tags(),
          entry.port(),
          entry.attribute("product"),
          entry.attribute("status"),
          entry.isExistenceOnly(),
          highlights,
          why,
          score);
    }
  }

  /** Where the words stand; {@code <em>} marks them, all else is plain text to be escaped. */
  public record Highlight(String field, String text) {}

  /**
   * Why something was found.
   *
   * @param words which words of the question stand where
   * @param meaning how near its meaning is to that of the question, up to 1; empty when its words
   *     alone brought it here
   * @param text the same in words
   */
  public record Why(List<WordAt> words, Optional<Double> meaning, String text) {}

  /** A word of the question and what of the hit has it: name, title, tags, fields, ... */
  public record WordAt(String word, List<String> in) {}

  /** A value and how many of the found things have it. */
  public record FacetValue(String value, long count) {}

  /**
   * How a question was understood.
   *
   * @param words what was looked for, without the words that every question has
   * @param filters what was read as a filter
   * @param spelling {@code exact}, or {@code similar} when no word was found as it is written
   * @param meaning whether meaning was compared too, or why not
   * @param text the same in words
   * @param building while the index is built after a start: the share of things that can be found
   */
  public record Reading(
      List<String> words,
      Map<String, List<String>> filters,
      String spelling,
      String meaning,
      String text,
      Optional<Double> building) {
    Reading(
        List<String> words,
        Map<String, List<String>> filters,
        String spelling,
        String meaning,
        String text) {
      this(words, filters, spelling, meaning, text, Optional.empty());
    }

    Reading whileBuilding(double share) {
      var more = "; the index is being built, %.0f %% can be found".formatted(share * 100);
      return new Reading(words, filters, spelling, meaning, text + more, Optional.of(share));
    }
  }

  /** The same, said to be of a part only. */
  SearchResult whileBuilding(double share) {
    return new SearchResult(total, items, facets, reading.whileBuilding(share));
  }
}
