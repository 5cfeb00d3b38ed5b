package dev.weft.gateway;

import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.Descriptors.FileDescriptor;
import dev.weft.model.PortName;
import dev.weft.spi.RecordFormat;
import dev.weft.spi.Schemas;
import dev.weft.spi.WriterSchema;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;

/** Schemas and formats that a test has registered. */
public final class Registered implements Schemas {
  private final Map<Integer, WriterSchema> byId = new ConcurrentHashMap<>();
  private final Map<Long, WriterSchema> byFingerprint = new ConcurrentHashMap<>();
  private final Map<PortName, RecordFormat> formats = new ConcurrentHashMap<>();

  /** Returns the new schema's id. */
  public int avro(Schema schema) {
    var id = register(RecordFormat.AVRO, schema.toString());
    byFingerprint.put(SchemaNormalization.parsingFingerprint64(schema), byId.get(id));
    return id;
  }

  /** Returns the new schema's id. */
  public int protobuf(FileDescriptor file) {
    var all = FileDescriptorSet.newBuilder();
    file.getDependencies().forEach(needed -> all.addFile(needed.toProto()));
    var text =
        Base64.getEncoder().encodeToString(all.addFile(file.toProto()).build().toByteArray());
    return register(RecordFormat.PROTOBUF, text);
  }

  public int register(RecordFormat format, String text) {
    var id = byId.size() + 1;
    byId.put(id, new WriterSchema(id, format, text));
    return id;
  }

  public void format(PortName port, RecordFormat format) {
    formats.put(port, format);
  }

  @Override
  public RecordFormat format(PortName port) {
    return formats.getOrDefault(port, RecordFormat.JSON);
  }

  @Override
  public Optional<WriterSchema> byId(int id) {
    return Optional.ofNullable(byId.get(id));
  }

  @Override
  public Optional<WriterSchema> byFingerprint(long fingerprint) {
    return Optional.ofNullable(byFingerprint.get(fingerprint));
  }

  @Override
  public Optional<WriterSchema> newest(PortName port) {
    return byId(byId.size());
  }
}
