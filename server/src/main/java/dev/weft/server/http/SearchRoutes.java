package dev.weft.server.http;

import dev.weft.catalog.search.SearchIndex;
import dev.weft.catalog.search.SearchQuery;
import dev.weft.catalog.search.SearchQuery.By;
import dev.weft.catalog.search.Viewer;
import dev.weft.catalog.search.query.FromQuery;
import dev.weft.model.Place;
import dev.weft.model.Problem;
import dev.weft.server.access.Insiders;
import dev.weft.spi.MeshLog;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Finding things: by words and meaning, by exact questions, and while a person types. */
public final class SearchRoutes {
  private static final int HITS = 20;
  private static final int FILTERS_MAX = 10;
  private static final int SUGGESTIONS = 8;
  private static final int SUGGESTIONS_MAX = 20;

  private final SearchIndex search;
  private final MeshLog mesh;

  public SearchRoutes(SearchIndex search, MeshLog mesh) {
    this.search = search;
    this.mesh = mesh;
  }

  public void addTo(Routes routes) {
    var parameters = new ArrayList<>(List.of("q", "limit", "by", "meta"));
    SearchQuery.filterNames().stream().sorted().forEach(parameters::add);
    routes.get(
        "/api/v1/search",
        "Products, ports, fields and all else by words, meaning and filters; or by an exact"
            + " question that begins with 'from'.",
        parameters,
        this::search);
    routes.get(
        "/api/v1/search/query",
        "What fits an exact question, such as: from Field where tag = 'pii.email' order by name.",
        List.of("q"),
        request -> exactly(request, request.query("q").orElse("")));
    routes.get(
        "/api/v1/search/suggest",
        "Names that begin with what was typed.",
        List.of("q", "limit"),
        this::suggest);
  }

  private Object search(Request request) {
    var text = request.query("q").orElse("");
    if (FromQuery.isOne(text)) {
      return exactly(request, text);
    }
    var filters = new HashMap<String, String>();
    for (var name : SearchQuery.filterNames()) {
      request
          .query(name)
          .filter(value -> !value.isEmpty())
          .ifPresent(value -> filters.put(name, value));
    }
    filters.putAll(businessFilters(request));
    var limit = request.number("limit", HITS, SearchQuery.LIMIT_MAX);
    return search.search(new SearchQuery(text, filters, by(request), limit), viewer(request));
  }

  /** {@code meta=risk.criticality:high}, as often as there are attributes to ask for. */
  private Map<String, String> businessFilters(Request request) {
    var filters = new HashMap<String, String>();
    for (var written : request.queries("meta", FILTERS_MAX)) {
      var colon = written.indexOf(':');
      var name = written.substring(0, Math.max(0, colon)).toLowerCase(Locale.ROOT);
      if (!search.hasAttribute(name) || colon == written.length() - 1) {
        throw Problem.input(
                "bad-filter",
                Place.field("meta"),
                "'" + written + "' asks for no business metadata.",
                "Write SET.ATTRIBUTE:VALUE, such as risk.criticality:high; 'weft get business-metadata'"
                    + " lists the sets.")
            .asException();
      }
      if (filters.put(name, written.substring(colon + 1)) != null) {
        throw Problem.input(
                "bad-filter",
                Place.field("meta"),
                "'" + name + "' is asked for twice.",
                "Write both among the words: q=" + name + ":>=10 " + name + ":<20.")
            .asException();
      }
    }
    return filters;
  }

  private Object exactly(Request request, String question) {
    return search.search(search.question(question), viewer(request));
  }

  record Suggestion(String kind, String name, String title) {}

  private Object suggest(Request request) {
    var limit = request.number("limit", SUGGESTIONS, SUGGESTIONS_MAX);
    var text = request.query("q").orElse("");
    if (text.isBlank()) {
      return new Answers.Items<>(List.of());
    }
    var found =
        search.search(new SearchQuery(text, Map.of(), By.WORDS, limit), viewer(request)).items();
    return new Answers.Items<>(
        found.stream().map(it -> new Suggestion(it.kind(), it.name(), it.title())).toList());
  }

  private Viewer viewer(Request request) {
    return new Insiders(mesh.state(), request.caller()).viewer();
  }

  private static By by(Request request) {
    var text = request.query("by").filter(word -> !word.isEmpty()).orElse("both");
    return Arrays.stream(By.values())
        .filter(by -> by.name().toLowerCase(Locale.ROOT).equals(text))
        .findFirst()
        .orElseThrow(
            () ->
                Problem.input(
                        "bad-by",
                        Place.field("by"),
                        "'" + text + "' is not what a search compares.",
                        Arrays.stream(By.values())
                            .map(by -> by.name().toLowerCase(Locale.ROOT))
                            .collect(Collectors.joining(", ", "Use one of: ", ".")))
                    .asException());
  }
}
