package dev.weft.processors.standard;

import com.google.re2j.Pattern;
import dev.weft.spi.flow.Doc;
import dev.weft.spi.flow.KeepsFields;
import dev.weft.spi.flow.Processor;
import dev.weft.spi.flow.ProcessorContext;
import dev.weft.spi.flow.ProcessorType;
import dev.weft.spi.flow.SendsNothing;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Sends each FlowFile to the first relationship whose regular expression is in its text. */
public final class RouteOnContent
    implements ProcessorType.OfProcessor<RouteOnContent.Settings>,
        KeepsFields<RouteOnContent.Settings>,
        SendsNothing<RouteOnContent.Settings> {
  /** The routes, in order. */
  public record Settings(
      @Doc(
              "Relationship to regular expression (RE2). A FlowFile goes to the first that is found"
                  + " in its text, else to unmatched.")
          Map<String, String> routes,
      @Doc("How much of the beginning is looked at.") int bytesMax) {
    public Settings {
      routes = Routes.checked(routes);
      routes.values().forEach(regex -> Patterns.compile("routes", regex));
      bytesMax = Bounds.number("bytesMax", bytesMax, 1, TextHead.BYTES_MAX, TextHead.BYTES_USUAL);
    }
  }

  @Override
  public String name() {
    return "RouteOnContent";
  }

  @Override
  public String summary() {
    return "Sends each FlowFile to the first relationship whose regular expression is in its text.";
  }

  @Override
  public Class<Settings> settings() {
    return Settings.class;
  }

  @Override
  public List<String> relationships(Settings settings) {
    return Routes.with(settings.routes(), Routes.UNMATCHED, "failure");
  }

  @Override
  public Processor create(Settings settings, ProcessorContext context) {
    var routes = new LinkedHashMap<String, Pattern>();
    settings.routes().forEach((name, regex) -> routes.put(name, Patterns.compile("routes", regex)));
    return new OnBytes(
        (in, bytes, out) -> {
          var text = TextHead.of(bytes, settings.bytesMax()).text();
          var route =
              routes.entrySet().stream()
                  .filter(each -> each.getValue().matcher(text).find())
                  .map(Map.Entry::getKey)
                  .findFirst();
          out.emit(route.orElse(Routes.UNMATCHED), in);
        });
  }
}
