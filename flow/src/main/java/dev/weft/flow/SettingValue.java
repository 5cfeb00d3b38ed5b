package dev.weft.flow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;

/**
 * The value of one setting.
 *
 * @param isKnown false when it depends on a parameter whose value is not known
 */
record SettingValue(boolean isKnown, Object value) {
  private static final SettingValue UNKNOWN = new SettingValue(false, null);

  private static SettingValue known(Object value) {
    return new SettingValue(true, value);
  }

  static SettingValue of(JsonNode node, Type type, String path, SettingsBinder binder) {
    if (type instanceof ParameterizedType generic && generic.getRawType() == Optional.class) {
      var inner = of(node, generic.getActualTypeArguments()[0], path, binder);
      return inner.isKnown ? known(Optional.ofNullable(inner.value)) : inner;
    }
    if (node == null || node.isNull()) {
      return known(ScalarSetting.absent(type));
    }
    if (type instanceof ParameterizedType generic) {
      return generic.getRawType() == List.class
          ? list(node, generic, path, binder)
          : map(node, generic, path, binder);
    }
    var plain = (Class<?>) type;
    if (plain.isRecord()) {
      return nested(node, plain.asSubclass(Record.class), path, binder);
    }
    if (JsonNode.class.isAssignableFrom(plain)) {
      return tree(node, path, binder);
    }
    return scalar(node, plain, path, binder);
  }

  /** A value of any form, with its texts' parameters filled in. */
  private static SettingValue tree(JsonNode node, String path, SettingsBinder binder) {
    if (node.isTextual()) {
      return binder
          .text(node.textValue(), path)
          .map(text -> known(TextNode.valueOf(text)))
          .orElse(UNKNOWN);
    }
    if (!node.isContainerNode()) {
      return known(node);
    }
    var known = true;
    var copy = node.deepCopy();
    if (copy instanceof ObjectNode object) {
      for (var entry : node.properties()) {
        var value = tree(entry.getValue(), path + "." + entry.getKey(), binder);
        known &= value.isKnown;
        object.set(entry.getKey(), (JsonNode) value.value);
      }
    } else if (copy instanceof ArrayNode array) {
      for (var i = 0; i < node.size(); i++) {
        var value = tree(node.get(i), path + "[" + i + "]", binder);
        known &= value.isKnown;
        array.set(i, (JsonNode) value.value);
      }
    }
    return known ? known(copy) : UNKNOWN;
  }

  /** One value where a list is wanted is a list of one. */
  private static SettingValue list(
      JsonNode node, ParameterizedType type, String path, SettingsBinder binder) {
    var element = type.getActualTypeArguments()[0];
    var values = new ArrayList<>();
    var known = true;
    if (!node.isArray()) {
      var only = of(node, element, path, binder);
      values.add(only.value);
      known = only.isKnown;
    }
    for (var i = 0; node.isArray() && i < node.size(); i++) {
      var value = of(node.get(i), element, path + "[" + i + "]", binder);
      known &= value.isKnown;
      values.add(value.value);
    }
    return known ? known(values) : UNKNOWN;
  }

  private static SettingValue map(
      JsonNode node, ParameterizedType type, String path, SettingsBinder binder) {
    if (!(node instanceof ObjectNode object)) {
      binder.problem("wrong-type", path, "A map of names to values is expected here.", "");
      return UNKNOWN;
    }
    var values = new LinkedHashMap<String, Object>();
    var known = true;
    for (var entry : object.properties()) {
      var at = path + "." + entry.getKey();
      var value = of(entry.getValue(), type.getActualTypeArguments()[1], at, binder);
      known &= value.isKnown;
      values.put(entry.getKey(), value.value);
    }
    return known ? known(values) : UNKNOWN;
  }

  private static SettingValue nested(
      JsonNode node, Class<? extends Record> type, String path, SettingsBinder binder) {
    if (!(node instanceof ObjectNode object)) {
      binder.problem("wrong-type", path, "Keys and values are expected here.", "");
      return UNKNOWN;
    }
    return binder.bind(object, type, path).map(SettingValue::known).orElse(UNKNOWN);
  }

  private static SettingValue scalar(
      JsonNode node, Class<?> type, String path, SettingsBinder binder) {
    if (!node.isValueNode()) {
      binder.problem(
          "wrong-type", path, "One value is expected here: " + ScalarSetting.word(type) + ".", "");
      return UNKNOWN;
    }
    var text = binder.text(node.asText(), path);
    if (text.isEmpty()) {
      return UNKNOWN;
    }
    try {
      return known(ScalarSetting.parse(text.get(), type));
    } catch (IllegalArgumentException e) {
      binder.problem(
          "wrong-type",
          path,
          "This must be " + ScalarSetting.word(type) + ".",
          ScalarSetting.example(type));
      return UNKNOWN;
    }
  }
}
