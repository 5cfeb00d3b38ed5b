package dev.weft.catalog.glossary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.weft.catalog.Shop;
import dev.weft.model.Assignments;
import dev.weft.model.PortFields.FieldTag;
import dev.weft.model.PortName;
import dev.weft.model.ResourceKind;
import dev.weft.model.Term;
import dev.weft.testing.MemoryMesh;
import java.util.List;
import org.junit.jupiter.api.Test;

class GlossaryTest {
  private static final PortName CUSTOMERS = PortName.parse("customers.customers").orElseThrow();

  private final MemoryMesh mesh = Shop.mesh();
  private final Glossary glossary = new Glossary();

  GlossaryTest() {
    mesh.follow(glossary);
    term("contact", "'title': 'Contact', 'tags': ['pii.contact; kind=any']");
    term("email", "'title': 'E-mail', 'tags': ['pii.email'], 'relations': {'isA': ['contact']}");
  }

  private void term(String name, String more) {
    mesh.put(
        ResourceKind.TERM,
        name,
        "{'name': '" + name + "', 'definition': 'What it is.', " + more + "}");
  }

  private void assign(String asset, String field, String term, String status) {
    mesh.put(
        ResourceKind.ASSIGNMENTS,
        asset,
        "{'asset': '%s', 'terms': {'%s': [{'term': '%s', 'status': '%s', 'confidence': 0.8}]}}"
            .formatted(asset, field, term, status));
  }

  @Test
  void aRelationIsSeenAtBothEnds() {
    assertThat(glossary.relations("contact"))
        .extracting(one -> one.kind().word(), one -> one.to().term(), Glossary.Relation::here)
        .containsExactly(tuple("classifies", "email", false));
    assertThat(glossary.relations("email"))
        .extracting(one -> one.kind().word(), one -> one.to().term(), Glossary.Relation::here)
        .containsExactly(tuple("isA", "contact", true));
  }

  @Test
  void whatBothSayComesOnce() {
    term("contact", "'relations': {'classifies': ['email'], 'antonyms': ['email']}");

    assertThat(glossary.relations("email"))
        .extracting(one -> one.kind().word())
        .containsExactly("antonyms", "isA");
  }

  @Test
  void aRelationGoesWithTheTermThatSaysIt() {
    mesh.remove(ResourceKind.TERM, "email");

    assertThat(glossary.relations("contact")).isEmpty();
    assertThat(glossary.terms()).extracting(Term::name).containsExactly("churn", "contact");
  }

  @Test
  void usesAreFoundWhoeverHasAssignedThem() {
    assign("customers.customers", "email", "email", "PROPOSED");
    mesh.put(
        ResourceKind.DATA_CONTRACT,
        "spending-v1",
        "{'id': 'spending-v1', 'schema': [{'name': 'rows', 'properties': [{'name': 'who',"
            + " 'logicalType': 'object', 'properties': [{'name': 'contact',"
            + " 'authoritativeDefinitions': [{'type': 'definition', 'url': 'weft:term/email'},"
            + " {'type': 'page', 'url': 'https://example.org'}]}]}]}]}");

    assertThat(glossary.uses("email"))
        .extracting(Glossary.Use::asset, Glossary.Use::field, use -> use.assignment().status())
        .containsExactly(
            tuple("customers.customers", "email", Assignments.Status.PROPOSED),
            tuple("spending.by_customer", "who.contact", Assignments.Status.VALIDATED));

    assign("spending.by_customer", "who.contact", "email", "REJECTED");
    assertThat(glossary.uses("email"))
        .extracting(Glossary.Use::asset, use -> use.assignment().status())
        .contains(tuple("spending.by_customer", Assignments.Status.REJECTED));

    mesh.remove(ResourceKind.ASSIGNMENTS, "spending.by_customer");
    mesh.remove(ResourceKind.DATA_CONTRACT, "spending-v1");
    assertThat(glossary.uses("email"))
        .extracting(Glossary.Use::asset)
        .containsExactly("customers.customers");
  }

  @Test
  void aFieldHasTheTagsOfItsTermAndOfWiderOnes() {
    assign("customers.customers", "email", "email", "VALIDATED");

    var tags = tags("email");

    assertThat(tags)
        .extracting(FieldTag::tag, FieldTag::evidence, FieldTag::confidence)
        .containsExactly(
            tuple("pii.email", "it is assigned the term E-mail", 0.8),
            tuple("pii.contact", "it is assigned the term E-mail, a kind of Contact", 0.8));
    assertThat(tags.get(1).attributes()).containsEntry("kind", "any");
    assertThat(tags).allMatch(tag -> tag.status() == FieldTag.Status.PROPAGATED);
    assertThat(tags("country")).isEmpty();
  }

  @Test
  void onlyWhatWasAcceptedGivesTags() {
    for (var status : Assignments.Status.values()) {
      assign("customers.customers", "email", "email", status.name());
      assertThat(tags("email").isEmpty()).as(status.name()).isEqualTo(!status.isAccepted());
    }
  }

  @Test
  void aTermOfThePortOrProductOrOfAnObjectHoldsForWhatIsInIt() {
    assign("customers", "", "contact", "VALIDATED");
    assertThat(tags("email")).extracting(FieldTag::tag).containsExactly("pii.contact");

    mesh.remove(ResourceKind.ASSIGNMENTS, "customers");
    assign("customers.customers", "", "contact", "VALIDATED");
    assertThat(tags("country")).extracting(FieldTag::tag).containsExactly("pii.contact");

    assign("customers.customers", "address", "contact", "VALIDATED");
    assertThat(tags("address.city")).extracting(FieldTag::tag).containsExactly("pii.contact");
    assertThat(tags("addressee")).isEmpty();
  }

  private List<FieldTag> tags(String field) {
    return new TermTags(glossary).of(mesh.state(), CUSTOMERS).of(field);
  }
}
