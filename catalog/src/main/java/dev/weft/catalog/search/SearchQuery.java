package dev.weft.catalog.search;

import java.util.Map;
import java.util.Set;

/**
 * What is looked for.
 *
 * @param text words, and filters such as {@code owner:olga tag:pii domain:x kind:port field:email}
 * @param filters the same filters given apart; {@code tag} also finds the tags below it: {@code
 *     pii} finds {@code pii.email}; and attributes of business metadata, {@code risk.criticality}
 *     to {@code high}, {@code risk.users} to {@code >=10}
 * @param by what is compared with the question
 * @param limit how many items at most, 1 to {@value #LIMIT_MAX}
 */
public record SearchQuery(String text, Map<String, String> filters, By by, int limit) {
  public static final int LIMIT_MAX = 200;
  private static final int LIMIT_DEFAULT = 20;

  /** What is compared. */
  public enum By {
    WORDS,
    MEANING,
    BOTH
  }

  public SearchQuery {
    filters = Map.copyOf(filters);
    limit = Math.max(1, Math.min(limit, LIMIT_MAX));
  }

  /** Words only. */
  public static SearchQuery of(String text) {
    return new SearchQuery(text, Map.of(), By.BOTH, LIMIT_DEFAULT);
  }

  public SearchQuery by(By other) {
    return new SearchQuery(text, filters, other, limit);
  }

  /** What {@link #filters} can have. */
  public static Set<String> filterNames() {
    return QueryText.FILTERS;
  }
}
