package dev.weft.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weft.catalog.lineage.Direction;
import dev.weft.catalog.lineage.LineageGraph;
import dev.weft.catalog.search.SearchIndex;
import dev.weft.catalog.search.Viewer;
import dev.weft.model.Json;
import dev.weft.model.Resource;
import dev.weft.model.ResourceKey;
import dev.weft.model.ResourceKind;
import dev.weft.spi.Fold;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Search index and lineage graph made anew from the mesh log as it lies in Kafka, to be compared
 * with what a server answers that has been killed, started, and has followed the log since.
 */
final class FreshFolds {
  private static final List<String> KINDS =
      List.of("Product", "Port", "Field", "Contract", "Flow", "Term", "Domain");
  private static final String MESH = "_weft.mesh";

  private final Path data;
  private final Rest admin;

  FreshFolds(Path data, Rest admin) {
    this.data = data;
    this.admin = admin;
  }

  /** What the server answers and a fresh fold does not, or the other way round; empty: nothing. */
  Map<String, String> differences(String port) {
    var served = served(port);
    var fresh = fresh(port);
    var all = new TreeMap<String, String>();
    served.forEach(
        (question, answer) -> {
          if (!answer.equals(fresh.get(question))) {
            all.put(question, "server " + answer + ", fresh " + fresh.get(question));
          }
        });
    return all;
  }

  private Map<String, String> served(String port) {
    var all = new LinkedHashMap<String, String>();
    for (var kind : KINDS) {
      var page = get("/api/v1/search/query?q=" + encoded(question(kind)));
      all.put(kind, found(page));
    }
    all.put("lineage", graph(get("/api/v1/lineage/" + encoded("port/" + port) + "?depth=20")));
    return all;
  }

  private Map<String, String> fresh(String port) {
    var changes = changes();
    var lineage = new LineageGraph();
    lineage.apply(changes);
    var all = new LinkedHashMap<String, String>();
    try (var search = new SearchIndex()) {
      search.apply(changes);
      for (var kind : KINDS) {
        var result = search.search(search.question(question(kind)), Viewer.OF_EVERYTHING);
        all.put(kind, found(Json.tree(result)));
      }
    }
    var walked = lineage.walk("port/" + port, Direction.BOTH, 20);
    all.put("lineage", graph(Json.tree(walked)));
    return all;
  }

  /** The last version of each resource. */
  private List<Fold.Change> changes() {
    var last = new TreeMap<String, Optional<String>>();
    try (var behind = new Behind(data)) {
      behind.all(MESH).forEach(one -> last.put(one.key(), Optional.ofNullable(one.value())));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    return last.entrySet().stream()
        .filter(one -> one.getValue().isPresent() && isResource(one.getKey()))
        .map(one -> Fold.Change.put(resource(one.getKey(), one.getValue().get())))
        .toList();
  }

  private static boolean isResource(String key) {
    var slash = key.indexOf('/');
    return slash > 0 && ResourceKind.parse(key.substring(0, slash)).isPresent();
  }

  private static Resource resource(String key, String text) {
    var value = Json.parse(text);
    return new Resource(
        ResourceKey.parse(key),
        value.get("version").asLong(),
        Instant.parse(value.get("changedAt").asText()),
        value.get("changedBy").asText(),
        (ObjectNode) value.get("document"));
  }

  private static String question(String kind) {
    return "from " + kind + " order by name limit 200";
  }

  /** Everything but the scores: how many there are, what the first are, and all facets. */
  private static String found(JsonNode page) {
    var text = new StringBuilder(page.path("total").asText()).append(page.path("facets"));
    for (var item : page.path("items")) {
      text.append(' ').append(item.path("name").asText()).append(item.path("tags"));
      text.append(item.path("description"));
    }
    return text.toString();
  }

  private static String graph(JsonNode walked) {
    var all = new TreeSet<String>();
    walked.path("nodes").forEach(node -> all.add(node.path("id").asText() + node.path("tags")));
    walked
        .path("edges")
        .forEach(edge -> all.add(edge.path("from").asText() + ">" + edge.path("to").asText()));
    return all.toString();
  }

  private JsonNode get(String path) {
    var answer = admin.get(path);
    if (answer.status() != 200) {
      throw new IllegalStateException(answer.text());
    }
    return answer.body();
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
