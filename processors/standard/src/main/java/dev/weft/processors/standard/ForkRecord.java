package dev.weft.processors.standard;

import dev.weft.model.DataRecord;
import dev.weft.spi.Expressions;
import dev.weft.spi.flow.Content.Records;
import dev.weft.spi.flow.Content.Traced;
import dev.weft.spi.flow.Doc;
import dev.weft.spi.flow.FieldMap;
import dev.weft.spi.flow.Processor;
import dev.weft.spi.flow.ProcessorContext;
import dev.weft.spi.flow.ProcessorType;
import dev.weft.spi.flow.SendsNothing;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes a record of each element of an array in a record. All keep the origin of theirs. */
public final class ForkRecord
    implements ProcessorType.OfProcessor<ForkRecord.Settings>, SendsNothing<ForkRecord.Settings> {
  /** Which array, and what comes along. */
  public record Settings(
      @Doc("Dotted path to the array.") String array,
      @Doc("Further fields at the top that each new record gets; its own come first.")
          List<String> parentFields,
      @Doc("The field for elements that are no objects.") String elementField) {
    public Settings {
      array = Bounds.given("array", array, "order.items");
      parentFields = Bounds.texts(parentFields);
      elementField = elementField == null ? "element" : elementField;
    }
  }

  @Override
  public String name() {
    return "ForkRecord";
  }

  @Override
  public String summary() {
    return "Makes a record of each element of an array in a record.";
  }

  @Override
  public Class<Settings> settings() {
    return Settings.class;
  }

  @Override
  public List<String> relationships(Settings settings) {
    return List.of("fork", "original", "failure");
  }

  @Override
  public FieldMap fields(Settings settings, String relationship, Expressions expressions) {
    if (!relationship.equals("fork")) {
      return FieldMap.SAME;
    }
    var made = new LinkedHashMap<String, FieldMap.Made>();
    made.put(FieldMap.ANY, FieldMap.Made.copyOf(settings.array()));
    settings.parentFields().forEach(each -> made.put(each, FieldMap.Made.copyOf(each)));
    made.put(settings.elementField(), FieldMap.Made.copyOf(settings.array()));
    return FieldMap.only(made);
  }

  @Override
  public Processor create(Settings settings, ProcessorContext context) {
    return new OnRecords(
        (in, records, out) -> {
          var forked = new ArrayList<Traced>();
          var failures = new Failures();
          for (var item : records.items()) {
            var array = array(item.record(), settings.array());
            if (array.isEmpty()) {
              failures.add(item, "There is no array at " + settings.array() + ".");
            } else {
              array.get().forEach(one -> forked.add(item.with(fork(item, one, settings))));
            }
          }
          if (!forked.isEmpty()) {
            out.emit("fork", in.with(new Records(forked)));
          }
          failures.emit(in, out);
          out.emit("original", in);
        });
  }

  private static Optional<List<?>> array(DataRecord record, String path) {
    Object value = record.fields();
    for (var step : path.split("\\.")) {
      value = value instanceof Map<?, ?> map ? map.get(step) : null;
    }
    return value instanceof List<?> list ? Optional.of(list) : Optional.empty();
  }

  private static DataRecord fork(Traced item, Object element, Settings settings) {
    var fields = new LinkedHashMap<String, Object>();
    if (element instanceof Map<?, ?> map) {
      map.forEach((name, value) -> fields.put(String.valueOf(name), value));
    } else {
      fields.put(settings.elementField(), element);
    }
    for (var name : settings.parentFields()) {
      if (item.record().fields().containsKey(name)) {
        fields.putIfAbsent(name, item.record().get(name));
      }
    }
    return new DataRecord(fields);
  }
}
