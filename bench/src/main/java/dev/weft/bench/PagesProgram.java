package dev.weft.bench;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.AriaRole;
import dev.weft.model.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * How long the portal's pages take in the machine's own Chromium, before a server with the metadata
 * of very many products: until something is painted, and until what one came for is there.
 */
final class PagesProgram implements Program {
  private static final int BATCH = 100;
  private static final int ASKED = 5;
  private static final int TRIES = 10;
  private static final String PASSWORD = "a long enough password";
  private static final Path CHROMIUM = Path.of("/usr/bin/chromium");
  private static final double PATIENCE_MILLIS = 60_000;

  /** When nothing loads any more and what was waited for is there, by the page's own clock. */
  private static final String IS_THERE =
      """
      wanted => document.querySelector(wanted)
          && !document.querySelector('main .state[role=status]')
          && performance.now()""";

  private static final String PAINTED =
      """
      () => performance.getEntriesByType('paint')
          .filter(one => one.name === 'first-contentful-paint')
          .map(one => one.startTime)[0] ?? -1""";
  private static final String LOADED =
      """
      () => performance.getEntriesByType('resource')
          .filter(one => one.name.includes('/api/'))
          .reduce((sum, one) => sum + one.transferSize, 0)""";
  private static final String NODES = "() => document.querySelectorAll('*').length";

  private static final String EDGE = ".react-flow__edge";

  /** A page, and what on it one came for. */
  private record Place(String name, String path, String wanted) {}

  private static final List<Place> PLACES =
      List.of(
          new Place("Home", "/", "main .list-row"),
          new Place("Search, two words", "/search?q=card+payment", "[data-result]"),
          new Place("Search, nothing typed", "/search", "[data-result]"),
          new Place("A product", "/products/p4321", ".fields-table tbody tr"),
          new Place("Domains, with the map", "/domains", EDGE),
          new Place("A domain of 500 products", "/domains/d7", "a.list-row[href^='/products/']"),
          new Place("Lineage of a product, depth 3", "/lineage?node=product%2Fp4321", EDGE),
          new Place(
              "Lineage of 2,000 nodes, depth 12, folded",
              "/lineage?node=product%2Fp0&direction=down&depth=12",
              EDGE),
          new Place(
              "Lineage of 2,000 nodes, depth 12, not folded",
              "/lineage?node=product%2Fp0&direction=down&depth=12&fold=no",
              EDGE),
          new Place("Who sees what", "/explain?who=person-7&port=p4321.out", "main .panel"),
          new Place("A person", "/people/" + LargeMesh.VISITOR, ".principals a"),
          new Place("Requests, all", "/requests?view=all", "main tbody tr, main .list-row"),
          new Place("Inbox", "/inbox", "main .inbox-item, main .state-title"),
          new Place("Glossary", "/glossary", "main tbody tr, main .list-row"),
          new Place("Policies", "/policies", "main .state-title, main tbody tr"),
          new Place("A new policy", "/new-policy", "main fieldset"),
          new Place("SQL workspace", "/sql", ".port-tree-list li"),
          new Place("Draw a flow", "/draw", "main form"),
          new Place("Operations", "/operations", "main .tile"),
          new Place("Audit", "/audit", "main tbody tr"),
          new Place("Value", "/value", "main table, main .panel"));

  private final List<String> launcher;

  /** {@code launcher} starts a server when {@code up} and its options are added. */
  PagesProgram(List<String> launcher) {
    this.launcher = List.copyOf(launcher);
  }

  @Override
  public String name() {
    return "pages";
  }

  @Override
  public String summary() {
    return "Opens the portal's pages in Chromium before a server with very many products.";
  }

  @Override
  public Map<String, String> options() {
    return Map.of(
        "products", "10000", "people", "1000", "askers", "100", "rounds", "5", "vectors", "off");
  }

  @Override
  public void run(Options options, Report report) throws Exception {
    if (!Files.isExecutable(CHROMIUM)) {
      throw Problem.environment(
              "no-chromium", "There is no " + CHROMIUM + ".", "Install it; nothing is downloaded.")
          .asException();
    }
    var mesh = new LargeMesh(options.count("products"), options.count("people"));
    var folder = Files.createTempDirectory("weft-bench-pages-");
    var more = List.of("--search-vectors", options.text("vectors"));
    try (var server = ServerProcess.start(launcher, folder, more)) {
      fill(server, mesh, options.countOrNone("askers"), report);
      measure(server, options.count("rounds"), report);
    } finally {
      delete(folder);
    }
  }

