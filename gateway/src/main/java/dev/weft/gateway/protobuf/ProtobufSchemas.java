package dev.weft.gateway.protobuf;

import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.weft.spi.RecordFormat;
import dev.weft.spi.Schemas;
import dev.weft.spi.WriterSchema;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Finds the message's type that a record's frame names, and keeps what was linked. Safe for any
 * thread.
 *
 * <p>The frame is that of Confluent's serializers: a zero byte, the registry's id, then the place
 * of the message in its file as zigzag numbers: how many, and the index at each level; a single
 * zero byte is the first message.
 */
final class ProtobufSchemas {
  private static final int KEPT_MAX = 1_000;
  private static final int ID_BYTES = 5;
  private static final int LEVELS_MAX = 32;

  /**
   * A type of which records are.
   *
   * @param index its place in the file of the schema
   */
  record MessageType(int id, List<Integer> index, Descriptor descriptor) {}

  /**
   * A record's type.
   *
   * @param body how many bytes the frame takes
   */
  record Framed(MessageType type, int body) {}

  private final Schemas schemas;
  private final Map<Integer, Optional<FileDescriptor>> files = new ConcurrentHashMap<>();
  private final Map<Integer, MessageType> firsts = new ConcurrentHashMap<>();
  private final Map<Integer, Map<List<Integer>, MessageType>> others = new ConcurrentHashMap<>();

  ProtobufSchemas(Schemas schemas) {
    this.schemas = schemas;
  }

  /** Empty when the frame names no registered type; throws {@link BadProtobuf} if it is none. */
  Optional<Framed> of(byte[] bytes, int from, int to) {
    if (to - from <= ID_BYTES || bytes[from] != 0) {
      return Optional.empty();
    }
    var frame = new ProtobufReader();
    frame.start(bytes, from + 1, to);
    var id = Integer.reverseBytes(frame.takeFixed32());
    var levels = index(frame);
    if (levels == 0) {
      return first(id).map(type -> new Framed(type, frame.at - from));
    }
    if (levels < 0 || levels > LEVELS_MAX) {
      return Optional.empty();
    }
    var path = new ArrayList<Integer>();
    for (long i = levels; i > 0; i--) {
      var index = index(frame);
      if (index < 0 || index > Integer.MAX_VALUE) {
        return Optional.empty();
      }
      path.add((int) index);
    }
    return type(id, path).map(type -> new Framed(type, frame.at - from));
  }

  private static long index(ProtobufReader frame) {
    var value = frame.takeVarint();
    return (value >>> 1) ^ -(value & 1);
  }

  private Optional<MessageType> first(int id) {
    var known = firsts.get(id);
    if (known != null) {
      return Optional.of(known);
    }
    var type = type(id, List.of(0));
    if (firsts.size() >= KEPT_MAX) {
      firsts.clear();
    }
    type.ifPresent(found -> firsts.put(id, found));
    return type;
  }

  /** The type at this place of the schema with this id. */
  Optional<MessageType> type(int id, List<Integer> index) {
    if (others.size() >= KEPT_MAX) {
      others.clear();
    }
    var ofSchema = others.computeIfAbsent(id, any -> new ConcurrentHashMap<>());
    var known = ofSchema.get(index);
    if (known != null) {
      return Optional.of(known);
    }
    var type =
        file(id)
            .flatMap(file -> descriptor(file, index))
            .map(descriptor -> new MessageType(id, List.copyOf(index), descriptor));
    type.ifPresent(found -> ofSchema.put(found.index(), found));
    return type;
  }

  private static Optional<Descriptor> descriptor(FileDescriptor file, List<Integer> index) {
    var types = file.getMessageTypes();
    Descriptor found = null;
    for (var at : index) {
      // Entries of maps are messages to the library only.
      var declared = types.stream().filter(type -> !type.getOptions().getMapEntry()).toList();
      if (at >= declared.size()) {
        return Optional.empty();
      }
      found = declared.get(at);
      types = found.getNestedTypes();
    }
    return Optional.ofNullable(found);
  }

  private Optional<FileDescriptor> file(int id) {
    var known = files.get(id);
    if (known != null) {
      return known;
    }
    var writer = schemas.byId(id).filter(schema -> schema.format() == RecordFormat.PROTOBUF);
    if (writer.isEmpty()) {
      return Optional.empty(); // It may come.
    }
    if (files.size() >= KEPT_MAX) {
      files.clear();
    }
    var file = link(writer.get());
    files.put(id, file);
    return file;
  }

  private static Optional<FileDescriptor> link(WriterSchema writer) {
    try {
      var set = FileDescriptorSet.parseFrom(Base64.getDecoder().decode(writer.text()));
      var linked = new HashMap<String, FileDescriptor>();
      FileDescriptor last = null;
      for (var file : set.getFileList()) {
        var needed =
            file.getDependencyList().stream()
                .map(linked::get)
                .filter(found -> found != null)
                .toArray(FileDescriptor[]::new);
        last = FileDescriptor.buildFrom(file, needed);
        linked.put(file.getName(), last);
      }
      return Optional.ofNullable(last);
    } catch (InvalidProtocolBufferException
        | DescriptorValidationException
        | IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
