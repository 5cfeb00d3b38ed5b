package dev.weft.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.weft.model.Json;
import dev.weft.model.Nearest;
import dev.weft.model.Place;
import dev.weft.model.Problem;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Business metadata: what stewards want to know of things. Sets themselves come by apply. */
@Command(name = "weft")
final class BusinessVerbs {
  private final Session session;

  BusinessVerbs(Session session) {
    this.session = session;
  }

  @Command(description = "Show the business metadata of something, give values or take them back.")
  int metadata(
      @Parameters(
              paramLabel = "ASSET",
              description =
                  "KIND/NAME of a domain, product, port, contract, flow, query or term; or just the"
                      + " name of a product or port.")
          String asset,
      @Option(names = "--field", paramLabel = "PATH", description = "A field of the port.")
          Optional<String> field,
      @Option(
              names = "--set",
              paramLabel = "NAME=VALUE",
              description = "Such as risk.criticality=high; several values with commas.")
          Map<String, String> set,
      @Option(names = "--unset", paramLabel = "NAME") List<String> unset) {
    var named = asset.contains("/") ? asset : (asset.contains(".") ? "port/" : "product/") + asset;
    var slash = named.indexOf('/');
    var path =
        "metadata/"
            + Session.encoded(named.substring(0, slash))
            + "/"
            + Session.encoded(named.substring(slash + 1));
    var page = session.server().get(new Query(path).with("field", field).toString());
    var values = values(page, set == null ? Map.of() : set, unset == null ? List.of() : unset);
    if (!values.isEmpty()) {
      var request = Json.object().put("field", field.orElse(""));
      request.set("values", values);
      page = session.server().put(path, request);
    }
    return session.print(page, BusinessVerbs::table);
  }

  private static ObjectNode values(JsonNode page, Map<String, String> set, List<String> unset) {
    var types = new LinkedHashMap<String, JsonNode>();
    for (var one : page.path("sets")) {
      for (var attribute : one.path("attributes")) {
        types.put(Text.of(one.path("set")) + "." + Text.of(attribute.path("name")), attribute);
      }
    }
    var values = Json.object();
    set.forEach(
        (name, text) -> {
          var attribute = types.get(name);
          if (attribute == null) {
            throw Problem.input(
                    "no-such-attribute",
                    Place.field(name),
                    "There is no attribute '" + name + "' for this.",
                    Nearest.hint(name, types.keySet(), "attributes"))
                .asException();
          }
          values.set(name, value(attribute, text));
        });
    unset.forEach(values::putNull);
    return values;
  }

  /** The server says what is wrong with a text that is no number. */
  private static JsonNode value(JsonNode attribute, String text) {
    if (attribute.path("many").asBoolean()) {
      var all = Json.object().putArray("values");
      Arrays.stream(text.split(","))
          .map(String::strip)
          .forEach(one -> all.add(one(attribute, one)));
      return all;
    }
    return one(attribute, text);
  }

  private static JsonNode one(JsonNode attribute, String text) {
    try {
      return switch (attribute.path("type").asText()) {
        case "boolean" -> BooleanNode.valueOf(Boolean.parseBoolean(text));
        case "integer" -> LongNode.valueOf(Long.parseLong(text));
        case "number" -> DecimalNode.valueOf(new BigDecimal(text));
        default -> TextNode.valueOf(text);
      };
    } catch (NumberFormatException e) {
      return TextNode.valueOf(text);
    }
  }

  private static String table(JsonNode page) {
    var table = new Table("name", "value", "type", "from", "description");
    for (var set : page.path("sets")) {
      for (var attribute : set.path("attributes")) {
        table.row(
            Text.of(set.path("set")) + "." + Text.of(attribute.path("name")),
            Text.of(attribute.path("value")),
            type(attribute),
            source(attribute),
            Text.of(attribute.path("description")));
      }
    }
    var missing = new ArrayList<String>();
    page.path("missing").forEach(one -> missing.add(Text.of(one)));
    if (page.path("sets").isEmpty()) {
      return "No business metadata is defined for this.";
    }
    return table
        + (missing.isEmpty()
            ? ""
            : "Required and not given: " + String.join(", ", missing) + ".\n");
  }

  private static String type(JsonNode attribute) {
    var words = Text.of(attribute.path("values"));
    return Text.of(attribute.path("type")) + (words.isEmpty() ? "" : " of " + words);
  }

  private static String source(JsonNode attribute) {
    var by = Text.of(attribute.path("by"));
    return by.isEmpty() ? Text.of(attribute.path("from")) : by;
  }
}
