package dev.weft.tools.flowtest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weft.flow.RecordJson;
import dev.weft.model.Json;
import dev.weft.model.Place;
import dev.weft.model.Problem;
import dev.weft.model.ProblemException;
import dev.weft.spi.flow.Content;
import dev.weft.spi.flow.FlowFile;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

/** What a test hands in and expects, read from the test itself or from files beside it. */
record Fixtures(Path folder) {
  private static final long BYTES_MAX = 64L * 1024 * 1024;
  private static final List<String> KEYS = List.of("records", "file", "content", "attributes");

  /** A list of records, or one FlowFile: {@code {records | file | content, attributes}}. */
  List<FlowFile> flowFiles(JsonNode node, String path) {
    if (node.isArray()) {
      return List.of(new FlowFile(new LinkedHashMap<>(), records(node, path)));
    }
    if (!(node instanceof ObjectNode one)) {
      throw wrong(path, "A list of records is expected here, or {file: FILE}.");
    }
    one.fieldNames()
        .forEachRemaining(
            key -> {
              if (!KEYS.contains(key)) {
                throw wrong(path + "." + key, "'" + key + "' is not one of " + KEYS + ".");
              }
            });
    var attributes = new LinkedHashMap<String, String>();
    one.path("attributes")
        .properties()
        .forEach(a -> attributes.put(a.getKey(), text(a.getValue())));
    return List.of(new FlowFile(attributes, content(one, path)));
  }

  private Content content(ObjectNode one, String path) {
    if (one.has("content")) {
      return bytes(one.path("content").asText().getBytes(StandardCharsets.UTF_8), "content");
    }
    if (!one.has("file")) {
      return records(one.path("records"), path + ".records");
    }
    var name = one.path("file").asText();
    var read = read(name, path);
    return isRecords(name) ? records(trees(name, read, path), path) : bytes(read, name);
  }

  /** The records of a list, or of {@code {file: FILE}}. */
  List<ObjectNode> expected(JsonNode node, String path) {
    var list =
        node.has("file")
            ? trees(node.path("file").asText(), read(node.path("file").asText(), path), path)
            : node;
    if (!list.isArray()) {
      throw wrong(path, "A list is expected here.");
    }
    var all = new ArrayList<ObjectNode>();
    for (var item : list) {
      if (!(item instanceof ObjectNode tree)) {
        throw wrong(path, "Each item is a mapping of names to values.");
      }
      all.add(tree);
    }
    return all;
  }

  private Content records(JsonNode list, String path) {
    var items = new ArrayList<Content.Traced>();
    for (var tree : expected(list, path)) {
      var origin = new Content.Origin("test", "record", items.size());
      items.add(new Content.Traced(RecordJson.read(tree), origin));
    }
    return new Content.Records(items);
  }

  private static Content bytes(byte[] bytes, String name) {
    return new Content.Bytes(
        () -> new ByteArrayInputStream(bytes), bytes.length, new Content.Origin(name, "byte", 0));
  }

  private static boolean isRecords(String name) {
    return name.endsWith(".json") || name.endsWith(".jsonl") || name.endsWith(".ndjson");
  }

  private JsonNode trees(String name, byte[] read, String path) {
    var text = new String(read, StandardCharsets.UTF_8);
    try {
      if (name.endsWith(".json")) {
        var tree = Json.parse(text);
        return tree.isArray() ? tree : Json.MAPPER.createArrayNode().add(tree);
      }
      var list = Json.MAPPER.createArrayNode();
      text.lines().filter(line -> !line.isBlank()).forEach(line -> list.add(Json.parse(line)));
      return list;
    } catch (UncheckedIOException e) {
      throw wrong(path, "'" + name + "' is not JSON: " + e.getCause().getMessage() + ".");
    }
  }

  private byte[] read(String name, String path) {
    var file = folder.resolve(name);
    try {
      if (Files.size(file) > BYTES_MAX) {
        throw wrong(path, "'" + file + "' has more than 64 MB.");
      }
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw wrong(path, "'" + file + "' cannot be read: " + e + ".");
    }
  }

  private static String text(JsonNode value) {
    return value.isTextual() ? value.textValue() : value.toString();
  }

  static ProblemException wrong(String path, String message) {
    return Problem.input(
            "bad-flow-test", Place.field(path), message, "docs/flows.md shows the form.")
        .asException();
  }
}
