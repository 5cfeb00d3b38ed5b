package dev.weft.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.FilePayload;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;

/** Where all that people have written is taken away as a file and brought back. */
record BackupDesk(Visitor visitor) {
  private static final String TERM =
      """
      ---
      apiVersion: weft.dev/v1
      kind: Term
      name: %s
      domain: payments
      definition: %s
      """;

  /** What was saved changes nothing; with one more document in it, that one and nothing else. */
  void changesAndBringsBack(String term, String definition) {
    page().navigate("/operations");
    var saved = saved();
    assertThat(saved).contains("kind: Domain", "kind: DataProduct").doesNotContain("secret:");
    bring(saved);
    visitor.sees("documents are as they were.");
    assertThat(visitor.button("Apply").isDisabled()).isTrue();
    visitor.button("Leave it").click();

    bring(saved + TERM.formatted(term, definition));
    var changes = page().getByRole(AriaRole.DIALOG).locator(".restore-list li");
    changes.filter(new Locator.FilterOptions().setHasText(term)).waitFor();
    assertThat(changes.count()).isEqualTo(1);
    visitor.manual("restore");
    visitor.button("Apply").click();
    visitor.sees("It is so: 1 document.");

    page().navigate("/glossary/" + term);
    visitor.sees(definition);
  }

  private String saved() {
    var download = page().waitForDownload(() -> visitor.button("Download what is written").click());
    try {
      return Files.readString(download.path());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void bring(String text) {
    page()
        .locator("input[type=file]")
        .setInputFiles(
            new FilePayload(
                "weft-export.yaml", "application/yaml", text.getBytes(StandardCharsets.UTF_8)));
  }

  private Page page() {
    return visitor.page();
  }
}
