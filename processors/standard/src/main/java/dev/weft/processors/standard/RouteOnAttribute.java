package dev.weft.processors.standard;

import dev.weft.spi.flow.Doc;
import dev.weft.spi.flow.FlowFile;
import dev.weft.spi.flow.KeepsFields;
import dev.weft.spi.flow.Processor;
import dev.weft.spi.flow.ProcessorContext;
import dev.weft.spi.flow.ProcessorType;
import dev.weft.spi.flow.SendsNothing;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Sends each FlowFile where a condition over its attributes says. */
public final class RouteOnAttribute
    implements ProcessorType.OfProcessor<RouteOnAttribute.Settings>,
        KeepsFields<RouteOnAttribute.Settings>,
        SendsNothing<RouteOnAttribute.Settings> {
  /** The routes, in order. */
  public record Settings(
      @Doc(
              "Relationship to CEL condition over 'attributes'. A condition that cannot be"
                  + " evaluated does not hold.")
          Map<String, String> routes,
      @Doc(
              "false: to the first relationship whose condition holds. true: a copy to each of"
                  + " them. To unmatched if there is none.")
          boolean all) {
    public Settings {
      routes = Routes.checked(routes);
    }
  }

  private record Route(String relationship, AttributeExpression condition) {}

  @Override
  public String name() {
    return "RouteOnAttribute";
  }

  @Override
  public String summary() {
    return "Sends each FlowFile where a condition over its attributes says.";
  }

  @Override
  public Class<Settings> settings() {
    return Settings.class;
  }

  @Override
  public List<String> relationships(Settings settings) {
    return Routes.with(settings.routes(), Routes.UNMATCHED);
  }

  @Override
  public Processor create(Settings settings, ProcessorContext context) {
    var routes = new ArrayList<Route>();
    settings
        .routes()
        .forEach(
            (name, text) -> routes.add(new Route(name, AttributeExpression.of(text, context))));
    return (in, out) -> route(in, routes, settings.all(), out);
  }

  private static void route(FlowFile in, List<Route> routes, boolean all, Processor.Output out) {
    var matched = false;
    for (var route : routes) {
      if ((all || !matched) && route.condition().isTrue(in)) {
        out.emit(route.relationship(), in);
        matched = true;
      }
    }
    if (!matched) {
      out.emit(Routes.UNMATCHED, in);
    }
  }
}
