package dev.weft.server;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.TimeoutError;
import com.microsoft.playwright.options.AriaRole;
import java.time.Duration;
import java.util.List;

/** The page on which a policy is written and tried, as a visitor sits before it. */
record PolicyDesk(Visitor visitor) {
  private static final int SOON_MILLIS = 8_000;

  static PolicyDesk open(Visitor visitor) {
    visitor.page().navigate("/new-policy");
    visitor.tab("Text").click();
    return new PolicyDesk(visitor);
  }

  private Page page() {
    return visitor.page();
  }

  /** In place of what is there; as people do, once more when the page was not ready for it. */
  void write(String yaml) {
    var editor =
        page()
            .getByRole(
                AriaRole.TEXTBOX, new Page.GetByRoleOptions().setName("A new policy as text"));
    var sound = page().getByText("No problems");
    Eventually.within(
        Duration.ofSeconds(40),
        () -> "the policy as text: " + editor.innerText(),
        () -> {
          editor.press("Control+a");
          page().keyboard().insertText(yaml);
          return isThereSoon(sound);
        });
  }

  private static boolean isThereSoon(Locator awaited) {
    try {
      awaited.first().waitFor(new Locator.WaitForOptions().setTimeout(SOON_MILLIS));
      return true;
    } catch (TimeoutError e) {
      return false;
    }
  }

  /** Plays recorded accesses against what is written; the row of one reader. */
  Locator tried(String reader, String effect) {
    visitor.tab("Recorded accesses").click();
    visitor.button("Try it").click();
    var row = page().locator(".effects-table tbody tr").filter(has(reader)).filter(has(effect));
    row.first().waitFor();
    return row.first();
  }

  /** Looks at the newest records as somebody else would see them. */
  void lookAs(String reader, String port) {
    visitor.tab("What would they see?").click();
    fill("Person or product", reader);
    fill("Port", port);
    visitor.button("Look").click();
    page().locator(".preview-table tbody tr").first().waitFor();
  }

  /** Of one field of the record that is shown: as the visitor sees it, they do, and they would. */
  List<String> sights(String field) {
    return page()
        .locator(".preview-table tbody tr")
        .filter(has(field))
        .first()
        .locator("td")
        .allInnerTexts();
  }

  private void fill(String label, String text) {
    page()
        .getByRole(AriaRole.TABPANEL, new Page.GetByRoleOptions().setName("What would they see?"))
        .locator("input")
        .nth(label.equals("Port") ? 1 : 0)
        .fill(text);
    page().keyboard().press("Escape");
  }

  private static Locator.FilterOptions has(String text) {
    return new Locator.FilterOptions().setHasText(text);
  }
}
