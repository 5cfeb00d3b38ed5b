package dev.weft.processors.standard;

import com.google.re2j.Pattern;
import dev.weft.spi.flow.Content.Bytes;
import dev.weft.spi.flow.ContentSpace;
import dev.weft.spi.flow.Doc;
import dev.weft.spi.flow.KeepsFields;
import dev.weft.spi.flow.Processor;
import dev.weft.spi.flow.ProcessorContext;
import dev.weft.spi.flow.ProcessorType;
import dev.weft.spi.flow.SendsNothing;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Sorts the lines of text: each goes to the first relationship whose expression is in it. */
public final class RouteText
    implements ProcessorType.OfProcessor<RouteText.Settings>,
        KeepsFields<RouteText.Settings>,
        SendsNothing<RouteText.Settings> {
  /** The routes, in order. */
  public record Settings(
      @Doc(
              "Relationship to regular expression (RE2). A line goes to the first that is found in"
                  + " it, else to unmatched; the lines of one relationship stay together, in"
                  + " order.")
          Map<String, String> routes) {
    public Settings {
      routes = Routes.checked(routes);
      routes.values().forEach(regex -> Patterns.compile("routes", regex));
    }
  }

  @Override
  public String name() {
    return "RouteText";
  }

  @Override
  public String summary() {
    return "Sorts the lines of text: each goes to the first relationship whose expression is in"
        + " it.";
  }

  @Override
  public Class<Settings> settings() {
    return Settings.class;
  }

  @Override
  public List<String> relationships(Settings settings) {
    return Routes.with(settings.routes(), Routes.UNMATCHED, "original", "failure");
  }

  @Override
  public Processor create(Settings settings, ProcessorContext context) {
    var routes = new LinkedHashMap<String, Pattern>();
    settings.routes().forEach((name, regex) -> routes.put(name, Patterns.compile("routes", regex)));
    return new OnBytes(
        (in, bytes, out) -> {
          var used = new LinkedHashSet<String>();
          TextLines.walk(bytes, line -> used.add(route(routes, line.text())));
          for (var name : inOrder(routes, used)) {
            out.emit(name, in.with(lines(bytes, routes, name, context.space())));
          }
          out.emit("original", in);
        });
  }

  private static List<String> inOrder(Map<String, Pattern> routes, Set<String> used) {
    var all = new LinkedHashSet<>(routes.keySet());
    all.add(Routes.UNMATCHED);
    all.retainAll(used);
    return List.copyOf(all);
  }

  private static String route(Map<String, Pattern> routes, String line) {
    for (var route : routes.entrySet()) {
      if (route.getValue().matcher(line).find()) {
        return route.getKey();
      }
    }
    return Routes.UNMATCHED;
  }

  /** One pass for each relationship that has lines, since only one content is written at a time. */
  private static Bytes lines(
      Bytes bytes, Map<String, Pattern> routes, String name, ContentSpace space)
      throws IOException {
    return space.write(
        bytes.origin(),
        out -> {
          try {
            TextLines.walk(
                bytes,
                line -> {
                  if (route(routes, line.text()).equals(name)) {
                    out.write((line.text() + line.end()).getBytes(StandardCharsets.UTF_8));
                  }
                });
          } catch (BadContentException e) {
            throw new IOException("it has changed while it was read", e);
          }
        });
  }
}
