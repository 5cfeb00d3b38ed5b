package dev.weft.model.format;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.weft.model.Place;
import dev.weft.model.Problem;
import java.math.BigInteger;
import java.util.Locale;
import java.util.Set;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** Turns YAML nodes into JSON trees, expanding aliases within a limit for the whole file. */
final class YamlTrees {
  private static final Set<Tag> COLLECTIONS = Set.of(Tag.MAP, Tag.SEQ);

  private final String file;
  private final Limits limits;
  private final Problems problems;
  private int nodes;
  private long characters;

  YamlTrees(String file, Limits limits, Problems problems) {
    this.file = file;
    this.limits = limits;
    this.problems = problems;
  }

  /** Throws a ProblemException when a limit is passed. */
  JsonNode tree(Node root, Places places) {
    return tree(root, "", 1, places);
  }

  private JsonNode tree(Node node, String path, int depth, Places places) {
    var place = place(node, path);
    count(place, depth);
    places.putValue(path, place.line(), place.column());
    if (!(node instanceof ScalarNode) && !COLLECTIONS.contains(node.getTag())) {
      unknownTag(node, place);
    }
    if (node instanceof MappingNode mapping) {
      return mapping(mapping, path, depth, places);
    }
    if (node instanceof SequenceNode sequence) {
      return sequence(sequence, path, depth, places);
    }
    return scalar((ScalarNode) node, place);
  }

  private void count(Place place, int depth) {
    if (++nodes > limits.nodesMax() || depth > limits.nestingMax() + 1) {
      throw Problem.input(
              "too-large",
              place,
              "With its aliases expanded the file holds more than "
                  + limits.nodesMax()
                  + " values, or refers to itself.",
              "Use fewer aliases, or split the file.")
          .asException();
    }
  }

  /** An alias costs a few characters; what it stands for is written out again each time. */
  private void countText(String text, Place place) {
    characters += text.length();
    if (characters > limits.charactersMax()) {
      throw Problem.input(
              "too-large",
              place,
              "With its aliases expanded the file holds more than "
                  + limits.charactersMax()
                  + " characters.",
              "Use fewer aliases, or split the file.")
          .asException();
    }
  }

  private JsonNode mapping(MappingNode mapping, String path, int depth, Places places) {
    var tree = JsonNodeFactory.instance.objectNode();
    for (var entry : mapping.getValue()) {
      var place = place(entry.getKeyNode(), path);
      if (!(entry.getKeyNode() instanceof ScalarNode keyNode)) {
        problem("bad-key", place, "A key must be a single word or text.", "");
        continue;
      }
      var key = keyNode.getValue();
      var keyPath = Places.key(path, key);
      if (tree.has(key)) {
        duplicate(key, places.key(keyPath), new Place(file, place.line(), place.column(), keyPath));
      } else {
        places.putKey(keyPath, key, place.line(), place.column());
        countText(key, place);
        tree.set(key, tree(entry.getValueNode(), keyPath, depth + 1, places));
      }
    }
    return tree;
  }

  private void duplicate(String key, Place first, Place again) {
    var message = "'" + key + "' is here twice, first in line " + first.line() + ".";
    problem("duplicate-key", again, message, "Keep one of them.");
  }

  private JsonNode sequence(SequenceNode sequence, String path, int depth, Places places) {
    var tree = JsonNodeFactory.instance.arrayNode();
    for (var item : sequence.getValue()) {
      tree.add(tree(item, Places.item(path, tree.size()), depth + 1, places));
    }
    return tree;
  }

  private JsonNode scalar(ScalarNode node, Place place) {
    var text = node.getValue();
    countText(text, place);
    try {
      if (node.getTag().equals(Tag.STR)) {
        return TextNode.valueOf(text);
      } else if (node.getTag().equals(Tag.NULL)) {
        return NullNode.getInstance();
      } else if (node.getTag().equals(Tag.BOOL)) {
        return BooleanNode.valueOf(text.toLowerCase(Locale.ROOT).equals("true"));
      } else if (node.getTag().equals(Tag.INT)) {
        return integer(text);
      } else if (node.getTag().equals(Tag.FLOAT)) {
        return JsonNumbers.node(text);
      }
      unknownTag(node, place);
    } catch (NumberFormatException e) {
      var hint = "Put it in quotes if it is text.";
      problem("bad-number", place, "This number cannot be used as a JSON number.", hint);
    }
    return NullNode.getInstance();
  }

  private void unknownTag(Node node, Place place) {
    var message =
        "The tag '" + Shapes.shortened(node.getTag().getValue()) + "' has no meaning here.";
    problem("unknown-tag", place, message, "Write the plain value.");
  }

  private static JsonNode integer(String text) {
    if (text.length() > JsonNumbers.DIGITS_MAX) {
      throw new NumberFormatException("too long");
    } else if (text.startsWith("0o")) {
      return JsonNumbers.integer(new BigInteger(text.substring(2), 8));
    } else if (text.startsWith("0x")) {
      return JsonNumbers.integer(new BigInteger(text.substring(2), 16));
    }
    return JsonNumbers.node(text);
  }

  private void problem(String code, Place place, String message, String hint) {
    problems.add(Problem.input(code, place, message, hint));
  }

  private Place place(Node node, String path) {
    return node.getStartMark()
        .map(mark -> new Place(file, mark.getLine() + 1, mark.getColumn() + 1, path))
        .orElse(new Place(file, 0, 0, path));
  }
}
