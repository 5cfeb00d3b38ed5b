package dev.weft.catalog.search;

import dev.weft.catalog.glossary.ContractTerms;
import dev.weft.model.Assignments;
import dev.weft.model.Contract;
import dev.weft.model.ResourceKind;
import dev.weft.model.Term;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The words under which a port's fields are found because of the terms they are assigned to. */
record TermWords(Entries.Sources sources, Assignments assigned, Map<String, Set<String>> named) {

  static TermWords of(Entries.Sources sources, String port, Optional<Contract> contract) {
    return new TermWords(
        sources,
        sources
            .find(ResourceKind.ASSIGNMENTS, port, Assignments.class)
            .orElse(new Assignments(port, null)),
        contract.map(ContractTerms::of).orElse(Map.of()));
  }

  /** Titles, abbreviations and other words of the accepted terms of a field. */
  List<String> of(String path) {
    var words = new ArrayList<String>();
    var said = assigned.of(path);
    for (var one : said) {
      if (one.status().isAccepted()) {
        words.addAll(words(one.term()));
      }
    }
    for (var term : named.getOrDefault(path, Set.of())) {
      if (said.stream().noneMatch(one -> one.term().equals(term))) {
        words.addAll(words(term));
      }
    }
    return words;
  }

  private List<String> words(String name) {
    return sources
        .find(ResourceKind.TERM, name, Term.class)
        .map(
            term -> {
              var words = new ArrayList<>(List.of(term.title(), term.abbreviation()));
              words.addAll(term.alsoCalled());
              return List.copyOf(words);
            })
        .orElse(List.of());
  }
}
