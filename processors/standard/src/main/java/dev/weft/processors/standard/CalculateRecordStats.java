package dev.weft.processors.standard;

import dev.weft.spi.Expressions.Compiled;
import dev.weft.spi.Expressions.EvaluationException;
import dev.weft.spi.flow.Content.Records;
import dev.weft.spi.flow.Doc;
import dev.weft.spi.flow.FillsAttributes;
import dev.weft.spi.flow.FlowFile;
import dev.weft.spi.flow.KeepsFields;
import dev.weft.spi.flow.Processor;
import dev.weft.spi.flow.ProcessorContext;
import dev.weft.spi.flow.ProcessorType;
import dev.weft.spi.flow.SendsNothing;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** Counts the records of each FlowFile, in all and by values, into attributes. */
public final class CalculateRecordStats
    implements ProcessorType.OfProcessor<CalculateRecordStats.Settings>,
        KeepsFields<CalculateRecordStats.Settings>,
        SendsNothing<CalculateRecordStats.Settings>,
        FillsAttributes<CalculateRecordStats.Settings> {
  /** What to count. */
  public record Settings(
      @Doc(
              "Name to CEL expression over 'record' and 'attributes'. The attributes"
                  + " recordStats.NAME and recordStats.NAME.VALUE say for how many records it has a"
                  + " value, and this one. Values become attributes: choose none that are personal.")
          Map<String, String> by,
      @Doc("How many of the most frequent values of each are told.") int valuesMax) {
    public Settings {
      by = Bounds.texts(by);
      valuesMax = Bounds.number("valuesMax", valuesMax, 1, 100, 10);
    }
  }

  @Override
  public String name() {
    return "CalculateRecordStats";
  }

  @Override
  public String summary() {
    return "Counts the records of each FlowFile, in all and by values, into attributes.";
  }

  @Override
  public Class<Settings> settings() {
    return Settings.class;
  }

  @Override
  public Processor create(Settings settings, ProcessorContext context) {
    var by = new LinkedHashMap<String, Compiled>();
    settings.by().forEach((name, text) -> by.put(name, context.expressions().compile(text)));
    return new OnRecords(
        (in, records, out) -> {
          var attributes = new LinkedHashMap<>(in.attributes());
          attributes.put(Attributes.RECORD_COUNT, Integer.toString(records.items().size()));
          by.forEach(
              (name, expression) ->
                  tell(
                      "recordStats." + name,
                      count(expression, in, records),
                      settings.valuesMax(),
                      attributes));
          out.emit("success", new FlowFile(attributes, records));
        });
  }

  private static Map<String, Long> count(Compiled expression, FlowFile in, Records records) {
    var counts = new HashMap<String, Long>();
    for (var item : records.items()) {
      try {
        var value = expression.evaluate(item.record(), in.attributes());
        if (value != null) {
          counts.merge(ValueText.of(value), 1L, Long::sum);
        }
      } catch (EvaluationException e) {
        // A record without a value counts for none.
      }
    }
    return counts;
  }

  private static void tell(
      String name, Map<String, Long> counts, int valuesMax, Map<String, String> attributes) {
    var all = counts.values().stream().mapToLong(each -> each).sum();
    attributes.put(name, Long.toString(all));
    counts.entrySet().stream()
        .sorted(
            Map.Entry.<String, Long>comparingByValue()
                .reversed()
                .thenComparing(Map.Entry.comparingByKey()))
        .limit(valuesMax)
        .forEach(each -> attributes.put(name + "." + each.getKey(), each.getValue().toString()));
  }
}
