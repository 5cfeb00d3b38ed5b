package dev.weft.server;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.WaitForSelectorState;

/** The page on which flows are drawn, as a visitor sits before it. */
record DrawingDesk(Visitor visitor) {
  /** A new flow of this name, of which nothing is drawn. */
  static DrawingDesk begin(Visitor visitor, String name, String product) {
    visitor.page().navigate("/flows");
    visitor
        .page()
        .getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Draw a flow"))
        .click();
    visitor.page().getByLabel("Name").fill(name);
    visitor
        .page()
        .getByRole(AriaRole.COMBOBOX, new Page.GetByRoleOptions().setName("Product"))
        .or(
            visitor
                .page()
                .getByRole(AriaRole.TEXTBOX, new Page.GetByRoleOptions().setName("Product")))
        .first()
        .fill(product);
    visitor.page().keyboard().press("Escape");
    visitor.button("Begin").click();
    visitor.sees("Nothing is drawn yet");
    return new DrawingDesk(visitor);
  }

  static DrawingDesk open(Visitor visitor, String name) {
    visitor.page().navigate("/draw/" + name);
    visitor.page().locator(".react-flow__node").first().waitFor();
    return new DrawingDesk(visitor);
  }

  private Page page() {
    return visitor.page();
  }

  /** From the palette, by its name and Enter. */
  void take(String type, String name) {
    page().getByLabel("Find a processor").fill(type);
    page().keyboard().press("Enter");
    node(name).waitFor();
    // By then all of it has been brought into view, and nothing moves beneath the mouse.
    page()
        .getByText("Looking…")
        .waitFor(new Locator.WaitForOptions().setState(WaitForSelectorState.HIDDEN));
  }

  Locator node(String name) {
    return page().locator(".react-flow__node[data-id='" + name + "']");
  }

  /** Drags a line from the one to the other. */
  void connect(String from, String to) {
    node(from)
        .locator(".react-flow__handle.source")
        .dragTo(node(to).locator(".react-flow__handle.target"));
    page().locator(".react-flow__edge").first().waitFor(attached());
  }

  private static Locator.WaitForOptions attached() {
    return new Locator.WaitForOptions().setState(WaitForSelectorState.ATTACHED);
  }

  /** A setting of the chosen processor. */
  Locator setting(String name) {
    return page().locator(".workbench-side .settings").getByLabel(name).first();
  }

  /** What is said to be wrong with the chosen processor. */
  Locator problem() {
    return page().locator(".workbench-side [id$='-error'], .workbench-side .problem").first();
  }

  void isSound() {
    page().getByText("No problems").waitFor();
  }

  /** Has the chosen processor of a running flow recorded, and gives it one FlowFile again. */
  void replaysOne() {
    visitor.button("Record").click();
    var again =
        page().locator(".workbench-side .events-table button").filter(has("Replay")).first();
    again.waitFor();
    visitor.manual("flow-replay", again);
    again.click();
    page().locator(".workbench-side .flow-message").filter(has("went into")).first().waitFor();
    visitor.button("Stop recording").click();
    visitor.button("Record").waitFor();
  }

  private static Locator.FilterOptions has(String text) {
    return new Locator.FilterOptions().setHasText(text);
  }

  /** What differs, and then it is so. */
  void reviewAndApply(String manual) {
    visitor.button("Review and apply").click();
    page().getByRole(AriaRole.DIALOG).locator(".diff-new").first().waitFor();
    visitor.manual(manual);
    visitor.button("Apply").click();
  }
}
