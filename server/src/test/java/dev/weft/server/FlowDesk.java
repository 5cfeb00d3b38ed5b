package dev.weft.server;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.WaitForSelectorState;

/** The page of one flow that runs, as a visitor sits before it. */
record FlowDesk(Visitor visitor, String flow) {

  /** What one processor sends waits while the next is paused; then it is gone. */
  void pausesLooksIntoTheQueueAndDropsIt(String from, String to) {
    open();
    page().locator(".react-flow__node").first().waitFor();
    visitor.button("Pause " + to).click();
    visitor.button("Resume " + to).waitFor();
    var queue = page().locator("tr").filter(has(to)).filter(has("Look"));
    queue.getByText("B", new Locator.GetByTextOptions().setExact(false)).first().waitFor();
    visitor.picture("flow-paused");
    var connection = from + ".success -> " + to;
    visitor.button("Look into " + connection).click();
    var drawer = page().getByRole(AriaRole.DIALOG);
    drawer.getByText("Show content").first().click();
    drawer.locator(".queued-content").or(drawer.locator(".notice")).first().waitFor();
    visitor.picture("flow-queue");

    visitor.button("Drop all that waits in " + connection).click();
    visitor.sees("gone for good");
    visitor.picture("flow-drop");
    visitor.button("Drop it").click();
    page().getByText("gone for good").waitFor(hidden());

    page().keyboard().press("Escape");
    visitor.button("Resume " + to).click();
    visitor.button("Pause " + to).waitFor();
  }

  /** A wrong value is said at its field; a right one holds. */
  void changesASetting(String processor, String setting, String wrong, String right) {
    open();
    visitor.button("Settings of " + processor).click();
    var field = page().getByLabel(setting);
    field.fill(wrong);
    visitor.button("Save").click();
    page().locator("[id$='-error']").filter(has(setting)).waitFor();
    visitor.picture("flow-setting-refused");

    field.fill(right);
    visitor.button("Save").click();
    page().getByRole(AriaRole.DIALOG).waitFor(hidden());
  }

  private void open() {
    page().navigate("/flows/" + flow);
  }

  private Page page() {
    return visitor.page();
  }

  private static Locator.FilterOptions has(String text) {
    return new Locator.FilterOptions().setHasText(text);
  }

  private static Locator.WaitForOptions hidden() {
    return new Locator.WaitForOptions().setState(WaitForSelectorState.HIDDEN);
  }
}
