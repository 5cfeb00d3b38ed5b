package dev.weft.policy.ranger;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads JSON as leniently as Ranger's own readers do: a number may stand where a text is meant. */
final class Json {
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(JsonReadFeature.ALLOW_SINGLE_QUOTES)
          .enable(JsonReadFeature.ALLOW_UNQUOTED_FIELD_NAMES)
          .enable(JsonReadFeature.ALLOW_JAVA_COMMENTS)
          .enable(JsonReadFeature.ALLOW_TRAILING_COMMA)
          .enable(JsonReadFeature.ALLOW_UNESCAPED_CONTROL_CHARS)
          .build();

  private Json() {}

  static JsonNode parse(String text) throws JsonProcessingException {
    var node = MAPPER.readTree(text);
    return node == null ? MissingNode.getInstance() : node;
  }

  static String text(JsonNode node, String name) {
    var value = node.path(name);
    return value.isValueNode() && !value.isNull() ? value.asText() : "";
  }

  static boolean flag(JsonNode node, String name, boolean unsaid) {
    return maybe(node, name).orElse(unsaid);
  }

  static Optional<Boolean> maybe(JsonNode node, String name) {
    var value = node.path(name);
    if (value.isBoolean()) {
      return Optional.of(value.booleanValue());
    }
    return value.isTextual()
        ? Optional.of(Boolean.parseBoolean(value.textValue().strip()))
        : Optional.empty();
  }

  static long number(JsonNode node, String name, long unsaid) {
    return node.path(name).asLong(unsaid);
  }

  static List<JsonNode> list(JsonNode node, String name) {
    var all = new ArrayList<JsonNode>();
    node.path(name)
        .forEach(
            one -> {
              if (!one.isNull()) {
                all.add(one);
              }
            });
    return all;
  }

  static List<String> texts(JsonNode node, String name) {
    return list(node, name).stream().map(JsonNode::asText).toList();
  }

  static Set<String> textSet(JsonNode node, String name) {
    return new LinkedHashSet<>(texts(node, name));
  }

  static Map<String, JsonNode> map(JsonNode node) {
    var all = new LinkedHashMap<String, JsonNode>();
    node.properties()
        .forEach(
            entry -> {
              if (!entry.getValue().isNull()) {
                all.put(entry.getKey(), entry.getValue());
              }
            });
    return all;
  }

  static Map<String, String> textMap(JsonNode node) {
    var all = new LinkedHashMap<String, String>();
    map(node).forEach((key, value) -> all.put(key, value.asText()));
    return all;
  }
}
