package dev.weft.tools.flowtest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weft.flow.DryRun;
import dev.weft.model.Nearest;
import dev.weft.model.Place;
import dev.weft.model.Problem;
import dev.weft.model.ProblemException;
import dev.weft.model.format.Document;
import dev.weft.model.format.Documents;
import dev.weft.model.format.Problems;
import dev.weft.model.format.SourceText;
import dev.weft.spi.flow.FlowFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A file of {@code kind: FlowTest}.
 *
 * @param mesh the folder with the flow, its product and its contracts
 */
record TestFile(Path file, String flow, Path mesh, List<FlowTest> tests) {
  private static final List<String> KEYS =
      List.of("apiVersion", "kind", "flow", "mesh", "parameters", "tests", "description");
  private static final List<String> TEST_KEYS =
      List.of("name", "processor", "at", "parameters", "given", "replace", "expect");
  private static final List<String> EXPECT_KEYS =
      List.of("ports", "quarantine", "relationships", "arrived", "counters", "waiting", "error");
  private static final String START = "2026-01-01T00:00:00Z";

  /** Reads a file with one document; all that is wrong is thrown as problems with their place. */
  static TestFile read(Path file) {
    var problems = new Problems();
    var documents = new Documents().read(new SourceText(file.toString(), text(file)), problems);
    problems.throwIfAny();
    if (documents.size() != 1) {
      throw Fixtures.wrong("", "'" + file + "' must hold one FlowTest.");
    }
    try {
      return of(file, documents.get(0).tree());
    } catch (ProblemException e) {
      throw placed(e, documents.get(0));
    }
  }

  /** The same problems with file, line and column. */
  static ProblemException placed(ProblemException e, Document document) {
    return new ProblemException(
        e.problems().stream()
            .map(
                one -> {
                  var place = document.places().value(one.place().path());
                  return new Problem(one.kind(), one.code(), place, one.message(), one.hint());
                })
            .toList(),
        e);
  }

  private static TestFile of(Path file, ObjectNode tree) {
    known(tree, KEYS, "");
    if (!tree.path("kind").asText().equals("FlowTest")) {
      throw Fixtures.wrong("kind", "kind must be FlowTest.");
    }
    var folder = file.toAbsolutePath().getParent();
    var tests = new ArrayList<FlowTest>();
    var all = tree.path("tests");
    for (var i = 0; i < all.size(); i++) {
      tests.add(test(all.get(i), "tests[" + i + "]", tree.path("parameters"), folder));
    }
    if (tests.isEmpty()) {
      throw Fixtures.wrong("tests", "There is no test here.");
    }
    var mesh = folder.resolve(tree.path("mesh").asText(".")).normalize();
    return new TestFile(file, required(tree, "flow", ""), mesh, tests);
  }

  private static FlowTest test(JsonNode node, String path, JsonNode parameters, Path folder) {
    known(node, TEST_KEYS, path);
    var values = new LinkedHashMap<String, String>();
    parameters.properties().forEach(one -> values.put(one.getKey(), one.getValue().asText()));
    node.path("parameters")
        .properties()
        .forEach(one -> values.put(one.getKey(), one.getValue().asText()));
    var expect = node.path("expect");
    if (!(expect instanceof ObjectNode expected) || expected.isEmpty()) {
      throw Fixtures.wrong(path + ".expect", "A test that expects nothing cannot fail.");
    }
    known(expected, EXPECT_KEYS, path + ".expect");
    return new FlowTest(
        required(node, "name", path), values, script(node, path, new Fixtures(folder)), expected);
  }

  private static DryRun.Script script(JsonNode node, String path, Fixtures fixtures) {
    var given = flowFiles(node.path("given"), path + ".given", fixtures);
    if (given.isEmpty()) {
      throw Fixtures.wrong(path + ".given", "Say what is handed in, and where: given.PROCESSOR.");
    }
    var replaced = new LinkedHashMap<String, Map<String, List<FlowFile>>>();
    node.path("replace")
        .properties()
        .forEach(
            one ->
                replaced.put(
                    one.getKey(),
                    flowFiles(one.getValue(), path + ".replace." + one.getKey(), fixtures)));
    var only = Optional.ofNullable(node.get("processor")).map(JsonNode::asText);
    return new DryRun.Script(given, replaced, only, instant(node.path("at"), path + ".at"));
  }

  private static Map<String, List<FlowFile>> flowFiles(
      JsonNode node, String path, Fixtures fixtures) {
    var all = new LinkedHashMap<String, List<FlowFile>>();
    node.properties()
        .forEach(
            one ->
                all.put(
                    one.getKey(), fixtures.flowFiles(one.getValue(), path + "." + one.getKey())));
    return all;
  }

  private static Instant instant(JsonNode node, String path) {
    try {
      return Instant.parse(node.asText(START));
    } catch (DateTimeException e) {
      throw Fixtures.wrong(path, "This is no time: write it as " + START + ".");
    }
  }

  private static String required(JsonNode node, String key, String path) {
    if (!node.path(key).isTextual()) {
      throw Fixtures.wrong(path.isEmpty() ? key : path + "." + key, "'" + key + "' is missing.");
    }
    return node.path(key).textValue();
  }

  private static void known(JsonNode node, List<String> keys, String path) {
    if (!node.isObject()) {
      throw Fixtures.wrong(path, "Keys and values are expected here.");
    }
    node.fieldNames()
        .forEachRemaining(
            key -> {
              if (!keys.contains(key)) {
                throw Problem.input(
                        "unknown-field",
                        Place.field(path.isEmpty() ? key : path + "." + key),
                        "'" + key + "' is not known here.",
                        Nearest.hint(key, keys, "keys"))
                    .asException();
              }
            });
  }

  static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw Problem.input(
              "file-not-readable",
              new Place(file.toString(), 0, 0, ""),
              "'" + file + "' cannot be read: " + e + ".",
              "Name a file or a folder that this user may read.")
          .asException();
    }
  }

  /** Reads what is expected of this test. */
  Fixtures fixtures() {
    return new Fixtures(file.toAbsolutePath().getParent());
  }
}
