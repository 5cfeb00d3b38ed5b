package dev.weft.model.format;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.api.StreamDataWriter;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/**
 * Writes a tree as YAML in block style: keys in their order, long text as people would write it.
 */
final class YamlWriter {
  /** Lines that a literal block shows as they are. */
  private static final Pattern LITERAL =
      Pattern.compile(
          "(?:[\\x21-\\x7E\\xA0-\\uD7FF][\\x20-\\x7E\\xA0-\\uD7FF]*)?(?:\\n[\\x20-\\x7E\\xA0-\\uD7FF]*)+");

  private static final DumpSettings SETTINGS =
      DumpSettings.builder()
          .setSchema(new CoreSchema())
          .setDefaultFlowStyle(FlowStyle.BLOCK)
          .setIndent(2)
          .setIndicatorIndent(2)
          .setIndentWithIndicator(true)
          .setSplitLines(false)
          .setDereferenceAliases(true)
          .build();

  String write(JsonNode tree) {
    var text = new Text();
    new Dump(SETTINGS).dumpNode(node(tree), text);
    return text.builder.toString();
  }

  private static Node node(JsonNode tree) {
    if (tree.isObject()) {
      var tuples =
          tree.properties().stream()
              .map(entry -> new NodeTuple(text(entry.getKey()), node(entry.getValue())))
              .toList();
      return new MappingNode(Tag.MAP, tuples, tuples.isEmpty() ? FlowStyle.FLOW : FlowStyle.BLOCK);
    } else if (tree.isArray()) {
      List<Node> items = tree.valueStream().map(YamlWriter::node).toList();
      return new SequenceNode(Tag.SEQ, items, items.isEmpty() ? FlowStyle.FLOW : FlowStyle.BLOCK);
    } else if (tree.isTextual()) {
      return text(tree.textValue());
    }
    return new ScalarNode(tag(tree), tree.asText(), ScalarStyle.PLAIN);
  }

  private static Node text(String text) {
    var style = LITERAL.matcher(text).matches() ? ScalarStyle.LITERAL : ScalarStyle.PLAIN;
    return new ScalarNode(Tag.STR, text, style);
  }

  private static Tag tag(JsonNode scalar) {
    if (scalar.isNumber()) {
      return scalar.isIntegralNumber() ? Tag.INT : Tag.FLOAT;
    }
    return scalar.isBoolean() ? Tag.BOOL : Tag.NULL;
  }

  /** Collects what is written. */
  private static final class Text implements StreamDataWriter {
    private final StringBuilder builder = new StringBuilder();

    @Override
    public void write(String text) {
      builder.append(text);
    }

    @Override
    public void write(String text, int offset, int length) {
      builder.append(text, offset, offset + length);
    }
  }
}
