package dev.weft.server;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Goes to every page that the portal has and says what is wrong there: whatever ran that somebody
 * had entered as text, what axe finds in light, in dark and on a phone, and what scrolls sideways.
 * The list of pages is the portal's own ({@code App.tsx}): one that is new and has no address here
 * is a fault, too.
 */
final class EveryPage {
  static final Path PORTAL = Path.of("").toAbsolutePath().getParent().resolve("portal");
  private static final Pattern ROUTE = Pattern.compile("<Route path=\"([^\"]+)\"");
  private static final String HOSTILE =
      URLEncoder.encode(HostileMesh.TEXT, StandardCharsets.UTF_8).replace("+", "%20");
  private static final int WIDE = 1360;
  private static final int HIGH = 850;
  private static final int PHONE_WIDE = 390;

  /** Before anything else runs: what the content security policy refuses is a fault, too. */
  static final String WATCH =
      """
      window.refused = [];
      document.addEventListener('securitypolicyviolation',
          one => window.refused.push(one.violatedDirective + ' ' + one.blockedURI + ' ' + one.sample));""";

  private static final String SETTLED =
      "() => document.querySelector('main h1, main .state-title, form')"
          + " && !document.querySelector('main .state[role=status], [aria-busy=true]')";

  /** Colours are looked at when they no longer change. */
  private static final String AT_REST =
      "() => document.getAnimations().every(one => one.playState !== 'running'"
          + " || one.effect.getComputedTiming().iterations === Infinity)";

  private static final String WHAT_RAN =
      """
      () => [
        ...(window.ran ? ['a script ran'] : []),
        ...window.refused,
        ...[...document.querySelectorAll('img[src=x], script:not([src]), svg[onload], [onerror]')]
            .map(one => 'is markup: ' + one.outerHTML.slice(0, 80)),
        ...[...document.querySelectorAll('a[href]')].filter(one => one.protocol === 'javascript:')
            .map(one => 'is a link: ' + one.href)]""";
  private static final String AXE =
      """
      async rules => (await window.axe.run(document, rules)).violations
          .map(one => one.id + ' at ' + one.nodes.slice(0, 2).map(node => node.html.slice(0, 90)).join(' and '))""";
  private static final Map<String, Object> ALL_RULES =
      Map.of("runOnly", List.of("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"));
  private static final Map<String, Object> CONTRAST = Map.of("runOnly", List.of("color-contrast"));

  private static final Map<String, List<String>> ADDRESSES = new LinkedHashMap<>();

  static {
    at("/", "/");
    at("/search", "/search?q=hostile", "/search?q=" + HOSTILE);
    at(
        "/products/:id",
        "/products/hostile",
        "/products/hostile?tab=connect",
        "/products/hostile?tab=sample",
        "/products/hostile?tab=quality",
        "/products/hostile?tab=versions",
        "/products/hostile?tab=seen",
        "/products/hostile?tab=quarantine",
        "/products/" + HOSTILE);
    at("/domains", "/domains");
    at("/domains/:name", "/domains/hostile");
    at("/glossary", "/glossary");
    at("/glossary/:name", "/glossary/hostile");
    at("/people/:name", "/people/" + HostileMesh.VISITOR);
    at("/resources/:kind/:name", "/resources/flow/hostile", "/resources/term/" + HOSTILE);
    at("/inbox", "/inbox");
    at("/requests", "/requests", "/requests?view=mine", "/requests?view=all");
    at("/wishes", "/wishes");
    at("/wishes/:id", "/wishes/" + HOSTILE);
    at("/keys", "/keys");
    at("/agents", "/agents");
    at("/device", "/device?code=" + HOSTILE);
    at("/lineage", "/lineage?node=product%2Fhostile", "/lineage?node=" + HOSTILE);
    at("/trace", "/trace?at=hostile.all%2F0%2F0", "/trace?at=" + HOSTILE);
    at("/explain", "/explain?who=nora&port=hostile.all", "/explain?who=" + HOSTILE);
    at("/policies", "/policies");
    at("/policies/:name", "/policies/hostile");
    at("/new-policy", "/new-policy");
    at("/flows", "/flows");
    at("/flows/:name", "/flows/hostile");
    at("/draw", "/draw");
    at("/draw/:name", "/draw/hostile");
    at("/queries", "/queries");
    at("/queries/:name", "/queries/spending-by-region");
    at("/sql", "/sql");
    at("/erasures", "/erasures");
    at("/erasures/:id", "/erasures/" + HOSTILE);
    at("/operations", "/operations");
    at("/value", "/value?currency=" + HOSTILE);
    at("/audit", "/audit", "/audit?view=who");
    at("*", "/nothing-here/" + HOSTILE);
  }

  private static void at(String route, String... addresses) {
    ADDRESSES.put(route, List.of(addresses));
  }

  private final Visitor visitor;
  private final String axe;
  private final List<String> faults = new ArrayList<>();

  EveryPage(Visitor visitor) {
    this.visitor = visitor;
    axe = text(PORTAL.resolve("node_modules/axe-core/axe.min.js"));
    page()
        .onDialog(
            dialog -> {
              faults.add(page().url() + ": a dialog says " + dialog.message());
              dialog.dismiss();
            });
    page().addInitScript(WATCH);
  }

  private Page page() {
    return visitor.page();
  }

  /** The portal's routes of which no address is known here. */
  static List<String> forgotten() {
    var routes = new TreeSet<String>();
    var found = ROUTE.matcher(text(PORTAL.resolve("src/App.tsx")));
    while (found.find()) {
      routes.add(found.group(1));
    }
    routes.removeAll(ADDRESSES.keySet());
    return List.copyOf(routes);
  }

  /** All of them, and these as well. */
  List<String> faults(List<String> more) {
    ADDRESSES.values().forEach(addresses -> addresses.forEach(this::look));
    more.forEach(this::look);
    return List.copyOf(faults);
  }

  private void look(String address) {
    page().setViewportSize(WIDE, HIGH);
    page().emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.LIGHT));
    page().navigate(address);
    page().waitForFunction(SETTLED);
    tell(address, "", page().evaluate(WHAT_RAN));
    page().evaluate(axe);
    page().waitForFunction(AT_REST);
    tell(address, "light: ", page().evaluate(AXE, ALL_RULES));
    page().emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.DARK));
    page().waitForFunction("() => document.documentElement.dataset.mantineColorScheme === 'dark'");
    page().waitForFunction(AT_REST);
    tell(address, "dark: ", page().evaluate(AXE, CONTRAST));
    page().setViewportSize(PHONE_WIDE, HIGH);
    tell(address, "phone: ", page().evaluate(AXE, ALL_RULES));
    if (visitor.scrollsSideways()) {
      faults.add(address + ": scrolls sideways on a phone");
    }
  }

  private void tell(String address, String where, Object found) {
    ((List<?>) found).forEach(one -> faults.add(address + ": " + where + one));
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
