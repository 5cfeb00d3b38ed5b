package dev.weft.gateway.avro;

import dev.weft.gateway.avro.Plan.Seeing;
import dev.weft.gateway.json.RecordSink;
import dev.weft.gateway.json.RuleTree;
import dev.weft.model.PortName;
import dev.weft.spi.FieldRule;
import dev.weft.spi.ReadView;
import dev.weft.spi.Schemas;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.Schema;

/** Shows whole Avro records as JSON. Safe for any thread. */
public final class AvroDecoder {
  private static final int KEPT_MAX = 1_000;
  private static final RuleTree EVERYTHING =
      RuleTree.of(
          new ReadView(
              new PortName("any", "port"),
              true,
              "",
              Map.of(),
              FieldRule.SHOW,
              FieldRule.SHOW,
              Optional.empty(),
              Optional.empty(),
              List.of()),
          Set.of());

  private final AvroSchemas schemas;
  private final Map<Integer, Optional<Plan>> plans = new ConcurrentHashMap<>();

  public AvroDecoder(Schemas schemas) {
    this.schemas = new AvroSchemas(schemas);
  }

  /** The record as one JSON object; empty when it cannot be decoded. */
  public Optional<byte[]> json(byte[] record) {
    try {
      return schemas
          .of(record, 0, record.length)
          .flatMap(
              framed -> plan(framed.id(), framed.schema()).map(plan -> json(plan, framed, record)));
    } catch (BadAvro e) {
      return Optional.empty();
    }
  }

  private static byte[] json(Plan plan, AvroSchemas.Framed framed, byte[] record) {
    var in = new AvroReader();
    in.start(record, framed.body(), record.length);
    var out = new RecordSink(2 * record.length + 64);
    plan.json(in, out, Seeing.RAW, 1);
    in.expectEnd();
    return out.toByteArray();
  }

  private Optional<Plan> plan(int id, Schema schema) {
    if (plans.size() >= KEPT_MAX) {
      plans.clear();
    }
    return plans.computeIfAbsent(id, any -> compile(schema));
  }

  private static Optional<Plan> compile(Schema schema) {
    try {
      return Optional.of(PlanCompiler.of(schema, EVERYTHING));
    } catch (BadAvro e) {
      return Optional.empty();
    }
  }
}
