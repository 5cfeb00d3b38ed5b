package dev.weft.processors.standard;

import dev.weft.model.DataRecord;
import dev.weft.spi.Expressions;
import dev.weft.spi.Expressions.Compiled;
import dev.weft.spi.Expressions.EvaluationException;
import dev.weft.spi.flow.Content.Records;
import dev.weft.spi.flow.Content.Traced;
import dev.weft.spi.flow.Destination;
import dev.weft.spi.flow.Doc;
import dev.weft.spi.flow.FieldMap;
import dev.weft.spi.flow.FlowFile;
import dev.weft.spi.flow.LookupService;
import dev.weft.spi.flow.Processor;
import dev.weft.spi.flow.Processor.Output;
import dev.weft.spi.flow.ProcessorContext;
import dev.weft.spi.flow.ProcessorType;
import dev.weft.spi.flow.RetryableException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Adds to each record what a lookup service knows about one of its values. */
public final class LookupRecord implements ProcessorType.OfProcessor<LookupRecord.Settings> {
  /** What to look up where. */
  public record Settings(
      @Doc("The controller service that knows, such as a MapLookup or a CsvLookup.") String service,
      @Doc("CEL over 'record' and 'attributes': what to look up.") String key,
      @Doc("The field that gets what was found, as an object; beside the others when left out.")
          String into) {
    public Settings {
      service = Bounds.given("service", service, "countries");
      key = Bounds.given("key", key, "record.country");
      into = Bounds.text(into);
    }
  }

  @Override
  public String name() {
    return "LookupRecord";
  }

  @Override
  public String summary() {
    return "Adds to each record what a lookup service knows about one of its values.";
  }

  @Override
  public Class<Settings> settings() {
    return Settings.class;
  }

  @Override
  public List<String> relationships(Settings settings) {
    return List.of("matched", "unmatched", "failure");
  }

  @Override
  public FieldMap fields(Settings settings, String relationship, Expressions expressions) {
    if (!relationship.equals("matched")) {
      return FieldMap.SAME;
    }
    var name = settings.into().isEmpty() ? FieldMap.ANY : settings.into();
    var made = ExpressionFields.of(settings.key(), expressions, Map.of());
    var how = made.how() == FieldMap.How.COPIED ? FieldMap.How.DERIVED : made.how();
    return FieldMap.with(Map.of(name, new FieldMap.Made(made.from(), how)), Set.of());
  }

  @Override
  public List<Destination> destinations(Settings settings, Destination.Services services) {
    return services.of(settings.service()).stream().map(each -> each.of("service")).toList();
  }

  @Override
  public Processor create(Settings settings, ProcessorContext context) {
    var key = context.expressions().compile(settings.key());
    var service = context.service(settings.service(), LookupService.class);
    return new OnRecords((in, records, out) -> lookUp(in, records, key, settings, service, out));
  }

  private static void lookUp(
      FlowFile in,
      Records records,
      Compiled key,
      Settings settings,
      LookupService service,
      Output out)
      throws RetryableException {
    var matched = new ArrayList<Traced>();
    var unmatched = new ArrayList<Traced>();
    var failures = new Failures();
    for (var item : records.items()) {
      try {
        var found = service.find(ValueText.of(key.evaluate(item.record(), in.attributes())));
        if (found.isPresent()) {
          matched.add(item.with(add(item.record(), found.get(), settings.into())));
        } else {
          unmatched.add(item);
        }
      } catch (EvaluationException e) {
        failures.add(item, e.getMessage());
      }
    }
    emit("matched", matched, in, out);
    emit("unmatched", unmatched, in, out);
    failures.emit(in, out);
  }

  private static DataRecord add(DataRecord record, Map<String, Object> found, String into) {
    if (!into.isEmpty()) {
      return record.with(into, found);
    }
    var fields = new LinkedHashMap<>(record.fields());
    fields.putAll(found);
    return new DataRecord(fields);
  }

  private static void emit(String relationship, List<Traced> items, FlowFile in, Output out) {
    if (!items.isEmpty()) {
      out.emit(relationship, in.with(new Records(items)));
    }
  }
}
