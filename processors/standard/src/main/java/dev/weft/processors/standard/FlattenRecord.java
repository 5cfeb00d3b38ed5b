package dev.weft.processors.standard;

import dev.weft.model.DataRecord;
import dev.weft.spi.Expressions;
import dev.weft.spi.flow.Content.Records;
import dev.weft.spi.flow.Doc;
import dev.weft.spi.flow.FieldMap;
import dev.weft.spi.flow.Processor;
import dev.weft.spi.flow.ProcessorContext;
import dev.weft.spi.flow.ProcessorType;
import dev.weft.spi.flow.SendsNothing;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Makes fields of objects into fields of the record: {@code address.city}. */
public final class FlattenRecord
    implements ProcessorType.OfProcessor<FlattenRecord.Settings>,
        SendsNothing<FlattenRecord.Settings> {
  /** How. */
  public record Settings(
      @Doc("What stands between the names.") String separator,
      @Doc("keep: arrays stay; index: each element becomes a field, by its number from 0.")
          Arrays arrays,
      @Doc("Fields of one record, at most; one with more goes to failure.") int fieldsMax) {
    public Settings {
      separator = separator == null ? "." : separator;
      arrays = arrays == null ? Arrays.KEEP : arrays;
      fieldsMax = Bounds.number("fieldsMax", fieldsMax, 1, 100_000, 1_000);
    }
  }

  /** What becomes of arrays. */
  public enum Arrays {
    KEEP,
    INDEX
  }

  @Override
  public String name() {
    return "FlattenRecord";
  }

  @Override
  public String summary() {
    return "Makes fields of objects into fields of the record.";
  }

  @Override
  public Class<Settings> settings() {
    return Settings.class;
  }

  @Override
  public FieldMap fields(Settings settings, String relationship, Expressions expressions) {
    if (settings.arrays() == Arrays.INDEX) {
      return FieldMap.OPAQUE; // Numbers of elements are in the names then.
    }
    return new FieldMap(true, true, Map.of(), Set.of(), settings.separator());
  }

  @Override
  public Processor create(Settings settings, ProcessorContext context) {
    return new OnRecords(
        (in, records, out) -> {
          var flat = new java.util.ArrayList<dev.weft.spi.flow.Content.Traced>();
          var failures = new Failures();
          for (var item : records.items()) {
            var fields = new LinkedHashMap<String, Object>();
            var problem = flatten("", item.record().fields(), settings, fields);
            if (problem.isEmpty()) {
              flat.add(item.with(new DataRecord(fields)));
            } else {
              failures.add(item, problem);
            }
          }
          if (!flat.isEmpty()) {
            out.emit("success", in.with(new Records(flat)));
          }
          failures.emit(in, out);
        });
  }

  /** Says what is wrong; empty when all went well. */
  private static String flatten(
      String prefix, Map<?, ?> from, Settings settings, Map<String, Object> to) {
    for (var each : from.entrySet()) {
      var problem = put(prefix + each.getKey(), each.getValue(), settings, to);
      if (!problem.isEmpty()) {
        return problem;
      }
    }
    return "";
  }

  private static String put(String name, Object value, Settings settings, Map<String, Object> to) {
    if (value instanceof Map<?, ?> map && !map.isEmpty()) {
      return flatten(name + settings.separator(), map, settings, to);
    }
    if (value instanceof List<?> list && !list.isEmpty() && settings.arrays() == Arrays.INDEX) {
      var byNumber = new LinkedHashMap<String, Object>();
      for (var i = 0; i < list.size(); i++) {
        byNumber.put(Integer.toString(i), list.get(i));
      }
      return flatten(name + settings.separator(), byNumber, settings, to);
    }
    if (to.containsKey(name)) {
      return "Two fields become one: choose another separator.";
    }
    to.put(name, value);
    return to.size() > settings.fieldsMax() ? "More than " + settings.fieldsMax() + " fields." : "";
  }
}
