package dev.weft.flow;

import dev.weft.model.DataRecord;
import dev.weft.model.json.JsonFields;
import dev.weft.model.json.JsonFields.Kind;
import dev.weft.model.json.JsonShape;
import dev.weft.spi.FieldObserver.FieldSample;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Takes samples of fields that nobody has looked at yet. Nulls are no samples: a field is new with
 * its first value. For one thread.
 */
final class FieldSamples {
  private static final int VALUES_MAX = 100;
  private static final int VALUE_CHARACTERS_MAX = 200;

  /** Fields beyond so many in one unit of work stay unknown, and so closed to most readers. */
  private static final int FIELDS_MAX = 1_000;

  /** A port whose records have ever new fields does not fill the memory. */
  private static final int NODES_MAX = 20_000;

  /** A field and those within it, so that looking a record up joins no paths. */
  private static final class Node {
    final String path;
    final Map<String, Node> within = new HashMap<>();
    boolean known;

    Node(String path) {
      this.path = path;
    }

    Node child(String name) {
      return within.computeIfAbsent(name, key -> new Node(path.isEmpty() ? key : path + "." + key));
    }
  }

  private record Taken(String type, List<String> values) {}

  private int nodes;
  private int seenNodes;
  private JsonShape lastShape;
  private Node[] lastNodes = {};
  private final Node root = new Node("");
  private final Set<String> known = new HashSet<>();
  private final Map<Node, Taken> taken = new LinkedHashMap<>();

  /** These need no samples any more. */
  void know(Set<String> paths) {
    if (paths.size() == known.size() && known.containsAll(paths)) {
      return;
    }
    lastShape = null;
    for (var path : paths) {
      if (known.add(path)) {
        var node = root;
        for (var part : path.split("\\.", -1)) {
          node = node.child(part);
        }
        node.known = true;
      }
    }
  }

  void look(DataRecord record) {
    if (record.fields() instanceof JsonFields fields) {
      look(fields);
    } else {
      look(record.fields(), root);
    }
  }

  /** Decodes nothing but what a sample is taken of. */
  private void look(JsonFields fields) {
    var nodes = nodes(fields.shape());
    for (var i = 0; i < nodes.length; i++) {
      var kind = fields.kind(i);
      var passes = kind == Kind.NULL || (isScalar(kind) && nodes[i] != null && nodes[i].known);
      var value = passes ? null : fields.value(i);
      if (value != null) {
        look(value, root, fields.shape().name(i));
      }
    }
  }

  private static boolean isScalar(Kind kind) {
    return kind != Kind.NESTED && kind != Kind.CHANGED;
  }

  /** Records that follow one another mostly have the same fields. Null is one not seen before. */
  @SuppressWarnings("ReferenceEquality") // Equal shapes are the same one.
  private Node[] nodes(JsonShape shape) {
    if (shape != lastShape || seenNodes != nodes) {
      lastNodes = new Node[shape.size()];
      for (var i = 0; i < lastNodes.length; i++) {
        lastNodes[i] = root.within.get(shape.name(i));
      }
      lastShape = shape;
      seenNodes = nodes;
    }
    return lastNodes;
  }

  private void look(Map<?, ?> fields, Node parent) {
    for (var field : fields.entrySet()) {
      if (field.getValue() != null) {
        look(field.getValue(), parent, String.valueOf(field.getKey()));
      }
    }
  }

  private void look(Object value, Node parent, String name) {
    var node = parent.within.get(name);
    if (node == null) {
      if (taken.size() >= FIELDS_MAX || nodes >= NODES_MAX) {
        return;
      }
      node = parent.child(name);
      nodes++;
    }
    value(value, node);
  }

  private void value(Object value, Node node) {
    if (value instanceof List<?> list) {
      for (var item : list) {
        if (item != null) {
          take(list, node);
          value(item, node);
        }
      }
      return;
    }
    if (value instanceof Map<?, ?> map) {
      look(map, node);
    }
    take(value, node);
  }

  private void take(Object value, Node node) {
    if (node.known) {
      return;
    }
    var sample = taken.computeIfAbsent(node, key -> new Taken(type(value), new ArrayList<>()));
    var single = !(value instanceof List) && !(value instanceof Map) && !(value instanceof byte[]);
    if (single && sample.values.size() < VALUES_MAX) {
      var text = JsonBytes.text(value);
      sample.values.add(text.substring(0, Math.min(text.length(), VALUE_CHARACTERS_MAX)));
    }
  }

  /** The samples taken since {@link #forget}, by path. */
  Map<String, FieldSample> samples() {
    var samples = new LinkedHashMap<String, FieldSample>();
    taken.forEach(
        (node, sample) -> samples.put(node.path, new FieldSample(sample.type, sample.values)));
    return samples;
  }

  void forget() {
    taken.clear();
  }

  /** The logical type of a value, as the contract standard names it. */
  static String type(Object value) {
    if (value instanceof Boolean) {
      return "boolean";
    }
    if (value instanceof BigInteger || (value instanceof BigDecimal d && d.scale() <= 0)) {
      return "integer";
    }
    if (value instanceof Double || value instanceof Float || value instanceof BigDecimal) {
      return "number";
    }
    if (value instanceof Number) {
      return "integer";
    }
    if (value instanceof Instant || value instanceof LocalDateTime) {
      return "timestamp";
    }
    if (value instanceof LocalDate) {
      return "date";
    }
    if (value instanceof LocalTime) {
      return "time";
    }
    if (value instanceof Map) {
      return "object";
    }
    return value instanceof List ? "array" : "string";
  }
}
