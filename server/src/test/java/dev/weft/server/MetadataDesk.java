package dev.weft.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.WaitForSelectorState;
import dev.weft.model.Json;

/** Where what is known of data is written down and looked for, as a visitor sits before it. */
record MetadataDesk(Visitor visitor) {
  private static final String SET =
      """
      apiVersion: weft.dev/v1
      kind: BusinessMetadata
      name: risk
      title: Risk
      domain: payments
      appliesTo: [product, field]
      attributes:
        - {name: criticality, type: enum, values: [low, high], required: true}
        - {name: users, type: integer, minimum: 1}
      """;

  /** What the risk office wants to know of products. */
  static void define(Rest admin) {
    var body = Json.object();
    body.putArray("documents").addObject().put("file", "risk.yaml").put("text", SET);
    var applied = admin.post("/api/v1/apply", body);
    assertThat(applied.status()).as(applied.text()).isEqualTo(200);
  }

  private Page page() {
    return visitor.page();
  }

  /** Says it on the page of the product, where it is missing at first. */
  void fillIn(String product, String criticality, String users) {
    page().navigate("/products/" + product);
    visitor.sees("Required and not given: risk.criticality");
    panel("Business metadata").getByText("Change").click();
    var form = page().getByRole(AriaRole.DIALOG);
    form.getByLabel("criticality").first().click();
    page().getByRole(AriaRole.OPTION).filter(has(criticality)).first().click();
    form.getByLabel("users").fill(users);
    form.getByText("Save").click();
    panel("Business metadata").getByText(criticality).waitFor();
  }

  /** The same of one field, in the schema of its port. */
  void fillInField(String product, String field, String criticality) {
    page().navigate("/products/" + product);
    page().getByLabel("Business metadata of " + field).click();
    var form = page().getByRole(AriaRole.DIALOG);
    form.getByLabel("criticality").first().click();
    page().getByRole(AriaRole.OPTION).filter(has(criticality)).first().click();
    form.getByText("Save").click();
    form.waitFor(gone());
    page().getByLabel("Business metadata of " + field).click();
    assertThat(form.getByLabel("criticality").first().inputValue()).isEqualTo(criticality);
    page().keyboard().press("Escape");
    form.waitFor(gone());
  }

  /** Assigns a term to a field by the plus beside it. */
  void assign(String product, String field, String term) {
    page().navigate("/products/" + product);
    page().getByLabel("Say what " + field + " means").click();
    var form = page().getByRole(AriaRole.DIALOG);
    choose(form, "Term", term);
    form.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Assign")).click();
    form.waitFor(gone());
    row(field).locator(".term-meaning").filter(has(term)).waitFor();
  }

  /** Confirms a tag for a time, at the tag itself, which then says so. */
  void confirmUntil(String field, String tag, String until) {
    row(field).locator(".tag-button").filter(has(tag)).first().click();
    page().getByLabel("Why", new Page.GetByLabelOptions().setExact(true)).fill("Until then.");
    page().getByLabel("Holds until (optional)").fill(until);
    page().getByLabel("Confirm " + tag + " on " + field).click();
    visitor.sees("Holds");
    page().locator("body").hover();
    row(field).locator(".tag-button").filter(has(tag)).first().hover();
    page().getByText("confirmed").first().waitFor();
  }

  private Locator row(String field) {
    return page()
        .locator(".fields-table tr")
        .filter(new Locator.FilterOptions().setHas(page().getByText(field, exactly())))
        .first();
  }

  private static Page.GetByTextOptions exactly() {
    return new Page.GetByTextOptions().setExact(true);
  }

  private static Locator.WaitForOptions gone() {
    return new Locator.WaitForOptions().setState(WaitForSelectorState.HIDDEN);
  }

  /** Chooses it among the facets of everything; what is left first. */
  String found(String attribute, String value) {
    page().navigate("/search");
    var facet = page().locator("fieldset.facet").filter(has(attribute));
    facet.getByText(value).first().click();
    page().waitForURL("**/search?meta=*");
    visitor.sees("Read as: only " + attribute);
    return page().locator("[data-result]").first().innerText();
  }

  /** Relates a term to another, which then shows it. */
  void relate(String term, String relation, String other) {
    page().navigate("/glossary/" + term);
    panel("Related terms")
        .getByText("Relate", new Locator.GetByTextOptions().setExact(true))
        .click();
    var form = page().getByRole(AriaRole.DIALOG);
    choose(form, "Relation", relation);
    choose(form, "Term", other);
    form.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Relate")).click();
    panel("Related terms").getByText(other).waitFor();
  }

  private void choose(Locator form, String label, String option) {
    form.getByRole(AriaRole.COMBOBOX, new Locator.GetByRoleOptions().setName(label))
        .or(form.getByLabel(label))
        .first()
        .click();
    page().getByRole(AriaRole.OPTION).filter(has(option)).first().click();
  }

  private Locator panel(String title) {
    return page().locator("section.panel").filter(has(title)).last();
  }

  private static Locator.FilterOptions has(String text) {
    return new Locator.FilterOptions().setHasText(text);
  }
}
