package dev.weft.catalog.search;

import dev.weft.catalog.search.SearchResult.Highlight;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Marks the words that were looked for, in at most a few short stretches of text. */
final class Highlighter {
  private static final int AROUND = 80;
  private static final int HIGHLIGHTS_MAX = 6;

  private final Words documents;
  private final Set<String> wanted = new HashSet<>();
  private final Beginnings beginnings;

  Highlighter(QueryText text, Words queries, Words documents) {
    this.documents = documents;
    text.words().forEach(word -> queries.in(word).forEach(part -> wanted.add(part.text())));
    this.beginnings = Beginnings.of(List.of(wanted));
  }

  List<Highlight> of(Entry entry) {
    var highlights = new ArrayList<Highlight>();
    add("title", entry.title(), highlights);
    if (!entry.name().equals(entry.title())) {
      add("name", entry.name(), highlights);
    }
    add("description", entry.description(), highlights);
    entry.tags().forEach(tag -> add("tags", tag, highlights));
    entry.fields().forEach(field -> add("fields", field, highlights));
    return highlights;
  }

  private void add(String field, String text, List<Highlight> highlights) {
    if (highlights.size() < HIGHLIGHTS_MAX && beginnings.areIn(text)) {
      marked(text).ifPresent(marked -> highlights.add(new Highlight(field, marked)));
    }
  }

  private Optional<String> marked(String text) {
    var hits = documents.in(text).stream().filter(word -> wanted.contains(word.text())).toList();
    if (hits.isEmpty()) {
      return Optional.empty();
    }
    var from = Math.max(0, hits.get(0).from() - AROUND);
    var to = Math.min(text.length(), hits.get(0).to() + 2 * AROUND);
    var marked = new StringBuilder(from > 0 ? "…" : "");
    var at = from;
    for (var hit : hits) {
      if (hit.from() >= at && hit.to() <= to) {
        marked.append(text, at, hit.from()).append("<em>");
        marked.append(text, hit.from(), hit.to()).append("</em>");
        at = hit.to();
      }
    }
    marked.append(text, at, to).append(to < text.length() ? "…" : "");
    return Optional.of(marked.toString());
  }
}
