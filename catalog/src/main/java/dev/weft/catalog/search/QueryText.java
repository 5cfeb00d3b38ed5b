package dev.weft.catalog.search;

import dev.weft.catalog.search.query.Attribute;
import dev.weft.catalog.search.query.Condition.Comparison;
import dev.weft.catalog.search.query.WrittenFilter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * What was typed, taken apart.
 *
 * @param words what is not a filter
 * @param filters from {@code owner}, {@code tag}, {@code domain}, {@code kind}, {@code field},
 *     {@code status}, {@code format} to the values asked for
 * @param conditions on business metadata, such as {@code risk.criticality:high}
 * @param question all that is not a filter, as it was typed
 */
record QueryText(
    List<String> words,
    Map<String, List<String>> filters,
    List<Comparison> conditions,
    String question) {
  static final Set<String> FILTERS =
      Set.of("owner", "tag", "domain", "kind", "field", "status", "format");
  private static final Pattern IDENTIFIER = Pattern.compile("[_.\\d/:]|-\\w|[a-z][A-Z]");
  private static final Pattern PART = Pattern.compile("(?:[^\\s\"]|\"[^\"]*\"|\")+");
  static final int CHARACTERS_MAX = 500;
  static final int WORDS_MAX = 32;
  private static final int CONDITIONS_MAX = 10;

  /** Words that a question has and an answer has not. */
  private static final Set<String> ASIDE =
      Set.of(
          "a", "about", "all", "an", "and", "any", "are", "as", "at", "by", "can", "do", "does",
          "find", "for", "from", "get", "give", "has", "have", "how", "i", "in", "is", "it", "list",
          "me", "much", "my", "of", "on", "or", "our", "see", "show", "that", "the", "their",
          "there", "this", "to", "was", "we", "were", "what", "when", "where", "which", "who",
          "whose", "will", "with", "you");

  /**
   * Takes a query apart.
   *
   * @param own finds what an organisation calls its own attributes
   */
  static QueryText of(SearchQuery query, Function<String, Optional<Attribute>> own) {
    var words = new ArrayList<String>();
    var filters = new LinkedHashMap<String, List<String>>();
    var conditions = new ArrayList<Comparison>();
    query
        .filters()
        .forEach(
            (name, value) -> {
              if (FILTERS.contains(name)) {
                add(filters, name, value);
              } else {
                condition(name, value, own).ifPresent(conditions::add);
              }
            });
    var text = query.text();
    var parts = PART.matcher(text.substring(0, Math.min(text.length(), CHARACTERS_MAX)));
    while (parts.find()) {
      var part = parts.group();
      var colon = part.indexOf(':');
      var name = colon < 1 ? "" : part.substring(0, colon).toLowerCase(Locale.ROOT);
      var value = colon < 1 ? "" : part.substring(colon + 1).replace("\"", "");
      var condition = condition(name, value, own);
      if (FILTERS.contains(name) && !value.isEmpty()) {
        add(filters, name, value);
      } else if (condition.isPresent() && conditions.size() < CONDITIONS_MAX) {
        conditions.add(condition.get());
      } else if (words.size() < WORDS_MAX) {
        words.add(part);
      }
    }
    return new QueryText(
        withoutAsides(words), filters, List.copyOf(conditions), String.join(" ", words));
  }

  private static Optional<Comparison> condition(
      String name, String value, Function<String, Optional<Attribute>> own) {
    return name.indexOf('.') < 1 || value.isEmpty()
        ? Optional.empty()
        : own.apply(name.toLowerCase(Locale.ROOT)).map(found -> WrittenFilter.of(found, value));
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
