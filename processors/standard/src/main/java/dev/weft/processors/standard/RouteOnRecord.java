package dev.weft.processors.standard;

import dev.weft.spi.Expressions.Compiled;
import dev.weft.spi.flow.Content.Records;
import dev.weft.spi.flow.Content.Traced;
import dev.weft.spi.flow.Doc;
import dev.weft.spi.flow.FlowFile;
import dev.weft.spi.flow.KeepsFields;
import dev.weft.spi.flow.Processor;
import dev.weft.spi.flow.ProcessorContext;
import dev.weft.spi.flow.ProcessorType;
import dev.weft.spi.flow.SendsNothing;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Sends each record to the first relationship whose condition holds. */
public final class RouteOnRecord
    implements ProcessorType.OfProcessor<RouteOnRecord.Settings>,
        KeepsFields<RouteOnRecord.Settings>,
        SendsNothing<RouteOnRecord.Settings> {
  private static final String UNMATCHED = "unmatched";

  /** The routes, in order. */
  public record Settings(
      @Doc(
              "Relationship to CEL condition over 'record' and 'attributes'. A record goes to the"
                  + " first whose condition is true, else to unmatched.")
          Map<String, String> routes) {
    public Settings {
      if (routes == null || routes.isEmpty()) {
        throw new IllegalArgumentException("routes must name at least one relationship");
      }
      if (routes.containsKey(UNMATCHED) || routes.containsKey("failure")) {
        throw new IllegalArgumentException("routes cannot redefine unmatched or failure");
      }
      routes = Collections.unmodifiableMap(new LinkedHashMap<>(routes));
    }
  }

  private record Route(String relationship, Compiled condition) {}

  @Override
  public String name() {
    return "RouteOnRecord";
  }

  @Override
  public String summary() {
    return "Sends each record to the first relationship whose condition holds.";
  }

  @Override
  public Class<Settings> settings() {
    return Settings.class;
  }

  @Override
  public List<String> relationships(Settings settings) {
    var all = new ArrayList<>(settings.routes().keySet());
    all.add(UNMATCHED);
    all.add("failure");
    return all;
  }

  @Override
  public Processor create(Settings settings, ProcessorContext context) {
    var routes = new ArrayList<Route>();
    settings
        .routes()
        .forEach((name, text) -> routes.add(new Route(name, context.expressions().compile(text))));
    return new OnRecords(
        (in, records, out) -> {
          var sorted = new LinkedHashMap<String, List<Traced>>();
          for (var item : records.items()) {
            var relationship = route(routes, item, in);
            sorted.computeIfAbsent(relationship, none -> new ArrayList<>()).add(item);
          }
          sorted.forEach((name, items) -> out.emit(name, in.with(new Records(items))));
        });
  }

  private static String route(List<Route> routes, Traced item, FlowFile in) {
    for (var route : routes) {
      if (route.condition().isTrue(item.record(), in.attributes())) {
        return route.relationship();
      }
    }
    return UNMATCHED;
  }
}
