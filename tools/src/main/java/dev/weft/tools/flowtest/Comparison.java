package dev.weft.tools.flowtest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weft.flow.DryRun;
import dev.weft.flow.RecordJson;
import dev.weft.model.DataRecord;
import dev.weft.model.Json;
import dev.weft.model.format.Diff;
import dev.weft.spi.flow.Content;
import dev.weft.spi.flow.FlowFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Holds what came out against what a test expects; says what differs in lines for people. */
final class Comparison {
  private static final int DIFFERENCES_MAX = 100;

  private final DryRun.Outcome outcome;
  private final Fixtures fixtures;
  private final List<Difference> differences = new ArrayList<>();

  /**
   * Something that is not as expected.
   *
   * @param where such as {@code port customers.customers, record 3}
   * @param lines {@code -} what was expected, {@code +} what came
   */
  record Difference(String where, List<String> lines) {}

  private Comparison(DryRun.Outcome outcome, Fixtures fixtures) {
    this.outcome = outcome;
    this.fixtures = fixtures;
  }

  static List<Difference> of(DryRun.Outcome outcome, ObjectNode expect, Fixtures fixtures) {
    var comparison = new Comparison(outcome, fixtures);
    comparison.ports(expect.path("ports"));
    comparison.quarantine(expect.path("quarantine"));
    comparison.flowFiles(expect.path("relationships"), "relationship ", outcome.emitted());
    comparison.flowFiles(expect.path("arrived"), "arrived at ", outcome.arrived());
    comparison.flowFiles(expect.path("waiting"), "waiting at ", outcome.waiting());
    comparison.counters(expect.path("counters"));
    if (expect.has("error")) {
      comparison.add("error", List.of("- " + expect.path("error").asText(), "+ (none)"));
    }
    return List.copyOf(comparison.differences);
  }

  private void ports(JsonNode expected) {
    expected
        .properties()
        .forEach(
            one -> {
              var records = outcome.ports().getOrDefault(one.getKey(), List.of());
              records("port " + one.getKey(), one.getValue(), trees(records));
            });
  }

  /** Every port's, as a record that is refused where nobody expects it is a fault. */
  private void quarantine(JsonNode expected) {
    outcome
        .quarantine()
        .forEach(
            (port, refused) -> {
              if (!expected.has(port)) {
                refused.forEach(
                    one ->
                        add(
                            "quarantine " + port,
                            List.of("+ " + RecordJson.of(one.record()), "  " + one.reason())));
              }
            });
    expected
        .properties()
        .forEach(
            one ->
                refused(
                    one.getKey(),
                    one.getValue(),
                    outcome.quarantine().getOrDefault(one.getKey(), List.of())));
  }

  /** An expected record may leave out its rule, its reason or the record. */
  private void refused(String port, JsonNode expected, List<DryRun.Refused> refused) {
    if (isCount(expected)) {
      count("quarantine " + port, expected, refused.size());
      return;
    }
    var wanted = fixtures.expected(expected, "quarantine." + port);
    var came = new ArrayList<ObjectNode>();
    for (var i = 0; i < refused.size(); i++) {
      var tree = Json.object().put("rule", refused.get(i).rule());
      tree.put("reason", refused.get(i).reason());
      tree.set("record", RecordJson.of(refused.get(i).record()));
      if (i < wanted.size()) {
        tree.retain(names(wanted.get(i)));
      }
      came.add(tree);
    }
    lists("quarantine " + port, wanted, came);
  }

  private void flowFiles(JsonNode expected, String what, Map<String, List<FlowFile>> all) {
    expected
        .properties()
        .forEach(
            one -> {
              var where = what + one.getKey();
              var came = all.getOrDefault(one.getKey(), List.of());
              if (one.getValue().has("content")) {
                text(where, one.getValue().path("content").asText(), content(came));
              }
              if (one.getValue().has("attributes")) {
                attributes(where, one.getValue().path("attributes"), came);
              }
              if (!one.getValue().has("content") && !one.getValue().has("attributes")) {
                var records = came.stream().flatMap(f -> DryRun.records(f).stream()).toList();
                records(where, one.getValue(), trees(records));
              }
            });
  }

