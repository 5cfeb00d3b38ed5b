package dev.weft.model.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weft.model.Json;
import dev.weft.model.Problem;
import dev.weft.model.ResourceKey;
import dev.weft.model.Term;
import dev.weft.model.TermRelation;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TermTest {
  private static final Known MESH =
      Known.of(
          Map.of(
              ResourceKey.parse("Domain/shop"), tree("{}"),
              ResourceKey.parse("Term/customer"),
                  tree("{'name': 'customer', 'relations': {'classifies': ['subscriber']}}"),
              ResourceKey.parse("Term/subscriber"), tree("{'name': 'subscriber'}"),
              ResourceKey.parse("DataContract/old"),
                  tree(
                      "{'schema': [{'properties': [{'name': 'a', 'logicalType': 'array', 'items':"
                          + " {'properties': [{'authoritativeDefinitions': [{'url':"
                          + " 'weft:term/customer'}]}]}}]}]}")));

  private static final String TERM =
      "apiVersion: weft.dev/v1\nkind: Term\nname: mine\ndefinition: What is mine.\n";

  private final Problems problems = new Problems();

  @Test
  void everyRelationIsWrittenAloneOrWithMore() {
    load(
        TERM
            + "domain: shop\nalsoCalled: [my own]\ncategories: [people/buyers]\ntags: [pii.name]\n"
            + "relations: {isA: [customer], synonyms: [{term: subscriber, status: draft}]}\n");

    assertThat(problems.all()).isEmpty();
  }

  @Test
  void aTagSaysByIso8601WhenItHoldsAndEndsAfterItBegins() {
    load(
        TERM
            + "tags: [a.b; until=2026-12-31T18:00+01:00, a.c; from=soon,"
            + " a.d; from=2026-02-01; until=2026-01-01]\n");

    assertThat(problems.all())
        .extracting(Problem::code, Problem::message)
        .containsExactly(
            tuple("bad-period", "'from=soon' is not a moment."),
            tuple("bad-period", "The tag 'a.d' would end before it begins."));
  }

  @Test
  void thereAreThirteenAndEachHasAnInverse() {
    assertThat(TermRelation.values()).hasSize(13);
    assertThat(TermRelation.values()).allMatch(one -> one.inverse().inverse() == one);
  }

  @Test
  void aFileIsReadWithItsRelations() {
    var term =
        Json.read(
            tree(
                "{'name': 'a', 'relations': {'isA': ['b', {'term': 'c', 'status': 'draft'}],"
                    + " 'seeAlso': ['d']}}"),
            Term.class);

    assertThat(term.title()).isEqualTo("a");
    assertThat(term.widerTerms()).containsExactly("b", "c");
    assertThat(term.written())
        .extracting(Term.Relation::kind, one -> one.to().term(), one -> one.to().status())
        .containsExactly(
            tuple(TermRelation.IS_A, "b", "active"),
            tuple(TermRelation.IS_A, "c", "draft"),
            tuple(TermRelation.SEE_ALSO, "d", "active"));
  }

  @Test
  void aTermThatIsNotThereIsToldWithWhatIsMeant() {
    load(TERM + "relations: {isA: [custmer], seeAlso: [{term: nobody}]}\n");

    assertThat(problems.all())
        .extracting(Problem::code, Problem::hint)
        .containsExactly(
            tuple("term-not-found", "Did you mean 'customer'?"),
            tuple("term-not-found", "Known terms: customer, mine, subscriber."));
  }

  @Test
  void noTermIsAKindOfItselfWhoeverSaysSo() {
    load(
        String.join(
            "---\n",
            kindOf("customer", "isA: [mine]"),
            kindOf("mine", "isA: [subscriber]"),
            kindOf("subscriber", "isA: [customer]")));

    assertThat(problems.all())
        .extracting(Problem::code)
        .containsExactly("circle", "circle", "circle");
    assertThat(problems.all().get(0).message())
        .isEqualTo(
            "These terms are kinds of each other: customer -> mine -> subscriber -> customer.");
  }

  @Test
  void aKindThatTheOtherEndWritesClosesACircleToo() {
    load(kindOf("subscriber", "classifies: [customer]"));

    assertThat(problems.all()).extracting(Problem::code).containsExactly("circle");
  }

  private static String kindOf(String name, String relation) {
    return TERM.replace("mine", name) + "relations: {" + relation + "}\n";
  }

  @Test
  void noneIsRelatedToItselfOrBothTheSameAndTheOpposite() {
    load(TERM + "relations: {seeAlso: [mine], synonyms: [customer], antonyms: [customer]}\n");

    assertThat(problems.all())
        .extracting(Problem::code)
        .containsExactly("related-to-itself", "contradiction");
  }

  @Test
  void contractsNameTermsThatAreThere() {
    load(
        """
        apiVersion: v3.1.0
        kind: DataContract
        id: new
        version: 1.0.0
        status: active
        schema:
          - name: rows
            properties:
              - name: id
                logicalType: string
                authoritativeDefinitions:
                  - {type: businessDefinition, url: "weft:term/custmer"}
                  - {type: tutorial, url: "https://example.org/customer"}
        """);

    assertThat(problems.all())
        .extracting(Problem::code, problem -> problem.place().line())
        .containsExactly(tuple("term-not-found", 12));
  }

  @Test
  void whoRefersToATermIsFound() {
    assertThat(References.to(ResourceKey.parse("Term/customer"), MESH))
        .containsExactly(ResourceKey.parse("DataContract/old"));
    assertThat(References.to(ResourceKey.parse("Term/subscriber"), MESH))
        .containsExactly(ResourceKey.parse("Term/customer"));
  }

  private void load(String yaml) {
    new Documents().load(List.of(new SourceText("mesh.yaml", yaml)), MESH, problems);
  }

  private static ObjectNode tree(String json) {
    return (ObjectNode) Json.parse(json.replace('\'', '"'));
  }
}
