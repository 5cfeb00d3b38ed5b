package dev.weft.gateway.protobuf;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import dev.weft.gateway.json.RecordSink;
import java.util.HashSet;
import java.util.Set;

/**
 * The value that stands where a required one is withheld, and says nothing of it: zero, an empty
 * text, a message of nothing but its own required fields.
 */
final class Neutral {
  private static final int BYTES_MAX = 64 * 1024;

  private final Set<String> within = new HashSet<>();
  private final RecordSink out = new RecordSink(16);

  private Neutral() {}

  /** The field with its tag. Throws {@link BadProtobuf} for one that requires itself. */
  static byte[] of(FieldDescriptor field) {
    var neutral = new Neutral();
    neutral.write(field);
    return neutral.out.toByteArray();
  }

  private void write(FieldDescriptor field) {
    var scalar = ScalarTypes.of(field);
    var wire = scalar.map(ScalarType::wire).orElse(ProtobufReader.LENGTH);
    ProtobufBytes.writeTag(field.getNumber(), wire, out);
    if (scalar.isPresent()) {
      scalar.get().put(null, out);
    } else {
      write(field.getMessageType());
    }
  }

  private void write(Descriptor message) {
    if (!within.add(message.getFullName()) || out.length() > BYTES_MAX) {
      throw new BadProtobuf("a message without a neutral value");
    }
    var mark = out.length();
    message.getFields().stream().filter(FieldDescriptor::isRequired).forEach(this::write);
    ProtobufBytes.prefixLength(mark, out);
    within.remove(message.getFullName());
  }
}
