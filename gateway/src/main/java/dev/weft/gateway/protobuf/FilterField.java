package dev.weft.gateway.protobuf;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import dev.weft.gateway.json.JsonValues;
import dev.weft.gateway.json.RecordSink;
import dev.weft.gateway.json.RuleTree;
import dev.weft.gateway.json.RuleTree.Action;
import dev.weft.gateway.json.RuleTree.Node;
import dev.weft.spi.RowFilter;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A field at which a row filter looks. One that is a scalar below single messages is found by
 * walking there; all others are taken from the whole message as JSON.
 *
 * <p>As readers have it: of several values the last counts, messages that come in parts are merged,
 * of a oneof only the field that came last is there, a missing field without presence is zero. For
 * one thread.
 */
final class FilterField {
  /**
   * @param rivals the numbers of the other fields of the same oneof
   */
  private record Step(int number, Set<Integer> rivals) {}

  private static final int NOWHERE = -1;

  private final String[] names;
  private final boolean isHidden;
  private final Descriptor type;
  private final Step[] steps;
  private final ScalarType scalar;
  private final boolean isImplicit;
  private final ProtobufReader in = new ProtobufReader();
  private final RecordSink text = new RecordSink(64);
  private int at;
  private boolean reached;

  FilterField(String path, Descriptor type, RuleTree rules) {
    this.names = path.split("\\.", -1);
    this.type = type;
    var name = path.getBytes(StandardCharsets.UTF_8);
    var node = rules.root().child(name, 0, name.length);
    var found = new FieldDescriptor[names.length];
    this.scalar = rules.root() == node ? null : walk(type, found, node);
    this.isHidden =
        !rules.filtersOnRaw()
            && node.action == Action.WITHHOLD
            && (scalar != null || node.uniform || node.children().isEmpty());
    this.steps = scalar == null ? new Step[0] : steps(found);
    this.isImplicit = scalar != null && !found[found.length - 1].hasPresence();
  }

  /** Fills in the fields on the way; null if they do not lead to a scalar. */
  private ScalarType walk(Descriptor from, FieldDescriptor[] found, Node node) {
    var message = from;
    for (int i = 0; i < names.length; i++) {
      var field = message.findFieldByName(names[i]);
      if (field == null || field.isRepeated()) {
        return null;
      }
      found[i] = field;
      var isMessage = field.getJavaType() == FieldDescriptor.JavaType.MESSAGE;
      if (i == names.length - 1) {
        return isMessage && !node.uniform && !node.children().isEmpty()
            ? null
            : ScalarTypes.of(field).orElse(null);
      }
      if (!isMessage || ScalarTypes.isWellKnown(field.getMessageType())) {
        return null;
      }
      message = field.getMessageType();
    }
    return null;
  }

  private static Step[] steps(FieldDescriptor[] fields) {
    var steps = new Step[fields.length];
    for (int i = 0; i < fields.length; i++) {
      var field = fields[i];
      var oneof = Optional.ofNullable(field.getRealContainingOneof());
      steps[i] =
          new Step(
              field.getNumber(),
              oneof.map(of -> of.getFields().stream()).stream()
                  .flatMap(all -> all)
                  .filter(other -> other != field)
                  .map(FieldDescriptor::getNumber)
                  .collect(Collectors.toUnmodifiableSet()));
    }
    return steps;
  }

  /** The value in the message between {@code from} and {@code to}, which is sound. */
  Object value(byte[] bytes, int from, int to) {
    if (isHidden) {
      return RowFilter.Values.MISSING;
    }
    return scalar == null ? fromWhole(bytes, from, to) : fromPlace(bytes, from, to);
  }

  private Object fromPlace(byte[] bytes, int from, int to) {
    in.start(bytes, from, to);
    at = NOWHERE;
    reached = steps.length == 1;
    scan(0);
    if (at == NOWHERE && !(isImplicit && reached)) {
      return RowFilter.Values.MISSING;
    }
    text.clear();
    if (at == NOWHERE) {
      ProtobufJson.zero(scalar, text);
    } else {
      in.start(bytes, at, to);
      scalar.json(in, text);
    }
    return JsonValues.read(text);
  }

  private void scan(int level) {
    var step = steps[level];
    while (in.more()) {
      var tag = in.takeTag();
      var number = ProtobufReader.number(tag);
      var wire = ProtobufReader.wire(tag);
      if (step.rivals.contains(number)) {
        at = NOWHERE;
        reached = false;
      }
      if (number != step.number) {
        in.skipValue(tag, 1);
      } else if (level < steps.length - 1 && wire == ProtobufReader.LENGTH) {
        var outer = in.begin(in.takeLength());
        reached |= level == steps.length - 2;
        scan(level + 1);
        in.finish(outer);
      } else if (level == steps.length - 1 && wire == scalar.wire()) {
        at = in.at;
        scalar.skip(in);
      } else {
        in.skipValue(tag, 1);
      }
    }
  }

  private Object fromWhole(byte[] bytes, int from, int to) {
    text.clear();
    ProtobufJson.write(type, bytes, from, to, text);
    var value = JsonValues.read(text);
    for (var name : names) {
      if (!(value instanceof Map<?, ?> fields) || !fields.containsKey(name)) {
        return RowFilter.Values.MISSING;
      }
      value = fields.get(name);
    }
    return value;
  }
}