  private static void fill(ServerProcess server, LargeMesh mesh, int askers, Report report)
      throws IOException, InterruptedException {
    var begin = System.nanoTime();
    apply(server, mesh.begin());
    for (var from = 0; from < mesh.products(); from += BATCH) {
      apply(server, mesh.products(from, Math.min(mesh.products(), from + BATCH)));
    }
    server.password(LargeMesh.VISITOR, PASSWORD);
    for (var i = 0; i < askers; i++) {
      server.password(LargeMesh.person(i), PASSWORD);
      server.subscribe(LargeMesh.person(i), PASSWORD, mesh.ports(i, ASKED), "statistics");
    }
    report.line(
        "%,d products with %,d fields, %,d requests: loaded in %.0f s, %,.0f MB resident",
        mesh.products(),
        mesh.products() * LargeMesh.FIELDS,
        askers * ASKED,
        (System.nanoTime() - begin) / 1e9,
        server.residentBytes() / 1048576.0);
  }

  /**
   * Again where the machine was so busy that the log did not answer: applied twice is applied once.
   */
  private static void apply(ServerProcess server, List<String> documents)
      throws IOException, InterruptedException {
    for (var tried = 1; ; tried++) {
      try {
        server.apply(documents);
        return;
      } catch (IOException e) {
        if (tried == TRIES || !e.getMessage().contains(": 503 ")) {
          throw e;
        }
      }
    }
  }

  private static void measure(ServerProcess server, int rounds, Report report) {
    try (var playwright =
            Playwright.create(
                new Playwright.CreateOptions()
                    .setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        var browser =
            playwright
                .chromium()
                .launch(
                    new BrowserType.LaunchOptions()
                        .setExecutablePath(CHROMIUM)
                        .setArgs(
                            List.of(
                                "--no-sandbox",
                                "--disable-gpu",
                                "--disable-quic",
                                "--no-first-run",
                                "--disable-background-networking",
                                "--disable-component-update",
                                "--disable-sync")))) {
      var table =
          report.table("page", "first paint, ms", "content there, ms", "kB of answers", "elements");
      row(table, "Sign in, nothing cached", cold(browser, server.url(), rounds));
      var context = signedIn(browser, server.url());
      for (var place : PLACES) {
        try {
          var looks = new ArrayList<Look>();
          look(context, place);
          for (var round = 0; round < rounds; round++) {
            looks.add(look(context, place));
          }
          row(table, place.name(), looks);
        } catch (com.microsoft.playwright.TimeoutError e) {
          table.row(
              place.name(), "–", "not within " + (int) (PATIENCE_MILLIS / 1e3) + " s", "–", "–");
        }
      }
      table.print();
    }
  }

  /** What one look at a page took. */
  private record Look(double painted, double there, double bytes, double nodes) {}

  private static List<Look> cold(Browser browser, String url, int rounds) {
    var looks = new ArrayList<Look>();
    for (var round = 0; round < rounds; round++) {
      try (var context = context(browser, url)) {
        looks.add(look(context, new Place("", "/login", "form input")));
      }
    }
    return looks;
  }

  private static BrowserContext signedIn(Browser browser, String url) {
    var context = context(browser, url);
    try (var page = context.newPage()) {
      page.navigate("/login");
      page.getByLabel("Name", new Page.GetByLabelOptions().setExact(true)).fill(LargeMesh.VISITOR);
      page.getByLabel("Password", new Page.GetByLabelOptions().setExact(true)).fill(PASSWORD);
      page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Sign in")).click();
      page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Signed in as"))
          .waitFor();
    }
    return context;
  }

  private static BrowserContext context(Browser browser, String url) {
    return browser.newContext(
        new Browser.NewContextOptions().setBaseURL(url).setViewportSize(1360, 850));
  }

  private static Look look(BrowserContext context, Place place) {
    try (var page = context.newPage()) {
      page.setDefaultTimeout(PATIENCE_MILLIS);
      page.navigate(place.path());
      var there = page.waitForFunction(IS_THERE, place.wanted()).jsonValue();
      return new Look(
          number(page.evaluate(PAINTED)),
          number(there),
          number(page.evaluate(LOADED)),
          number(page.evaluate(NODES)));
    }
  }

  private static double number(Object value) {
    return ((Number) value).doubleValue();
  }

  private static void row(Report.Table table, String name, List<Look> looks) {
    table.row(
        name,
        Report.thousands(Percentiles.median(looks.stream().mapToDouble(Look::painted).toArray())),
        Report.thousands(Percentiles.median(looks.stream().mapToDouble(Look::there).toArray())),
        Report.thousands(
            Percentiles.median(looks.stream().mapToDouble(Look::bytes).toArray()) / 1e3),
        Report.thousands(Percentiles.median(looks.stream().mapToDouble(Look::nodes).toArray())));
  }

  private static void delete(Path root) throws IOException {
    try (var files = Files.walk(root)) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
