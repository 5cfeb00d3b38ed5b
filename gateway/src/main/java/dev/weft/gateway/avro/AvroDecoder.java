package dev.weft.gateway.avro;

import dev.weft.gateway.avro.Plan.Seeing;
import dev.weft.gateway.json.RecordSink;
import dev.weft.gateway.json.RuleTree;
import dev.weft.model.PortName;
import dev.weft.spi.FieldRule;
import dev.weft.spi.ReadView;
import dev.weft.spi.RecordFormat;
import dev.weft.spi.Schemas;
import dev.weft.spi.WriterSchema;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;

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
  private final Map<List<Integer>, Optional<AvroResolution>> resolutions =
      new ConcurrentHashMap<>();

  public AvroDecoder(Schemas schemas) {
    this.schemas = new AvroSchemas(schemas);
  }

  /** The CRC-64-AVRO of the schema's parsing canonical form; empty when it is no Avro schema. */
  public static Optional<Long> fingerprint(WriterSchema schema) {
    try {
      return schema.format() == RecordFormat.AVRO
          ? Optional.of(
              SchemaNormalization.parsingFingerprint64(new Schema.Parser().parse(schema.text())))
          : Optional.empty();
    } catch (RuntimeException e) { // The parser throws many kinds, null pointers among them.
      return Optional.empty();
    }
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

  /**
   * The same, of a record that was written by an older schema perhaps, as this one has it. One that
   * this schema cannot read is shown by its own.
   */
  public Optional<byte[]> json(byte[] record, WriterSchema reader) {
    try {
      return schemas.of(record, 0, record.length).flatMap(framed -> json(framed, reader, record));
    } catch (BadAvro e) {
      return Optional.empty();
    }
  }

  private Optional<byte[]> json(AvroSchemas.Framed framed, WriterSchema reader, byte[] record) {
    var own = plan(framed.id(), framed.schema());
    var resolution =
        framed.id() == reader.id()
            ? Optional.<AvroResolution>empty()
            : resolution(framed, reader).filter(any -> plan(reader).isPresent());
    if (own.isEmpty() || resolution.isEmpty()) {
      return own.map(plan -> json(plan, framed, record));
    }
    var in = new AvroReader();
    in.start(record, framed.body(), record.length);
    own.get().skip(in, 1);
    in.expectEnd();
    var resolved = resolution.get().resolve(record, framed.body(), record.length);
    return plan(reader).map(plan -> json(plan, resolved, 0));
  }

  private Optional<Plan> plan(WriterSchema schema) {
    return schemas.parse(schema).flatMap(parsed -> plan(schema.id(), parsed));
  }

  private Optional<AvroResolution> resolution(AvroSchemas.Framed writer, WriterSchema reader) {
    if (resolutions.size() >= KEPT_MAX) {
      resolutions.clear();
    }
    return resolutions.computeIfAbsent(
        List.of(writer.id(), reader.id()),
        any ->
            schemas
                .parse(reader)
                .flatMap(schema -> AvroResolution.between(writer.schema(), schema)));
  }

  private static byte[] json(Plan plan, AvroSchemas.Framed framed, byte[] record) {
    return json(plan, record, framed.body());
  }

  private static byte[] json(Plan plan, byte[] record, int from) {
    var in = new AvroReader();
    in.start(record, from, record.length);
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
