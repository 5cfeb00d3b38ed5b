package dev.weft.server;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.ConsoleMessage;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ReducedMotion;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;

/** A person before a browser of their own. It remembers what its pages did wrong. */
final class Visitor {
  private static final double PATIENCE_MILLIS = 20_000;

  /** Small enough for a manual: what is in git stays there. */
  private static final int MANUAL_WIDTH = 1180;

  private static final int MANUAL_HEIGHT = 740;
  private static final Path PICTURES = Path.of("target", "screenshots");
  private static final List<String> FLAGS =
      List.of(
          "--no-sandbox",
          "--disable-gpu",
          "--disable-background-networking",
          "--disable-component-update",
          "--disable-sync",
          "--no-first-run",
          "--disable-quic");

  private final BrowserContext context;
  private final Page page;
  private final Queue<String> faults = new ConcurrentLinkedQueue<>();

  Visitor(Browser browser, String url, int width, int height) {
    context =
        browser.newContext(
            new Browser.NewContextOptions()
                .setBaseURL(url)
                .setViewportSize(width, height)
                .setReducedMotion(ReducedMotion.REDUCE));
    page = context.newPage();
    page.setDefaultTimeout(PATIENCE_MILLIS);
    page.onPageError(error -> faults.add(page.url() + ": " + error));
    page.onConsoleMessage(
        message -> {
          if (message.type().equals("error")
              && !isQuestionWhoAmI(message)
              && !isRefusedApply(message)) {
            faults.add(page.url() + ": " + message.text() + " " + message.location());
          }
        });
    context.onRequest(
        request -> {
          if (!request.url().startsWith(url) && !request.url().startsWith("data:")) {
            faults.add("leaves the machine: " + request.url());
          }
        });
  }

  /** Whoever is not logged in yet is told so by 401, which the browser writes down as an error. */
  private static boolean isQuestionWhoAmI(ConsoleMessage message) {
    return message.text().contains("401") && message.location().contains("/api/v1/whoami");
  }

  /** What a person wrote may be refused: the page shows why, and the browser writes it down. */
  private static boolean isRefusedApply(ConsoleMessage message) {
    return message.text().contains("400") && message.location().contains("/api/v1/apply");
  }

  /** The machine's own Chromium; empty when there is none. Nothing is ever downloaded. */
  static Optional<Path> chromium() {
    return Stream.of("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome")
        .map(Path::of)
        .filter(Files::isExecutable)
        .findFirst();
  }

  static Playwright playwright() {
    return Playwright.create(
        new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
  }

  static Browser browser(Playwright playwright, Path chromium) {
    return playwright
        .chromium()
        .launch(new BrowserType.LaunchOptions().setExecutablePath(chromium).setArgs(FLAGS));
  }

  Page page() {
    return page;
  }

  /** Goes to a page and logs in there. */
  void signIn(String path, String name) {
    page.navigate(path);
    page.getByLabel("Name", new Page.GetByLabelOptions().setExact(true)).fill(name);
    page.getByLabel("Password", new Page.GetByLabelOptions().setExact(true))
        .fill(Bank.password(name));
    button("Sign in").click();
    page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Signed in as")).waitFor();
  }

  Locator button(String name) {
    return page.getByRole(
        AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
  }

  Locator tab(String name) {
    return page.getByRole(AriaRole.TAB, new Page.GetByRoleOptions().setName(name));
  }

  Locator heading(String name) {
    return page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setName(name).setLevel(1));
  }

  void sees(String text) {
    page.getByText(text).first().waitFor();
  }

  void picture(String name) {
    page.evaluate("() => window.scrollTo(0, 0)");
    page.screenshot(
        new Page.ScreenshotOptions().setPath(PICTURES.resolve(name + ".png")).setFullPage(true));
  }

  /**
   * A picture of what one sees without scrolling, also for the manual where that is asked for:
   * {@code -Dmanual.pictures=FOLDER}.
   */
  void manual(String name) {
    picture(name);
    keep(name, () -> {});
  }

  /** The same of what one has scrolled to. */
  void manual(String name, Locator part) {
    picture(name);
    keep(name, part::scrollIntoViewIfNeeded);
  }

  private void keep(String name, Runnable before) {
    var folder = System.getProperty("manual.pictures", "");
    if (!folder.isEmpty()) {
      var size = page.viewportSize();
      page.setViewportSize(MANUAL_WIDTH, MANUAL_HEIGHT);
      before.run();
      page.screenshot(new Page.ScreenshotOptions().setPath(Path.of(folder).resolve(name + ".png")));
      page.setViewportSize(size.width, size.height);
    }
  }

  boolean scrollsSideways() {
    return (Boolean)
        page.evaluate("() => document.documentElement.scrollWidth > window.innerWidth");
  }

  List<String> faults() {
    return List.copyOf(faults);
  }
}
