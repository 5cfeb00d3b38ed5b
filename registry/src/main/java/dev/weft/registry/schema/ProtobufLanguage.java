package dev.weft.registry.schema;

import com.google.protobuf.Descriptors.FileDescriptor;
import dev.weft.model.Place;
import dev.weft.model.Problem;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** Protobuf schemas: read by Wire's parser, linked by Protobuf's own library, compared here. */
final class ProtobufLanguage implements SchemaLanguage {
  @Override
  public String canonical(SchemaSource source, boolean normalize) {
    try {
      var text = ProtoSyntax.print(ProtoSyntax.parse("the schema", written(source.text())));
      // What is kept is what is checked.
      ProtoFiles.link(new SchemaSource(text, source.imports()));
      return text;
    } catch (IllegalArgumentException e) {
      throw bad(e);
    }
  }

  /** Serializers of several languages have no text, and send a descriptor in Base64. */
  private static String written(String sent) {
    return ProtoText.ofBase64(sent).orElse(sent);
  }

  @Override
  public List<String> whyUnreadable(SchemaSource reader, SchemaSource writer, boolean lenient) {
    return ProtobufReading.objections(link(reader), link(writer));
  }

  @Override
  public List<SchemaField> fields(SchemaSource source) {
    return ProtobufFields.of(link(source));
  }

  @Override
  public String formatted(SchemaSource source, String format) {
    return format.equals("serialized")
        ? Base64.getEncoder()
            .encodeToString(
                link(source).toProto().toBuilder().setName("default").build().toByteArray())
        : source.text();
  }

  /**
   * The schema and all that it imports as one text: a FileDescriptorSet in Base64, the schema's own
   * file last. Empty when it cannot be linked.
   */
  static Optional<String> descriptors(SchemaSource source) {
    try {
      var all = ProtoFiles.all(ProtoFiles.link(source));
      return Optional.of(Base64.getEncoder().encodeToString(all.toByteArray()));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static FileDescriptor link(SchemaSource source) {
    try {
      return ProtoFiles.link(source);
    } catch (IllegalArgumentException e) {
      throw bad(e);
    }
  }

  private static RuntimeException bad(IllegalArgumentException e) {
    return Problem.input(
            "bad-schema",
            Place.field("schema"),
            "The schema is no Protobuf schema: " + e.getMessage() + ".",
            "Protobuf's language guide says what a .proto file is; what it imports goes into"
                + " 'references'.")
        .asException();
  }
}
