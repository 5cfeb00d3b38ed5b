package dev.weft.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.WaitForSelectorState;
import java.util.Map;

/** The page of one's AI agents, as a person sits before it. */
record AgentsDesk(Visitor visitor, Bank bank) {

  /** Makes a token, which is shown this once. */
  Rest makes(String agent, String purpose) {
    page().navigate("/agents");
    visitor.sees("No agent works for you yet.");
    page().getByLabel("What you call the agent").fill(agent);
    page().getByLabel("What it may read for").fill(purpose);
    page().getByText("7 days").click();
    visitor.button("Make a token").click();
    visitor.sees("The token is shown this once.");
    var token = page().locator(".secret code").first().textContent();
    assertThat(page().getByLabel("Configuration", exactly()).textContent())
        .contains(token, bank.url() + "/mcp");
    row(agent).getByText(purpose).waitFor();
    page().navigate("/agents");
    row(agent).waitFor();
    assertThat(page().content()).doesNotContain(token);
    return new Rest(bank.url(), token);
  }

  /** The agent asks for a port whose terms of use its person has to accept, and cannot itself. */
  String asks(Rest agent, String port) throws Exception {
    var told =
        new Agent(agent, true, "")
            .calls(new Agent.Call("request_access", Map.of("port", port)))
            .path("results")
            .get(0)
            .path("structuredContent");
    assertThat(told.at("/waitsForPerson/termsOfUse/version").asText()).as("%s", told).isNotEmpty();
    return told.path("id").asText();
  }

  /** What waits is there by itself; then it waits no more. */
  void acceptsTheTermsOf(String port, String words) {
    page().getByText(port).first().waitFor();
    visitor.button("Read and accept").waitFor();
    visitor.manual("agents");
    visitor.button("Read and accept").click();
    visitor.sees(words);
    visitor.button("I accept these terms of use.").click();
    visitor.sees("Nothing waits for you.");
  }

  /** Its token opens nothing any more. */
  void withdraws(String agent, Rest with) {
    page().navigate("/agents");
    visitor.button("Withdraw the token of " + agent).click();
    row(agent).waitFor(new Locator.WaitForOptions().setState(WaitForSelectorState.HIDDEN));
    var ping = "{\"jsonrpc\": \"2.0\", \"id\": 1, \"method\": \"ping\"}";
    assertThat(with.send("POST", "/mcp", ping).status()).isEqualTo(401);
  }

  private Page page() {
    return visitor.page();
  }

  private Locator row(String agent) {
    return page()
        .getByRole(AriaRole.ROW)
        .filter(new Locator.FilterOptions().setHasText(agent))
        .first();
  }

  private static Page.GetByLabelOptions exactly() {
    return new Page.GetByLabelOptions().setExact(true);
  }
}
