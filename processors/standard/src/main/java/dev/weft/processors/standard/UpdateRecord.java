package dev.weft.processors.standard;

import dev.weft.model.DataRecord;
import dev.weft.spi.Expressions;
import dev.weft.spi.Expressions.Compiled;
import dev.weft.spi.Expressions.EvaluationException;
import dev.weft.spi.flow.Content.Records;
import dev.weft.spi.flow.Content.Traced;
import dev.weft.spi.flow.Doc;
import dev.weft.spi.flow.FieldMap;
import dev.weft.spi.flow.Processor;
import dev.weft.spi.flow.ProcessorContext;
import dev.weft.spi.flow.ProcessorType;
import dev.weft.spi.flow.SendsNothing;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Sets fields of each record to the values of expressions, and removes fields. */
public final class UpdateRecord
    implements ProcessorType.OfProcessor<UpdateRecord.Settings>,
        SendsNothing<UpdateRecord.Settings> {
  /** What to change. */
  public record Settings(
      @Doc(
              "Field to CEL expression over 'record' and 'attributes', evaluated in order: a later"
                  + " one sees what an earlier one has set. A record for which one cannot be"
                  + " evaluated goes to failure, unchanged.")
          Map<String, String> set,
      @Doc("Fields to leave out, after setting. Fields that are not there are no error.")
          List<String> remove) {
    public Settings {
      set = set == null ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(set));
      remove = remove == null ? List.of() : List.copyOf(remove);
      if (set.isEmpty() && remove.isEmpty()) {
        throw new IllegalArgumentException("set must name a field to set, or remove one");
      }
    }
  }

  private record Setter(String field, Compiled value) {}

  @Override
  public String name() {
    return "UpdateRecord";
  }

  @Override
  public String summary() {
    return "Sets fields of each record to the values of expressions, and removes fields.";
  }

  @Override
  public Class<Settings> settings() {
    return Settings.class;
  }

  @Override
  public Processor create(Settings settings, ProcessorContext context) {
    var setters = new ArrayList<Setter>();
    settings
        .set()
        .forEach(
            (name, text) -> setters.add(new Setter(name, context.expressions().compile(text))));
    return new OnRecords(
        (in, records, out) -> {
          var updated = new ArrayList<Traced>(records.items().size());
          var failures = new Failures();
          for (var item : records.items()) {
            try {
              var changed = update(item.record(), setters, in.attributes());
              updated.add(item.with(without(changed, settings.remove())));
            } catch (EvaluationException e) {
              failures.add(item, e.getMessage());
            }
          }
          if (!updated.isEmpty()) {
            out.emit("success", in.with(new Records(updated)));
          }
          failures.emit(in, out);
        });
  }

  @Override
  public FieldMap fields(Settings settings, String relationship, Expressions expressions) {
    if (relationship.equals("failure")) {
      return FieldMap.SAME;
    }
    var made = new LinkedHashMap<String, FieldMap.Made>();
    settings
        .set()
        .forEach((name, text) -> made.put(name, ExpressionFields.of(text, expressions, made)));
    settings.remove().forEach(made::remove);
    return FieldMap.with(made, Set.copyOf(settings.remove()));
  }

  private static DataRecord update(
      DataRecord original, List<Setter> setters, Map<String, String> attributes)
      throws EvaluationException {
    var changed = original;
    for (var setter : setters) {
      changed = changed.with(setter.field(), setter.value().evaluate(changed, attributes));
    }
    return changed;
  }

  private static DataRecord without(DataRecord from, List<String> fields) {
    if (fields.isEmpty()) {
      return from;
    }
    var copy = new LinkedHashMap<>(from.fields());
    fields.forEach(copy::remove);
    return new DataRecord(copy);
  }
}
