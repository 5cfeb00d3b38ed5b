package dev.weft.gateway.avro;

import dev.weft.gateway.json.RecordRewriter;
import dev.weft.gateway.json.RecordSink;
import dev.weft.gateway.json.RuleTree;
import dev.weft.gateway.json.UnknownFields;
import dev.weft.spi.Schemas;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.Schema;

/**
 * Applies a view to one Avro record, by the schema that the record names: schemas may change from
 * record to record. A record whose schema is not registered is withheld.
 */
public final class AvroRewriter implements RecordRewriter {
  private static final int VIEWS_KEPT_MAX = 512;
  private static final int SCHEMAS_KEPT_MAX = 1_000;

  private final AvroSchemas schemas;
  private final Splice splice;
  private final IdentityHashMap<RuleTree, Map<Integer, Optional<Plan>>> plans =
      new IdentityHashMap<>();

  /**
   * @param out takes the changed record; emptied before each
   */
  public AvroRewriter(RecordSink out, Schemas schemas) {
    this.schemas = new AvroSchemas(schemas);
    this.splice = new Splice(out);
  }

  @Override
  public Outcome rewrite(
      RuleTree rules, byte[] source, int from, int to, UnknownFields unknownFields) {
    var framed = schemas.of(source, from, to);
    var plan = framed.flatMap(found -> plan(rules, found.id(), found.schema()));
    if (plan.isEmpty()) {
      return Outcome.WITHHELD;
    }
    try {
      splice.start(rules, source, from, from + framed.get().body(), to, unknownFields);
      splice.record(plan.get());
      var changed = splice.finish();
      if (splice.isAmbiguous()) {
        return Outcome.WITHHELD;
      }
      if (rules.filter().isPresent() && !splice.passes(rules.filter().get())) {
        return Outcome.FILTERED;
      }
      return changed ? Outcome.CHANGED : Outcome.UNCHANGED;
    } catch (BadAvro e) {
      return Outcome.WITHHELD;
    }
  }

  private Optional<Plan> plan(RuleTree rules, int id, Schema schema) {
    var ofView = plans.get(rules);
    if (ofView == null) {
      if (plans.size() >= VIEWS_KEPT_MAX) {
        plans.clear();
      }
      ofView = new HashMap<>();
      plans.put(rules, ofView);
    }
    var kept = ofView.get(id);
    if (kept == null) {
      if (ofView.size() >= SCHEMAS_KEPT_MAX) {
        ofView.clear();
      }
      kept = compile(rules, schema);
      ofView.put(id, kept);
    }
    return kept;
  }

  private static Optional<Plan> compile(RuleTree rules, Schema schema) {
    try {
      return Optional.of(PlanCompiler.of(schema, rules));
    } catch (BadAvro e) {
      return Optional.empty();
    }
  }
}
