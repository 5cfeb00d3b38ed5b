package dev.weft.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A glossary term: what a word of the business means.
 *
 * @param domain whose word it is; empty for one of the whole mesh
 * @param alsoCalled other words for it that are no terms themselves; search knows them
 * @param categories where it stands in the glossary, each a path such as {@code finance/payments}
 * @param status draft, active, deprecated or obsolete
 * @param relations to other terms, by the relation's word
 * @param tags that whatever is assigned to this term has too, written as in contracts
 */
public record Term(
    String name,
    String title,
    String abbreviation,
    String description,
    String definition,
    String domain,
    List<String> alsoCalled,
    List<String> examples,
    List<String> categories,
    List<String> stewards,
    String status,
    Map<String, List<Related>> relations,
    List<String> tags) {

  /**
   * The other end of a relation; a file may give its name alone.
   *
   * @param status draft, active, deprecated, obsolete or other
   * @param expression how one is found from the other, in the steward's words
   */
  public record Related(
      String term, String status, String description, String expression, String steward) {
    public Related {
      term = Defaults.text(term);
      status = status == null ? "active" : status;
      description = Defaults.text(description);
      expression = Defaults.text(expression);
      steward = Defaults.text(steward);
    }

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    static Related of(JsonNode written) {
      return written.isTextual()
          ? new Related(written.textValue(), null, null, null, null)
          : new Related(
              text(written, "term"),
              text(written, "status"),
              text(written, "description"),
              text(written, "expression"),
              text(written, "steward"));
    }

    private static String text(JsonNode written, String key) {
      return written.hasNonNull(key) ? written.get(key).asText() : null;
    }
  }

  /** One relation as this term's file says it. */
  public record Relation(TermRelation kind, Related to) {}

  public Term {
    name = Defaults.text(name);
    title = title == null || title.isBlank() ? name : title;
    abbreviation = Defaults.text(abbreviation);
    description = Defaults.text(description);
    definition = Defaults.text(definition);
    domain = Defaults.text(domain);
    alsoCalled = Defaults.list(alsoCalled);
    examples = Defaults.list(examples);
    categories = Defaults.list(categories);
    stewards = Defaults.list(stewards);
    status = status == null ? "active" : status;
    relations = Defaults.map(relations);
    tags = Defaults.list(tags);
  }

  /** All relations that the file says, in its order. */
  public List<Relation> written() {
    var all = new ArrayList<Relation>();
    relations.forEach(
        (word, terms) ->
            TermRelation.parse(word)
                .ifPresent(kind -> terms.forEach(one -> all.add(new Relation(kind, one)))));
    return List.copyOf(all);
  }

  /** The names of the terms of which this is a kind, as far as its own file says. */
  public List<String> widerTerms() {
    return relations.getOrDefault(TermRelation.IS_A.word(), List.of()).stream()
        .map(Related::term)
        .toList();
  }
}
