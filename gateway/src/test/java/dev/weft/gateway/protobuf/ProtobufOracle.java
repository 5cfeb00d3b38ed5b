package dev.weft.gateway.protobuf;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.Message;
import dev.weft.spi.FieldRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a reader sees of a Protobuf message, worked out slowly: the library's message, turned into
 * another one. Masks are those of {@link dev.weft.gateway.json.Stars}; types do not contain
 * themselves.
 */
final class ProtobufOracle {
  private final Map<String, FieldRule> rules;
  private final FieldRule others;
  private final boolean isSound;

  /**
   * @param isSound whether the messages hold no values of another kind than their fields': these
   *     are left out with what is not shown of the field
   */
  ProtobufOracle(Map<String, FieldRule> rules, FieldRule others, boolean isSound) {
    this.rules = rules;
    this.others = others;
    this.isSound = isSound;
  }

  Message seen(Message message) {
    return message(message, "", others);
  }

  /**
   * @param stranger the rule for what no rule names, where keys of maps have taken us off the names
   */
  private Message message(Message message, String path, FieldRule stranger) {
    var seen = DynamicMessage.newBuilder(message.getDescriptorForType());
    for (var field : message.getDescriptorForType().getFields()) {
      var below =
          path == null ? null : path.isEmpty() ? field.getName() : path + "." + field.getName();
      if (field.isMapField()) {
        map(message, field, below, stranger, seen);
      } else if (field.isRepeated()) {
        for (int i = 0; i < message.getRepeatedFieldCount(field); i++) {
          var item = value(field, message.getRepeatedField(field, i), below, stranger);
          if (item != null) {
            seen.addRepeatedField(field, item == NULL ? zero(field) : item);
          }
        }
      } else {
        single(message, field, below, stranger, seen);
      }
    }
    if (rule(path, stranger) == FieldRule.SHOW) {
      seen.setUnknownFields(message.getUnknownFields());
    }
    return seen.buildPartial();
  }

  private static final Object NULL = new Object();

  private void single(
      Message message,
      FieldDescriptor field,
      String path,
      FieldRule stranger,
      DynamicMessage.Builder seen) {
    var isMissing = field.hasPresence() && !message.hasField(field);
    if (isMissing) {
      if (field.isRequired() && isHidden(field, path, stranger)) {
        seen.setField(field, neutral(field));
      }
      return;
    }
    var value = value(field, message.getField(field), path, stranger);
    if (value == NULL) {
      value = field.isRequired() ? zero(field) : null;
    }
    if (value == null && field.isRequired()) {
      value = neutral(field);
    }
    if (value != null) {
      seen.setField(field, value);
    }
  }

  /** Null when it is withheld, NULL when the mask leaves nothing. */
  private Object value(FieldDescriptor field, Object value, String path, FieldRule stranger) {
    if (isHidden(field, path, stranger)) {
      return null;
    }
    if (isMessage(field, path)) {
      var below = message((Message) value, path, stranger);
      var isEmpty = below.getSerializedSize() == 0;
      return isEmpty && !field.isRequired() && rule(path, stranger) == FieldRule.WITHHOLD
          ? null
          : below;
    }
    if (rule(path, stranger) == FieldRule.SHOW) {
      return value;
    }
    return switch (field.getJavaType()) {
      case STRING -> "***";
      case BYTE_STRING -> ByteString.copyFromUtf8("***");
      case BOOLEAN -> NULL;
      case MESSAGE ->
          field.getMessageType().getName().equals("StringValue")
              ? DynamicMessage.newBuilder(field.getMessageType())
                  .setField(field.getMessageType().findFieldByNumber(1), "***")
                  .build()
              : DynamicMessage.getDefaultInstance(field.getMessageType());
      case FLOAT, DOUBLE, INT, LONG, ENUM -> zero(field);
    };
  }

  private void map(
      Message message,
      FieldDescriptor field,
      String path,
      FieldRule stranger,
      DynamicMessage.Builder seen) {
    var type = field.getMessageType();
    var key = type.findFieldByNumber(1);
    var content = type.findFieldByNumber(2);
    for (int i = 0; i < message.getRepeatedFieldCount(field); i++) {
      var entry = (Message) message.getRepeatedField(field, i);
      var name = String.valueOf(entry.getField(key));
      var below = path == null ? null : path + "." + name;
      var isNamed = below != null && isNamed(below);
      var ofEntry = rule(path, stranger);
      var value = value(content, entry.getField(content), isNamed ? below : null, ofEntry);
      if (value == null) {
        continue;
      }
      var seenEntry = DynamicMessage.newBuilder(type);
      var isMasked = !isNamed && ofEntry instanceof FieldRule.Masked;
      seenEntry.setField(
          key,
          isMasked
              ? (key.getJavaType() == FieldDescriptor.JavaType.STRING ? "***" : zero(key))
              : entry.getField(key));
      seenEntry.setField(content, value == NULL ? zero(content) : value);
      seen.addRepeatedField(field, seenEntry.buildPartial());
    }
  }

