package dev.weft.catalog.search;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What was typed, taken apart.
 *
 * @param words what is not a filter
 * @param filters from {@code owner}, {@code tag}, {@code domain}, {@code kind}, {@code field},
 *     {@code status}, {@code format} to the values asked for
 * @param question all that is not a filter, as it was typed
 */
record QueryText(List<String> words, Map<String, List<String>> filters, String question) {
  static final Set<String> FILTERS =
      Set.of("owner", "tag", "domain", "kind", "field", "status", "format");
  private static final Pattern IDENTIFIER = Pattern.compile("[_.\\d/:]|-\\w|[a-z][A-Z]");
  static final int CHARACTERS_MAX = 500;
  static final int WORDS_MAX = 32;

  /** Words that a question has and an answer has not. */
  private static final Set<String> ASIDE =
      Set.of(
          "a", "about", "all", "an", "and", "any", "are", "as", "at", "by", "can", "do", "does",
          "find", "for", "from", "get", "give", "has", "have", "how", "i", "in", "is", "it", "list",
          "me", "much", "my", "of", "on", "or", "our", "see", "show", "that", "the", "their",
          "there", "this", "to", "was", "we", "were", "what", "when", "where", "which", "who",
          "whose", "will", "with", "you");

  static QueryText of(SearchQuery query) {
    var words = new ArrayList<String>();
    var filters = new LinkedHashMap<String, List<String>>();
    query
        .filters()
        .forEach(
            (name, value) -> {
              if (FILTERS.contains(name)) {
                add(filters, name, value);
              }
            });
    var text = query.text();
    for (var part : text.substring(0, Math.min(text.length(), CHARACTERS_MAX)).split("\\s+")) {
      var colon = part.indexOf(':');
      var name = colon < 1 ? "" : part.substring(0, colon).toLowerCase(Locale.ROOT);
      if (FILTERS.contains(name) && colon < part.length() - 1) {
        add(filters, name, part.substring(colon + 1));
      } else if (!part.isBlank() && words.size() < WORDS_MAX) {
        words.add(part);
      }
    }
    return new QueryText(withoutAsides(words), filters, String.join(" ", words));
  }

  /** Whether it is written as names of data are, and as no word of a language is. */
  boolean isIdentifier() {
    return words.size() == 1 && IDENTIFIER.matcher(words.get(0)).find();
  }

  /** All words as one name: {@code Customer spending}. */
  String whole() {
    return String.join(" ", words).toLowerCase(Locale.ROOT);
  }

  private static List<String> withoutAsides(List<String> words) {
    var telling =
        words.stream()
            .filter(word -> !ASIDE.contains(word.toLowerCase(Locale.ROOT).replace("?", "")))
            .toList();
    return telling.isEmpty() ? List.copyOf(words) : telling;
  }

  private static void add(Map<String, List<String>> filters, String name, String value) {
    filters.computeIfAbsent(name, added -> new ArrayList<>()).add(value.toLowerCase(Locale.ROOT));
  }
}
