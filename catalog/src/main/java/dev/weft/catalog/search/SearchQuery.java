package dev.weft.catalog.search;

import java.util.Optional;

/**
 * What is looked for.
 *
 * @param text words, and filters such as {@code owner:olga tag:pii domain:x kind:port field:email}
 * @param tag also finds the tags below it: {@code pii} finds {@code pii.email}
 * @param limit how many items at most, 1 to {@value #LIMIT_MAX}
 */
public record SearchQuery(
    String text,
    Optional<String> domain,
    Optional<String> tag,
    Optional<String> owner,
    Optional<String> kind,
    Optional<String> field,
    int limit) {
  public static final int LIMIT_MAX = 200;

  public SearchQuery {
    limit = Math.max(1, Math.min(limit, LIMIT_MAX));
  }

  /** Words only. */
  public static SearchQuery of(String text) {
    return new SearchQuery(
        text,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        20);
  }
}
