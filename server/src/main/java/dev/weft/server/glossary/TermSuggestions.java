package dev.weft.server.glossary;

import dev.weft.model.Term;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Suggests terms for fields by their names: a field is called as the term, ends with its words, or
 * its description names it. Words are compared in lower case and in the singular.
 */
final class TermSuggestions {
  private static final double SAME = 0.9;
  private static final double ENDS = 0.7;
  private static final double DESCRIBED = 0.6;
  private static final int PER_FIELD_MAX = 3;

  private static final Pattern WORDS = Pattern.compile("(?<=[a-z0-9])(?=[A-Z])|[^\\p{L}\\p{N}]+");

  /** From words to the term that is called so; of several the first by name. */
  private final Map<List<String>, Term> byWords = new HashMap<>();

  /** Of terms that are in use or will be. */
  TermSuggestions(List<Term> terms) {
    for (var term : terms) {
      if (!term.status().equals("deprecated") && !term.status().equals("obsolete")) {
        names(term).forEach(name -> byWords.putIfAbsent(words(name), term));
      }
    }
    byWords.remove(List.<String>of());
  }

  private static List<String> names(Term term) {
    var names = new ArrayList<>(List.of(term.name(), term.title(), term.abbreviation()));
    names.addAll(term.alsoCalled());
    return names;
  }

  /**
   * One suggestion.
   *
   * @param evidence why, in words
   */
  record Suggestion(String term, String title, double confidence, String evidence) {}

  /** The best for a field, the most likely first. */
  List<Suggestion> of(String path, String description) {
    var best = new LinkedHashMap<String, Suggestion>();
    var all = words(path);
    var last = words(path.substring(path.lastIndexOf('.') + 1));
    for (var from = 0; from < all.size(); from++) {
      var part = all.subList(from, all.size());
      var whole = part.size() == last.size() || from == 0;
      add(
          byWords.get(part),
          whole ? SAME : ENDS,
          whole ? "it is called so" : "its name ends so",
          best);
    }
    var said = words(description);
    for (var from = 0; from < said.size(); from++) {
      for (var to = from + 1; to <= Math.min(said.size(), from + 5); to++) {
        add(byWords.get(said.subList(from, to)), DESCRIBED, "its description names it", best);
      }
    }
    return best.values().stream()
        .sorted(Comparator.comparingDouble(Suggestion::confidence).reversed())
        .limit(PER_FIELD_MAX)
        .toList();
  }

  private static void add(
      Term term, double confidence, String evidence, Map<String, Suggestion> into) {
    if (term != null) {
      into.putIfAbsent(
          term.name(), new Suggestion(term.name(), term.title(), confidence, evidence));
    }
  }

  static List<String> words(String text) {
    return WORDS
        .splitAsStream(text)
        .filter(word -> !word.isEmpty())
        .map(word -> word.toLowerCase(Locale.ROOT))
        .map(TermSuggestions::singular)
        .toList();
  }

  /** Enough of English for names of fields: addresses, countries, boxes, customers. */
  private static String singular(String word) {
    if (word.length() <= 3 || !word.endsWith("s") || word.endsWith("ss")) {
      return word;
    }
    if (word.endsWith("ies")) {
      return word.substring(0, word.length() - 3) + "y";
    }
    var sibilant = Stream.of("sses", "xes", "ches", "shes").anyMatch(word::endsWith);
    return word.substring(0, word.length() - (sibilant ? 2 : 1));
  }
}
