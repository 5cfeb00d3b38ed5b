package dev.weft.registry.schema;

import com.google.protobuf.AnyProto;
import com.google.protobuf.ApiProto;
import com.google.protobuf.DescriptorProtos;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.DurationProto;
import com.google.protobuf.EmptyProto;
import com.google.protobuf.FieldMaskProto;
import com.google.protobuf.SourceContextProto;
import com.google.protobuf.StructProto;
import com.google.protobuf.TimestampProto;
import com.google.protobuf.TypeProto;
import com.google.protobuf.WrappersProto;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Links a .proto file with those that it imports: other schemas, or Protobuf's well-known types.
 * For one link.
 *
 * <p>Throws {@link IllegalArgumentException} with a sentence for people.
 */
final class ProtoFiles {
  /** The name of the file itself, by which nothing can import it. */
  private static final String ITSELF = "weft.registered.proto";

  private static final String RESERVED = "google/protobuf/";

  private static final Map<String, FileDescriptor> WELL_KNOWN =
      Stream.of(
              AnyProto.getDescriptor(),
              ApiProto.getDescriptor(),
              DescriptorProtos.getDescriptor(),
              DurationProto.getDescriptor(),
              EmptyProto.getDescriptor(),
              FieldMaskProto.getDescriptor(),
              SourceContextProto.getDescriptor(),
              StructProto.getDescriptor(),
              TimestampProto.getDescriptor(),
              TypeProto.getDescriptor(),
              WrappersProto.getDescriptor())
          .collect(Collectors.toUnmodifiableMap(FileDescriptor::getName, Function.identity()));

  private final Map<String, String> imports;
  private final Map<String, FileDescriptor> linked = new LinkedHashMap<>();
  private final Set<String> within = new LinkedHashSet<>();

  private ProtoFiles(Map<String, String> imports) {
    this.imports = imports;
  }

  static FileDescriptor link(SchemaSource source) {
    var file = new ProtoFiles(source.imports()).file(ITSELF, source.text());
    if (file.getMessageTypes().isEmpty() && file.getEnumTypes().isEmpty()) {
      throw new IllegalArgumentException("it has no message");
    }
    return file;
  }

  /** The file with all that it needs, each after those that it needs; itself last. */
  static FileDescriptorSet all(FileDescriptor file) {
    var files = new LinkedHashMap<String, FileDescriptorProto>();
    collect(file, files);
    return FileDescriptorSet.newBuilder().addAllFile(files.values()).build();
  }

  private static void collect(FileDescriptor file, Map<String, FileDescriptorProto> files) {
    if (!files.containsKey(file.getName())) {
      file.getDependencies().forEach(needed -> collect(needed, files));
      files.put(file.getName(), file.toProto());
    }
  }

  private FileDescriptor file(String name, String text) {
    var proto = ProtoDescriptors.of(name, ProtoSyntax.parse(name, text));
    if (proto.getPackage().equals("google.protobuf")) {
      throw new IllegalArgumentException("the package google.protobuf is Protobuf's own");
    }
    if (!within.add(name)) {
      throw new IllegalArgumentException("'" + name + "' imports itself");
    }
    var needed =
        proto.getDependencyList().stream().map(this::imported).toArray(FileDescriptor[]::new);
    within.remove(name);
    try {
      return FileDescriptor.buildFrom(proto, needed);
    } catch (DescriptorValidationException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  private FileDescriptor imported(String name) {
    if (name.startsWith(RESERVED)) {
      var known = WELL_KNOWN.get(name);
      if (known == null) {
        throw new IllegalArgumentException("there is no '" + name + "'");
      }
      return known;
    }
    var text = imports.get(name);
    if (text == null) {
      throw new IllegalArgumentException(
          "it imports '" + name + "', which is not among its references");
    }
    var done = linked.get(name);
    if (done == null) {
      done = file(name, text);
      linked.put(name, done);
    }
    return done;
  }
}
