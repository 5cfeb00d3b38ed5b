package dev.weft.gateway.protobuf;

import dev.weft.gateway.json.RecordSink;
import dev.weft.gateway.protobuf.ProtobufSchemas.MessageType;
import dev.weft.spi.Schemas;
import dev.weft.spi.WriterSchema;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Shows whole Protobuf records as JSON. Safe for any thread. */
public final class ProtobufDecoder {
  private static final int KEPT_MAX = 1_000;

  private final ProtobufSchemas schemas;
  private final Map<MessageType, Optional<MessagePlan>> plans = new ConcurrentHashMap<>();

  public ProtobufDecoder(Schemas schemas) {
    this.schemas = new ProtobufSchemas(schemas);
  }

  /** The record as one JSON object; empty when it cannot be decoded. */
  public Optional<byte[]> json(byte[] record) {
    try {
      return schemas
          .of(record, 0, record.length)
          .flatMap(framed -> json(framed.type(), record, framed.body()));
    } catch (BadProtobuf e) {
      return Optional.empty();
    }
  }

  /**
   * The same, of a record that was written by an older schema perhaps, as this one has it: fields
   * are known by their numbers. One of a type that this schema does not have is shown by its own.
   */
  public Optional<byte[]> json(byte[] record, WriterSchema reader) {
    try {
      return schemas
          .of(record, 0, record.length)
          .flatMap(framed -> json(resolved(framed.type(), reader), record, framed.body()));
    } catch (BadProtobuf e) {
      return Optional.empty();
    }
  }

  private MessageType resolved(MessageType own, WriterSchema reader) {
    var name = own.descriptor().getFullName();
    return own.id() == reader.id()
        ? own
        : schemas
            .type(reader.id(), own.index())
            .filter(type -> type.descriptor().getFullName().equals(name))
            .filter(type -> plan(type).isPresent())
            .orElse(own);
  }

  private Optional<byte[]> json(MessageType type, byte[] record, int from) {
    return plan(type)
        .map(
            plan -> {
              var out = new RecordSink(2 * record.length + 64);
              ProtobufJson.write(plan, type.descriptor(), record, from, record.length, out);
              return out.toByteArray();
            });
  }

  private Optional<MessagePlan> plan(MessageType type) {
    if (plans.size() >= KEPT_MAX) {
      plans.clear();
    }
    return plans.computeIfAbsent(type, ProtobufDecoder::compile);
  }

  private static Optional<MessagePlan> compile(MessageType type) {
    try {
      return Optional.of(PlanCompiler.of(type.descriptor(), Everything.RULES));
    } catch (BadProtobuf e) {
      return Optional.empty();
    }
  }
}
