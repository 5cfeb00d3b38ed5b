package dev.weft.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.Media;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** The page that says what the mesh is worth, as somebody sits before it who has to pay for it. */
record ValueDesk(Visitor visitor) {
  private static final Path PAPER = Path.of("target", "screenshots", "value.pdf");
  private static final int PAGES_MAX = 2;

  /** One rate of one's own: it is marked as given, and all that is reckoned still as assumed. */
  void givesOneRate() {
    page().navigate("/value");
    visitor.sees("of 1 request");
    page().getByLabel("An hour of an engineer").fill("120");
    figure("engineer").getByText("given").waitFor();
    assertThat(page().url()).contains("hourlyRate=120");
    assertThat(origins(".versus")).isNotEmpty().containsOnly("assumed");
    assertThat(origins(".value-results")).isNotEmpty().containsOnly("assumed");
  }

  /** With all of them nothing is assumed any more, and the sums are those of the rates. */
  void givesAllRates() {
    var rates = page().locator(".value-rates input");
    for (var i = 0; i < rates.count() - 1; i++) {
      rates.nth(i).fill("2");
    }
    rates.last().fill("EUR");
    page()
        .locator(".versus .badge")
        .filter(new Locator.FilterOptions().setHasText("given"))
        .nth(1)
        .waitFor();
    assertThat(origins(".figures-table")).contains("given", "measured").doesNotContain("assumed");
    // A feed: 2 hours at 2, and in each of 2 years 2 hours at 2 and 2 for what it runs on.
    assertThat(page().locator(".versus-row strong").first().innerText()).contains("16", "€");
  }

  /** On paper there are the figures, dark on white, and nothing that one clicks. */
  void prints() {
    page().emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.DARK));
    page().waitForFunction("() => document.documentElement.dataset.mantineColorScheme === 'dark'");
    page().emulateMedia(new Page.EmulateMediaOptions().setMedia(Media.PRINT));
    for (var part : new String[] {".sidebar", ".topbar", ".value-rates", ".page-actions"}) {
      assertThat(page().locator(part).first().isVisible()).as(part).isFalse();
    }
    assertThat(page().locator(".figures-table").isVisible()).isTrue();
    var panel = "() => getComputedStyle(document.querySelector('.panel')).backgroundColor";
    assertThat(page().evaluate(panel)).isEqualTo("rgb(255, 255, 255)");
    var paper = page().pdf(new Page.PdfOptions().setFormat("A4").setPath(PAPER));
    var pages = new String(paper, StandardCharsets.ISO_8859_1).split("/Type /Page\\b").length - 1;
    assertThat(pages).isBetween(1, PAGES_MAX);
    page()
        .emulateMedia(
            new Page.EmulateMediaOptions()
                .setMedia(Media.SCREEN)
                .setColorScheme(ColorScheme.LIGHT));
  }

  private List<String> origins(String part) {
    return page().locator(part + " .badge").allInnerTexts();
  }

  private Locator figure(String name) {
    return page().locator(".figures-table tr").filter(new Locator.FilterOptions().setHasText(name));
  }

  private Page page() {
    return visitor.page();
  }
}
