package dev.weft.gateway.protobuf;

import dev.weft.gateway.json.RecordRewriter;
import dev.weft.gateway.json.RecordSink;
import dev.weft.gateway.json.RuleTree;
import dev.weft.gateway.json.UnknownFields;
import dev.weft.gateway.protobuf.ProtobufSchemas.MessageType;
import dev.weft.spi.RowFilter;
import dev.weft.spi.Schemas;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;

/**
 * Applies a view to one Protobuf record, by the schema and the message that the record names: they
 * may change from record to record. A record whose schema is not registered is withheld.
 */
public final class ProtobufRewriter implements RecordRewriter {
  private static final int VIEWS_KEPT_MAX = 512;
  private static final int TYPES_KEPT_MAX = 1_000;

  /** A type as a view shows it. */
  private record Compiled(MessagePlan plan, List<FilterField> filtered) {}

  private final ProtobufSchemas schemas;
  private final RecordSink out;
  private final Splice splice;
  private final IdentityHashMap<RuleTree, IdentityHashMap<MessageType, Optional<Compiled>>>
      compiled = new IdentityHashMap<>();

  /**
   * @param out takes the changed record; emptied before each
   */
  public ProtobufRewriter(RecordSink out, Schemas schemas) {
    this.schemas = new ProtobufSchemas(schemas);
    this.out = out;
    this.splice = new Splice(out);
  }

  @Override
  public Outcome rewrite(
      RuleTree rules, byte[] source, int from, int to, UnknownFields unknownFields) {
    try {
      var framed = schemas.of(source, from, to);
      var known = framed.flatMap(found -> compiled(rules, found.type()));
      if (known.isEmpty()) {
        return Outcome.WITHHELD;
      }
      var body = framed.get().body();
      var changed = splice.record(known.get().plan(), source, from, from + body, to, unknownFields);
      if (rules.filter().isPresent()) {
        var onSink = changed && !rules.filtersOnRaw();
        var values =
            onSink
                ? new FilterValues(rules, known.get(), out.bytes(), body, out.length())
                : new FilterValues(rules, known.get(), source, from + body, to);
        if (!rules.filter().get().passes(values)) {
          return Outcome.FILTERED;
        }
      }
      return changed ? Outcome.CHANGED : Outcome.UNCHANGED;
    } catch (BadProtobuf e) {
      return Outcome.WITHHELD;
    }
  }

  private static final class FilterValues implements RowFilter.Values {
    private final RuleTree rules;
    private final Compiled compiled;
    private final byte[] bytes;
    private final int from;
    private final int to;

    FilterValues(RuleTree rules, Compiled compiled, byte[] bytes, int from, int to) {
      this.rules = rules;
      this.compiled = compiled;
      this.bytes = bytes;
      this.from = from;
      this.to = to;
    }

    @Override
    public Object get(String path) {
      var index = rules.filterPaths().indexOf(path);
      return index < 0 ? MISSING : compiled.filtered().get(index).value(bytes, from, to);
    }
  }

  private Optional<Compiled> compiled(RuleTree rules, MessageType type) {
    var ofView = compiled.get(rules);
    if (ofView == null) {
      if (compiled.size() >= VIEWS_KEPT_MAX) {
        compiled.clear();
      }
      ofView = new IdentityHashMap<>();
      compiled.put(rules, ofView);
    }
    var kept = ofView.get(type);
    if (kept == null) {
      if (ofView.size() >= TYPES_KEPT_MAX) {
        ofView.clear();
      }
      kept = compile(rules, type);
      ofView.put(type, kept);
    }
    return kept;
  }

  private static Optional<Compiled> compile(RuleTree rules, MessageType type) {
    try {
      var filtered =
          rules.filterPaths().stream()
              .map(path -> new FilterField(path, type.descriptor(), rules))
              .toList();
      return Optional.of(new Compiled(PlanCompiler.of(type.descriptor(), rules), filtered));
    } catch (BadProtobuf e) {
      return Optional.empty();
    }
  }
}