  private static Object zero(FieldDescriptor field) {
    return switch (field.getJavaType()) {
      case INT -> 0;
      case LONG -> 0L;
      case FLOAT -> 0f;
      case DOUBLE -> 0d;
      case BOOLEAN -> false;
      case STRING -> "";
      case BYTE_STRING -> ByteString.EMPTY;
      case ENUM -> field.getEnumType().getValues().get(0);
      case MESSAGE -> DynamicMessage.getDefaultInstance(field.getMessageType());
    };
  }

  private static Object neutral(FieldDescriptor field) {
    if (field.getJavaType() != FieldDescriptor.JavaType.MESSAGE) {
      return zero(field);
    }
    var message = DynamicMessage.newBuilder(field.getMessageType());
    field.getMessageType().getFields().stream()
        .filter(FieldDescriptor::isRequired)
        .forEach(below -> message.setField(below, neutral(below)));
    return message.buildPartial();
  }

  /** Well-known types are scalars unless rules name their parts. */
  private boolean isMessage(FieldDescriptor field, String path) {
    if (field.getJavaType() != FieldDescriptor.JavaType.MESSAGE) {
      return false;
    }
    return !field.getMessageType().getFile().getName().startsWith("google/") || !isUniform(path);
  }

  private boolean isUniform(String path) {
    if (path == null) {
      return true;
    }
    var own = rule(path, null);
    return rules.entrySet().stream()
        .filter(each -> each.getKey().startsWith(path + "."))
        .allMatch(each -> kind(each.getValue()).equals(kind(own)));
  }

  private static String kind(FieldRule rule) {
    return rule instanceof FieldRule.Masked ? "mask" : rule.toString();
  }

  private boolean isNamed(String path) {
    return rules.keySet().stream()
        .anyMatch(rule -> rule.equals(path) || rule.startsWith(path + "."));
  }

  private boolean isHidden(FieldDescriptor field, String path, FieldRule stranger) {
    if (rule(path, stranger) != FieldRule.WITHHOLD) {
      return false;
    }
    if (field.isMapField()) {
      return isUniform(path);
    }
    return !isMessage(field, path)
        || field.getMessageType().getFields().stream()
            .allMatch(
                below ->
                    isHidden(below, path == null ? null : path + "." + below.getName(), stranger));
  }

  /** A null path has left what rules name. */
  private FieldRule rule(String path, FieldRule stranger) {
    if (path == null) {
      return stranger;
    }
    for (var at = path; ; at = at.substring(0, at.lastIndexOf('.'))) {
      if (rules.containsKey(at)) {
        return rules.get(at);
      }
      if (at.lastIndexOf('.') < 0) {
        return others;
      }
    }
  }

  /**
   * The library's message as plain values, to be compared: without what comes to the same for who
   * reads it, such as a truth value that a mask has emptied.
   */
  Object plain(Message message) {
    return plain(message, "", others);
  }

  private Object plain(Message message, String path, FieldRule stranger) {
    var fields = new TreeMap<String, Object>();
    for (var field : message.getDescriptorForType().getFields()) {
      var below =
          path == null ? null : path.isEmpty() ? field.getName() : path + "." + field.getName();
      if (field.isRepeated()) {
        var items = new ArrayList<>();
        for (int i = 0; i < message.getRepeatedFieldCount(field); i++) {
          var item = message.getRepeatedField(field, i);
          items.add(
              field.isMapField()
                  ? entry((Message) item, below, stranger)
                  : plainValue(item, below, stranger));
        }
        items.removeIf(item -> isNothing(item, field, below, stranger));
        fields.put(field.getName(), items);
      } else if (!field.hasPresence() || message.hasField(field)) {
        var value = plainValue(message.getField(field), below, stranger);
        if (!isNothing(value, field, below, stranger)) {
          fields.put(field.getName(), value);
        }
      }
    }
    if (!message.getUnknownFields().asMap().isEmpty()
        && (isSound || rule(path, stranger) != FieldRule.SHOW)) {
      fields.put("unknown", message.getUnknownFields().toString());
    }
    return fields;
  }

  private boolean isNothing(Object value, FieldDescriptor field, String path, FieldRule stranger) {
    var rule = rule(path, stranger);
    return (rule == FieldRule.WITHHOLD && value.equals(Map.of()) && !field.isRequired())
        || (rule instanceof FieldRule.Masked && value.equals(false));
  }

  private Object entry(Message entry, String path, FieldRule stranger) {
    var type = entry.getDescriptorForType();
    var key = entry.getField(type.findFieldByNumber(1));
    var below = path == null ? null : path + "." + key;
    var isNamed = below != null && isNamed(below);
    return List.of(
        key,
        plainValue(
            entry.getField(type.findFieldByNumber(2)),
            isNamed ? below : null,
            rule(path, stranger)));
  }

  private Object plainValue(Object value, String path, FieldRule stranger) {
    if (value instanceof Message message) {
      return plain(message, path, stranger);
    }
    if (value instanceof ByteString bytes) {
      return java.util.Arrays.toString(bytes.toByteArray());
    }
    return value instanceof EnumValueDescriptor symbol ? symbol.getNumber() : value;
  }

  @Override
  public String toString() {
    return rules + ", others " + others;
  }

  static boolean hasOneofs(Descriptor type) {
    return !type.getRealOneofs().isEmpty()
        || type.getNestedTypes().stream().anyMatch(ProtobufOracle::hasOneofs);
  }
}
