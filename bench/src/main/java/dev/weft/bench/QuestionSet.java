package dev.weft.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weft.catalog.search.SearchIndex;
import dev.weft.catalog.search.SearchQuery;
import dev.weft.catalog.search.SearchQuery.By;
import dev.weft.catalog.search.SearchResult.Item;
import dev.weft.catalog.search.Viewer;
import dev.weft.model.Json;
import dev.weft.model.Resource;
import dev.weft.model.ResourceKey;
import dev.weft.model.ResourceKind;
import dev.weft.spi.Fold;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Questions as people ask them, and a catalog as departments write it, with the product that each
 * question wants. A hit counts when it is that product, or a port, field or contract of it.
 */
record QuestionSet(List<Question> questions, List<Fold.Change> catalog) {
  private static final int LOOKED_AT = 20;

  /**
   * One question.
   *
   * @param kind {@code sentence} or {@code name}
   */
  record Question(String kind, String text, String product) {}

  /**
   * How often the right product was among the first three, and the mean of one divided by its rank.
   */
  record Quality(int questions, double recallAtThree, double reciprocalRank, List<String> missed) {}

  /** Those that were looked at while what comes first was tuned. */
  static QuestionSet known() {
    return read("");
  }

  /** Another catalog and its questions, which were not. */
  static QuestionSet heldOut() {
    return read("heldout-");
  }

  private static QuestionSet read(String prefix) {
    var questions =
        lines(prefix + "questions.txt")
            .map(line -> new Question(line.get(0), line.get(1), line.get(2)))
            .toList();
    var catalog = new ArrayList<Fold.Change>();
    lines(prefix + "catalog.txt")
        .forEach(
            line -> {
              if (line.get(0).equals("term")) {
                catalog.add(term(line));
              } else {
                catalog.add(product(line));
                catalog.add(contract(line));
              }
            });
    return new QuestionSet(questions, List.copyOf(catalog));
  }

  /** Asks all questions of a kind. */
  Quality ask(SearchIndex index, By by, String kind) {
    var right = 0;
    var reciprocal = 0.0;
    var missed = new ArrayList<String>();
    var asked = questions.stream().filter(question -> question.kind.equals(kind)).toList();
    for (var question : asked) {
      var rank = rank(index, by, question);
      right += rank <= 3 ? 1 : 0;
      reciprocal += rank <= LOOKED_AT ? 1.0 / rank : 0;
      if (rank > 3) {
        missed.add(question.text);
      }
    }
    return new Quality(
        asked.size(), (double) right / asked.size(), reciprocal / asked.size(), missed);
  }

  /** From 1; beyond those looked at when it is not there. */
  private static int rank(SearchIndex index, By by, Question question) {
    var items = index.search(SearchQuery.of(question.text).by(by), Viewer.OF_EVERYTHING).items();
    for (var i = 0; i < items.size(); i++) {
      if (isOf(items.get(i), question.product)) {
        return i + 1;
      }
    }
    return LOOKED_AT + 1;
  }

  private static boolean isOf(Item item, String product) {
    return item.product().filter(product::equals).isPresent();
  }

  private static Fold.Change product(List<String> line) {
    var port = line.get(4).split(": ", 2);
    var product = Json.object().put("id", line.get(0)).put("name", line.get(2));
    product.put("domain", line.get(1)).putObject("description").put("purpose", line.get(3));
    product
        .putArray("outputPorts")
        .addObject()
        .put("name", port[0])
        .put("description", port[1])
        .put("contractId", line.get(0) + "-v1");
    var tags = product.putArray("tags");
    Arrays.stream(line.get(6).split(", *")).forEach(tags::add);
    return put(ResourceKind.DATA_PRODUCT, line.get(0), product);
  }

  private static Fold.Change contract(List<String> line) {
    var contract = Json.object().put("id", line.get(0) + "-v1").put("dataProduct", line.get(0));
    var fields = contract.putArray("schema").addObject().put("name", "record");
    var properties = fields.putArray("properties");
    for (var field : line.get(5).split(", *")) {
      properties.addObject().put("name", field).put("logicalType", "string");
    }
    return put(ResourceKind.DATA_CONTRACT, line.get(0) + "-v1", contract);
  }

  private static Fold.Change term(List<String> line) {
    var term = Json.object().put("name", line.get(1)).put("definition", line.get(3));
    term.put("title", line.get(1).replace('-', ' '));
    if (!line.get(2).isEmpty()) {
      term.put("abbreviation", line.get(2));
    }
    return put(ResourceKind.TERM, line.get(1), term);
  }

  private static Fold.Change put(ResourceKind kind, String name, ObjectNode document) {
    return Fold.Change.put(
        new Resource(new ResourceKey(kind, name), 1, Instant.EPOCH, "system:weft", document));
  }

  private static Stream<List<String>> lines(String file) {
    try (var in = QuestionSet.class.getResourceAsStream("/search/" + file)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .map(line -> Arrays.stream(line.split("\\|", -1)).map(String::strip).toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A line of the report for each way of searching. */
  void report(String title, SearchIndex index, Report report) {
    var table = report.table(title, "by", "count", "recall@3", "MRR");
    for (var kind : List.of("name", "sentence")) {
      for (var by : By.values()) {
        var quality = ask(index, by, kind);
        table.row(
            kind.equals("name") ? "names, abbreviations, columns" : "plain language",
            by.name().toLowerCase(Locale.ROOT),
            "" + quality.questions,
            Report.two(quality.recallAtThree),
            Report.two(quality.reciprocalRank));
      }
    }
    table.print();
    for (var kind : List.of("name", "sentence")) {
      ask(index, By.BOTH, kind)
          .missed
          .forEach(text -> report.line("not in the first three: %s", text));
    }
  }
}