  private void attributes(String where, JsonNode expected, List<FlowFile> came) {
    var wanted = fixtures.expected(expected, where);
    var found = new ArrayList<ObjectNode>();
    for (var i = 0; i < came.size(); i++) {
      var tree = Json.object();
      came.get(i).attributes().forEach(tree::put);
      if (i < wanted.size()) {
        tree.retain(names(wanted.get(i)));
      }
      found.add(tree);
    }
    lists(where + ", attributes", wanted, found);
  }

  private void counters(JsonNode expected) {
    expected
        .properties()
        .forEach(
            processor ->
                processor
                    .getValue()
                    .properties()
                    .forEach(
                        counter -> {
                          var came =
                              outcome
                                  .counters()
                                  .getOrDefault(processor.getKey(), Map.of())
                                  .getOrDefault(counter.getKey(), 0L);
                          var where = "counter " + processor.getKey() + "." + counter.getKey();
                          if (counter.getValue().asLong(-1) != came) {
                            add(where, List.of("- " + counter.getValue(), "+ " + came));
                          }
                        }));
  }

  private void records(String where, JsonNode expected, List<ObjectNode> came) {
    if (isCount(expected)) {
      count(where, expected, came.size());
    } else {
      lists(where, fixtures.expected(expected, where), came);
    }
  }

  private void lists(String where, List<ObjectNode> wanted, List<ObjectNode> came) {
    for (var i = 0; i < Math.max(wanted.size(), came.size()); i++) {
      var at = where + ", record " + (i + 1);
      if (i >= came.size()) {
        add(at, List.of("- " + wanted.get(i)));
      } else if (i >= wanted.size()) {
        add(at, List.of("+ " + came.get(i)));
      } else {
        var lines =
            Diff.lines(
                Optional.of((ObjectNode) plain(wanted.get(i))), (ObjectNode) plain(came.get(i)));
        if (!lines.isEmpty()) {
          add(at, lines);
        }
      }
    }
  }

  private static boolean isCount(JsonNode expected) {
    return expected.isObject() && expected.has("count");
  }

  private void count(String where, JsonNode expected, int came) {
    if (expected.path("count").asInt(-1) != came) {
      add(where + ", count", List.of("- " + expected.path("count"), "+ " + came));
    }
  }

  private void text(String where, String wanted, String came) {
    if (!wanted.equals(came)) {
      add(
          where + ", content",
          Diff.lines(
              Optional.of(Json.object().put("content", wanted)),
              Json.object().put("content", came)));
    }
  }

  private static String content(List<FlowFile> came) {
    var all = new ByteArrayOutputStream();
    for (var one : came) {
      if (one.content() instanceof Content.Bytes bytes) {
        try (var in = bytes.opener().open()) {
          in.transferTo(all);
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
    }
    return all.toString(StandardCharsets.UTF_8);
  }

  /** Numbers that are equal are written alike: 1.50 is 1.5. */
  private static JsonNode plain(JsonNode node) {
    if (node.isNumber()) {
      var number = node.decimalValue().stripTrailingZeros();
      var nodes = Json.MAPPER.getNodeFactory();
      return number.scale() <= 0
          ? nodes.numberNode(number.toBigInteger())
          : nodes.numberNode(number);
    }
    if (node instanceof ArrayNode list) {
      var copy = Json.MAPPER.createArrayNode();
      list.forEach(item -> copy.add(plain(item)));
      return copy;
    }
    if (node.isObject()) {
      var copy = Json.object();
      node.properties().forEach(entry -> copy.set(entry.getKey(), plain(entry.getValue())));
      return copy;
    }
    return node;
  }

  private static List<ObjectNode> trees(List<DataRecord> records) {
    return records.stream().map(RecordJson::of).toList();
  }

  private static List<String> names(ObjectNode tree) {
    var names = new ArrayList<String>();
    tree.fieldNames().forEachRemaining(names::add);
    return names;
  }

  private void add(String where, List<String> lines) {
    if (differences.size() < DIFFERENCES_MAX) {
      differences.add(new Difference(where, lines));
    }
  }
}
