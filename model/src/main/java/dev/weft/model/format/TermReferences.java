package dev.weft.model.format;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weft.model.Contract;
import dev.weft.model.Json;
import dev.weft.model.Nearest;
import dev.weft.model.ResourceKey;
import dev.weft.model.ResourceKind;
import dev.weft.model.TermRelation;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Checks what documents say of glossary terms: that those which contracts name exist, that none is
 * related to itself, and that none is a kind of itself.
 */
final class TermReferences {
  private static final int WIDER_MAX = 10_000;

  private final Known known;
  private final Problems problems;

  /** Made when it is first asked for. */
  private Map<String, List<String>> wider;

  TermReferences(Known known, Problems problems) {
    this.known = known;
    this.problems = problems;
  }

  void check(Checked checked) {
    switch (checked.key().kind()) {
      case TERM -> checkTerm(checked);
      case DATA_CONTRACT -> checkContract(checked);
      default -> {}
    }
  }

  private void checkTerm(Checked checked) {
    var name = checked.key().name();
    var at = new At(checked.document(), "relations", problems);
    for (var relation : checked.tree().path("relations").properties()) {
      var terms = relation.getValue();
      for (var i = 0; i < terms.size(); i++) {
        if (nameIn(terms.get(i)).equals(name)) {
          at.key(relation.getKey())
              .item(i)
              .value("related-to-itself", "A term is not related to itself.", "Remove it.");
        }
      }
    }
    contradiction(checked, at);
    circle(name)
        .ifPresent(
            path ->
                at.key(
                    "circle",
                    "These terms are kinds of each other: " + String.join(" -> ", path) + ".",
                    "Take one of them out of 'isA' (or of 'classifies' at the other)."));
  }

  private static void contradiction(Checked checked, At at) {
    var relations = checked.tree().path("relations");
    var same = new HashSet<String>();
    relations.path("synonyms").forEach(one -> same.add(nameIn(one)));
    var opposite = relations.path("antonyms");
    for (var i = 0; i < opposite.size(); i++) {
      if (same.contains(nameIn(opposite.get(i)))) {
        at.key("antonyms")
            .item(i)
            .value(
                "contradiction",
                "'" + nameIn(opposite.get(i)) + "' is a synonym here, too.",
                "Keep it in one of the two.");
      }
    }
  }

  private static String nameIn(JsonNode related) {
    return related.isTextual() ? related.textValue() : related.path("term").asText();
  }

  /** The way from a term through wider ones back to itself, if there is one. */
  private Optional<List<String>> circle(String start) {
    var ways = new ArrayDeque<List<String>>();
    var seen = new HashSet<String>();
    ways.add(List.of(start));
    while (!ways.isEmpty() && seen.size() < WIDER_MAX) {
      var way = ways.removeFirst();
      for (var wider : wider(way.get(way.size() - 1))) {
        var longer = new ArrayList<>(way);
        longer.add(wider);
        if (wider.equals(start) && way.size() > 1) {
          return Optional.of(longer);
        }
        if (seen.add(wider)) {
          ways.add(longer);
        }
      }
    }
    return Optional.empty();
  }

  /** The terms of which each is a kind, whichever of the two says so. */
  private List<String> wider(String name) {
    if (wider == null) {
      wider = new HashMap<>();
      for (var term : known.names(ResourceKind.TERM)) {
        var relations =
            known
                .document(new ResourceKey(ResourceKind.TERM, term))
                .map(tree -> tree.path("relations"))
                .orElse(Json.object());
        relations.path(TermRelation.IS_A.word()).forEach(other -> isKindOf(term, nameIn(other)));
        relations
            .path(TermRelation.CLASSIFIES.word())
            .forEach(other -> isKindOf(nameIn(other), term));
      }
    }
    return wider.getOrDefault(name, List.of());
  }

  private void isKindOf(String term, String other) {
    wider.computeIfAbsent(term, added -> new ArrayList<>()).add(other);
  }

  private void checkContract(Checked contract) {
    for (var step : Walk.to(contract.tree(), "schema[]")) {
      checkElement(step.node(), new At(contract.document(), step.path(), problems));
    }
  }

  /** How deep fields nest is bounded where a document is read. */
  private void checkElement(JsonNode element, At at) {
    var definitions = element.path("authoritativeDefinitions");
    for (var i = 0; i < definitions.size(); i++) {
      checkDefinition(
          definitions.get(i).path("url"), at.key("authoritativeDefinitions").item(i).key("url"));
    }
    var fields = element.path("properties");
    for (var i = 0; i < fields.size(); i++) {
      checkElement(fields.get(i), at.key("properties").item(i));
    }
    if (element.path("items").isObject()) {
      checkElement(element.path("items"), at.key("items"));
    }
  }

  private void checkDefinition(JsonNode url, At at) {
    new Contract.Definition("", url.asText(), "")
        .term()
        .filter(term -> known.document(new ResourceKey(ResourceKind.TERM, term)).isEmpty())
        .ifPresent(
            term ->
                at.value(
                    "term-not-found",
                    "No term is called '" + Shapes.shortened(term) + "'.",
                    Nearest.hint(term, new TreeSet<>(known.names(ResourceKind.TERM)), "terms")));
  }

  /** Whether a contract says of anything that this term defines it. */
  static boolean names(JsonNode element, String term) {
    for (var definition : element.path("authoritativeDefinitions")) {
      if (new Contract.Definition("", definition.path("url").asText(), "")
          .term()
          .filter(term::equals)
          .isPresent()) {
        return true;
      }
    }
    for (var key : List.of("schema", "properties")) {
      for (var inner : element.path(key)) {
        if (names(inner, term)) {
          return true;
        }
      }
    }
    return element.path("items").isObject() && names(element.path("items"), term);
  }
}
