package dev.weft.model.format;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.UncheckedIOException;
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
 * Writes a tree as YAML in block style: keys in their order, long text as people would write it. A
 * tree with a key that no person would write becomes JSON, which is YAML as well.
 */
final class YamlWriter {
  private static final String SHOWN = "[\\x20-\\x7E\\xA0-\\u1FFF\\u2030-\\uD7FF\\uF900-\\uFDCF]";

  /** Text of several lines that a literal block shows as it is. */
  private static final Pattern LITERAL =
      Pattern.compile("(?! )" + SHOWN + "+(?:\\n" + SHOWN + "*)+(?<!\\n\\n)");

  private static final Pattern LINE = Pattern.compile(SHOWN + "*");
  private static final int KEY_LENGTH_MAX = 100;

  private static final ObjectWriter JSON =
      JsonMapper.builder()
          .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
          .build()
          .writerWithDefaultPrettyPrinter();

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
    if (hasAwkwardKey(tree)) {
      return json(tree) + "\n";
    }
    var text = new Text();
    new Dump(SETTINGS).dumpNode(node(tree), text);
    return text.builder.toString();
  }

  private static boolean hasAwkwardKey(JsonNode tree) {
    return tree.properties().stream().anyMatch(entry -> isAwkward(entry.getKey()))
        || tree.valueStream().anyMatch(YamlWriter::hasAwkwardKey);
  }

  private static boolean isAwkward(String key) {
    return key.length() > KEY_LENGTH_MAX || !LINE.matcher(key).matches();
  }

  private static String json(JsonNode tree) {
    try {
      return JSON.writeValueAsString(tree);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException("a tree in memory cannot fail to be written", e);
    }
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
    if (LITERAL.matcher(text).matches()) {
      return new ScalarNode(Tag.STR, text, ScalarStyle.LITERAL);
    }
    var style = LINE.matcher(text).matches() ? ScalarStyle.PLAIN : ScalarStyle.DOUBLE_QUOTED;
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
