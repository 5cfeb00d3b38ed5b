package dev.weft.server.glossary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.weft.catalog.glossary.Glossary;
import dev.weft.model.Assignments.Status;
import dev.weft.model.PortName;
import dev.weft.model.ProblemException;
import dev.weft.model.ResourceKind;
import dev.weft.server.Fixture;
import dev.weft.server.glossary.GlossaryPages.Meaning;
import dev.weft.server.glossary.GlossaryPages.Suggested;
import dev.weft.server.glossary.TermAssignments.Wanted;
import dev.weft.server.identity.Caller;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class TermAssignmentsTest {
  private static final String PORT = "customers.customers";
  private static final Caller TOM = Fixture.caller("tom");

  private final Fixture shop = new Fixture();
  private final Glossary glossary = new Glossary();
  private final TermAssignments assignments = new TermAssignments(shop.mesh, glossary);
  private final GlossaryPages pages = new GlossaryPages(shop.mesh, glossary);

  TermAssignmentsTest() {
    shop.mesh.follow(glossary);
    shop.mesh.put(
        ResourceKind.TERM,
        "e-mail",
        "{'name': 'e-mail', 'title': 'E-mail address', 'definition': 'Where a person gets mail.',"
            + " 'alsoCalled': ['email'], 'stewards': ['tom'], 'tags': ['pii.email']}");
  }

  private static Wanted wanted(String field, String status) {
    return new Wanted(PORT, field, status, OptionalDouble.empty(), "", "");
  }

  @Test
  void whoAnswersForTheDataSaysWhatItMeans() {
    var assignment = assignments.assign(Fixture.OLGA, "e-mail", wanted("email", ""));

    assertThat(assignment.status()).isEqualTo(Status.VALIDATED);
    assertThat(pages.page(Fixture.ADA, "e-mail").uses())
        .extracting(GlossaryPages.Use::asset, GlossaryPages.Use::field, GlossaryPages.Use::by)
        .containsExactly(tuple(PORT, "email", "olga"));
    assertThat(shop.mesh.audit())
        .last()
        .satisfies(event -> assertThat(event.action()).isEqualTo("term.assign"));
  }

  @Test
  void aStewardOfTheTermProposesAndNothingElse() {
    assertThat(assignments.assign(TOM, "e-mail", wanted("email", "")).status())
        .isEqualTo(Status.PROPOSED);
    refused("not-yours", () -> assignments.assign(TOM, "e-mail", wanted("email", "validated")));
    refused("not-yours", () -> assignments.assign(Fixture.ADA, "e-mail", wanted("email", "")));

    assertThat(assignments.assign(Fixture.PIA, "e-mail", wanted("email", "")).status())
        .isEqualTo(Status.VALIDATED);
    refused("not-yours", () -> assignments.remove(TOM, "e-mail", PORT, "email"));
    assertThat(pages.page(TOM, "e-mail").mayChange()).isTrue();
    assertThat(pages.page(Fixture.ADA, "e-mail").mayChange()).isFalse();
  }

  @Test
  void whatIsHiddenIsNoUseOfATermToOthers() {
    assignments.assign(Fixture.OLGA, "e-mail", wanted("email", ""));
    var hidden = "'customProperties':[{'property':'weft.visibility','value':'hidden'}],";
    shop.mesh.put(
        ResourceKind.DATA_PRODUCT,
        "customers",
        Fixture.product("olga").replace("'status'", hidden + "'status'"));

    assertThat(pages.page(Fixture.ADA, "e-mail").uses()).isEmpty();
    assertThat(pages.page(Fixture.OLGA, "e-mail").uses()).hasSize(1);
    refused("no-such-asset", () -> pages.ofPort(Fixture.ADA, PortName.parse(PORT).orElseThrow()));
  }

  /** With the term its tags go, and with them the mask. */
  @Test
  void anOwnerDoesNotTakeBackWhatAStewardSaid() {
    shop.mesh.put(ResourceKind.DATA_PRODUCT, "customers", Fixture.product("ada"));
    assignments.assign(Fixture.ADA, "e-mail", wanted("email", ""));
    assignments.remove(Fixture.ADA, "e-mail", PORT, "email");

    assignments.assign(Fixture.PIA, "e-mail", wanted("email", ""));
    refused("not-yours", () -> assignments.remove(Fixture.ADA, "e-mail", PORT, "email"));
    refused(
        "not-yours", () -> assignments.assign(Fixture.ADA, "e-mail", wanted("email", "rejected")));

    shop.mesh.put(ResourceKind.TERM, "e-mail", "{'name': 'e-mail', 'definition': 'x'}");
    assignments.remove(Fixture.ADA, "e-mail", PORT, "email");
  }

  @Test
  void whatIsNotThereIsToldWithWhatIsMeant() {
    refused("no-such-term", () -> assignments.assign(Fixture.OLGA, "mail", wanted("email", "")));
    refused("no-such-field", () -> assignments.assign(Fixture.OLGA, "e-mail", wanted("emial", "")));
    refused(
        "no-such-asset",
        () ->
            assignments.assign(
                Fixture.OLGA,
                "e-mail",
                new Wanted("customers.gone", "", "", OptionalDouble.empty(), "", "")));
    refused("bad-status", () -> assignments.assign(Fixture.OLGA, "e-mail", wanted("email", "x")));
    refused(
        "bad-confidence",
        () ->
            assignments.assign(
                Fixture.OLGA,
                "e-mail",
                new Wanted(PORT, "email", "", OptionalDouble.of(Double.NaN), "", "")));
    refused("not-assigned", () -> assignments.remove(Fixture.OLGA, "e-mail", PORT, "email"));
  }

  @Test
  void aSuggestionThatWasRejectedDoesNotComeAgain() {
    var port = PortName.parse(PORT).orElseThrow();
    assertThat(pages.ofPort(Fixture.OLGA, port).suggestions())
        .extracting(Suggested::field, Suggested::term, Suggested::evidence)
        .containsExactly(tuple("email", "e-mail", "it is called so"));

    assignments.assign(Fixture.OLGA, "e-mail", wanted("email", "rejected"));

    assertThat(pages.ofPort(Fixture.OLGA, port).suggestions()).isEmpty();
    assertThat(pages.ofPort(Fixture.OLGA, port).items())
        .extracting(Meaning::field, Meaning::status)
        .containsExactly(tuple("email", Status.REJECTED));

    assignments.remove(Fixture.OLGA, "e-mail", PORT, "email");
    assertThat(pages.ofPort(Fixture.OLGA, port).suggestions()).hasSize(1);
  }

  @Test
  void fieldsAreKnownByWordsWhateverTheyAreWrittenLike() {
    var suggestions = new TermSuggestions(glossary.terms());

    assertThat(suggestions.of("customer.eMailAddresses", "")).hasSize(1);
    assertThat(suggestions.of("work_email", "").get(0).evidence()).isEqualTo("its name ends so");
    assertThat(suggestions.of("x", "The e-mail address we write to").get(0).confidence())
        .isEqualTo(0.6);
    assertThat(suggestions.of("emailed", "")).isEmpty();
  }

  private static void refused(String code, Runnable act) {
    assertThatThrownBy(act::run)
        .isInstanceOfSatisfying(
            ProblemException.class, problem -> assertThat(problem.first().code()).isEqualTo(code));
  }
}
