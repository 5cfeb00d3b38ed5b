package dev.weft.server;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.util.List;

/** The SQL workspace, as a visitor sits before it. */
record SqlDesk(Visitor visitor) {
  /** The first look starts Flink. */
  private static final double FIRST_LOOK_MILLIS = 120_000;

  static SqlDesk open(Visitor visitor) {
    visitor.page().navigate("/sql");
    return new SqlDesk(visitor);
  }

  private Page page() {
    return visitor.page();
  }

  private Locator editor() {
    return page().getByRole(AriaRole.TEXTBOX, new Page.GetByRoleOptions().setName("SQL statement"));
  }

  /** In place of what is there; as from the clipboard, so that nothing is completed. */
  void write(String sql) {
    editor().click();
    page().keyboard().press("Control+a");
    page().keyboard().insertText(sql);
  }

  /** The part of the statement that is underlined. */
  String underlined() {
    var part = page().locator(".cm-lintRange-error");
    part.first().waitFor(new Locator.WaitForOptions().setTimeout(FIRST_LOOK_MILLIS));
    return String.join("", part.allInnerTexts());
  }

  void isSound() {
    page()
        .getByText("No problems")
        .waitFor(new Locator.WaitForOptions().setTimeout(FIRST_LOOK_MILLIS));
  }

  /** By keyboard; until the last row is there. */
  void run() {
    editor().click();
    page().keyboard().press("Control+Enter");
    page()
        .locator(".sql-table tbody tr")
        .first()
        .waitFor(new Locator.WaitForOptions().setTimeout(FIRST_LOOK_MILLIS));
    page()
        .getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Run").setExact(true))
        .waitFor();
  }

  /** What the result has in a column. */
  List<String> column(String name) {
    var table = page().locator(".sql-table");
    var place = table.locator("thead th").allInnerTexts().indexOf(name) + 1;
    return table.locator("tbody td:nth-child(" + place + ")").allInnerTexts();
  }

  /** Fills the dialog for a product that is not there yet; the documents and their plan follow. */
  void publish(String product, String name, String domain, String port, String query) {
    visitor.button("Publish as product").click();
    var dialog = page().getByRole(AriaRole.DIALOG);
    dialog.getByLabel("Id of the product").fill(product);
    dialog.getByLabel("Name", new Locator.GetByLabelOptions().setExact(true)).fill(name);
    dialog
        .getByRole(AriaRole.TEXTBOX, new Locator.GetByRoleOptions().setName("Domain"))
        .or(dialog.getByRole(AriaRole.COMBOBOX, new Locator.GetByRoleOptions().setName("Domain")))
        .first()
        .click();
    page().getByRole(AriaRole.OPTION, new Page.GetByRoleOptions().setName(domain)).click();
    dialog.getByLabel("Name of the port").fill(port);
    dialog.getByLabel("Name of the query").fill(query);
    dialog.getByLabel("Purpose").fill("What each region spends, as it happens.");
    visitor.button("Write the documents").click();
    dialog.locator(".plan li").first().waitFor();
  }
}
