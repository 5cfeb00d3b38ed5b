package dev.weft.model.format;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What changes in a document, for people: lines that begin with {@code "- "} (goes) or {@code "+ "}
 * (comes), each with the path of what it is about. Items of lists that have a name are compared
 * with their namesakes, so that an insertion does not look like a change of all that follow.
 */
public final class Diff {
  private static final int LINES_MAX = 1_000;
  private static final int PROSE_LINES_MAX = 500;
  private static final List<String> NAMES =
      List.of("name", "id", "property", "username", "server", "channel", "role");

  private final YamlWriter writer = new YamlWriter();
  private final List<String> lines = new ArrayList<>();
  private int dropped;

  private Diff() {}

  /** From nothing: every line of the new document. Equal documents give no lines. */
  public static List<String> lines(Optional<ObjectNode> before, ObjectNode after) {
    var diff = new Diff();
    before.ifPresentOrElse(old -> diff.object("", old, after), () -> diff.block("+ ", "", after));
    return diff.finish();
  }

  private void compare(String path, JsonNode before, JsonNode after) {
    if (before.equals(after)) {
      return;
    }
    if (before.isObject() && after.isObject()) {
      object(path, before, after);
    } else if (isProse(before) && isProse(after)) {
      prose(path, before.textValue(), after.textValue());
    } else if (named(before) && named(after)) {
      namedItems(path, before, after);
    } else {
      block("- ", path, before);
      block("+ ", path, after);
    }
  }

  private void object(String path, JsonNode before, JsonNode after) {
    var keys = new LinkedHashSet<String>();
    before.fieldNames().forEachRemaining(keys::add);
    after.fieldNames().forEachRemaining(keys::add);
    for (var key : keys) {
      either(Places.key(path, key), before.get(key), after.get(key));
    }
  }

  private void namedItems(String path, JsonNode before, JsonNode after) {
    var old = byName(before);
    var now = byName(after);
    var names = new LinkedHashSet<>(old.keySet());
    names.addAll(now.keySet());
    for (var name : names) {
      either(path + "[" + name + "]", old.get(name), now.get(name));
    }
    var kept = old.keySet().stream().filter(now::containsKey).toList();
    if (!kept.equals(now.keySet().stream().filter(old::containsKey).toList())) {
      add("- " + path + ": " + String.join(", ", old.keySet()));
      add("+ " + path + ": " + String.join(", ", now.keySet()));
    }
  }

  /** Text of several lines, such as SQL: only the lines that differ. */
  private void prose(String path, String before, String after) {
    var old = before.lines().toList();
    var now = after.lines().toList();
    var common = new CommonLines(old, now);
    var i = 0;
    var j = 0;
    while (i < old.size() || j < now.size()) {
      if (common.has(i, j)) {
        i++;
        j++;
      } else if (common.goesFirst(i, j)) {
        add("- " + path + ": " + old.get(i++));
      } else {
        add("+ " + path + ": " + now.get(j++));
      }
    }
  }

  private static boolean isProse(JsonNode node) {
    return node.isTextual()
        && node.textValue().contains("\n")
        && lineCount(node) <= PROSE_LINES_MAX;
  }

  private static long lineCount(JsonNode node) {
    return node.textValue().lines().count();
  }

  private void either(String path, JsonNode before, JsonNode after) {
    if (before == null) {
      block("+ ", path, after);
    } else if (after == null) {
      block("- ", path, before);
    } else {
      compare(path, before, after);
    }
  }

  /** A value: behind its path when it fits in a line, else indented below. */
  private void block(String sign, String path, JsonNode value) {
    var yaml = writer.write(value).stripTrailing().lines().toList();
    if (path.isEmpty()) {
      yaml.forEach(line -> add(sign + line));
    } else if (value.isValueNode() || value.isEmpty()) {
      add(sign + path + ": " + yaml.get(0));
      yaml.stream().skip(1).forEach(line -> add(sign + line));
    } else {
      add(sign + path + ":");
      yaml.forEach(line -> add(sign + "  " + line));
    }
  }

  private void add(String line) {
    if (lines.size() < LINES_MAX) {
      lines.add(line);
    } else {
      dropped++;
    }
  }

  private List<String> finish() {
    if (dropped > 0) {
      lines.add("  and " + dropped + " more lines");
    }
    return List.copyOf(lines);
  }

  /** Whether it is a list of mappings, each with another name. */
  private static boolean named(JsonNode list) {
    return list.isArray() && !list.isEmpty() && byName(list).size() == list.size();
  }

  private static Map<String, JsonNode> byName(JsonNode list) {
    Map<String, JsonNode> items = new LinkedHashMap<>();
    for (var item : list) {
      NAMES.stream()
          .map(item::path)
          .filter(JsonNode::isTextual)
          .findFirst()
          .ifPresent(name -> items.put(name.textValue(), item));
    }
    return items;
  }
}
