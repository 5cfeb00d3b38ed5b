package dev.weft.catalog.search;

import dev.weft.catalog.search.SearchResult.Why;
import dev.weft.catalog.search.SearchResult.WordAt;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Says of a hit why it is one: which words of the question it has, and where. */
final class Reasons {
  private static final int FIELDS_MAX = 300;

  /** The words of the question as typed, each with the parts that the index knows. */
  private final Map<String, Set<String>> wanted = new LinkedHashMap<>();

  private final Words documents;
  private final Beginnings beginnings;

  Reasons(QueryText text, Words queries, Words documents) {
    this.documents = documents;
    for (var word : text.words()) {
      var parts = new HashSet<String>();
      queries.in(word).forEach(part -> parts.add(part.text()));
      if (!parts.isEmpty()) {
        wanted.put(word, parts);
      }
    }
    this.beginnings = Beginnings.of(wanted.values());
  }

  /** How many of the words a hit could have. */
  int words() {
    return wanted.size();
  }

  Why of(Entry entry, boolean exact, Optional<Double> meaning) {
    var places = places(entry);
    var found = new ArrayList<WordAt>();
    wanted.forEach(
        (word, parts) -> {
          var in =
              places.entrySet().stream()
                  .filter(place -> place.getValue().containsAll(parts))
                  .map(Map.Entry::getKey)
                  .toList();
          if (!in.isEmpty()) {
            found.add(new WordAt(word, in));
          }
        });
    return new Why(found, meaning, text(exact, found, meaning));
  }

  private Map<String, Set<String>> places(Entry entry) {
    var places = new LinkedHashMap<String, Set<String>>();
    add("name", List.of(entry.name()), places);
    add("name", entry.parts(), places);
    add("title", List.of(entry.title()), places);
    add("title", entry.also(), places);
    add("tags", entry.tags(), places);
    add("fields", entry.fields().stream().limit(FIELDS_MAX).toList(), places);
    add("description", List.of(entry.description()), places);
    add("owners", entry.owners(), places);
    add("domain", List.of(entry.domain()), places);
    return places;
  }

  private void add(String place, List<String> texts, Map<String, Set<String>> places) {
    var words = places.computeIfAbsent(place, added -> new HashSet<>());
    for (var text : texts) {
      if (beginnings.areIn(text)) {
        documents.in(text).forEach(word -> words.add(word.text()));
      }
    }
  }

  private static String text(boolean exact, List<WordAt> words, Optional<Double> meaning) {
    var parts = new ArrayList<String>();
    if (exact) {
      parts.add("its very name");
    }
    if (!words.isEmpty()) {
      parts.add(
          words.stream()
              .map(each -> "'" + each.word() + "' in its " + String.join(" and ", each.in()))
              .collect(Collectors.joining(", ")));
    }
    meaning.ifPresent(it -> parts.add(String.format(Locale.ROOT, "by meaning, %.2f", it)));
    return parts.isEmpty() ? "fits the filters or is spelled nearly so" : String.join("; ", parts);
  }
}
