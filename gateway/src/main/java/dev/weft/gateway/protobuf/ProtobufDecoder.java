package dev.weft.gateway.protobuf;

import dev.weft.gateway.json.RecordSink;
import dev.weft.gateway.protobuf.ProtobufSchemas.MessageType;
import dev.weft.spi.Schemas;
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
          .flatMap(
              framed ->
                  plan(framed.type())
                      .map(
                          plan -> {
                            var out = new RecordSink(2 * record.length + 64);
                            ProtobufJson.write(
                                plan,
                                framed.type().descriptor(),
                                record,
                                framed.body(),
                                record.length,
                                out);
                            return out.toByteArray();
                          }));
    } catch (BadProtobuf e) {
      return Optional.empty();
    }
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
