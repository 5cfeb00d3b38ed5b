package dev.weft.processors.standard;

import dev.weft.spi.Expressions;
import dev.weft.spi.Expressions.Compiled;
import dev.weft.spi.Expressions.EvaluationException;
import dev.weft.spi.flow.Content.Records;
import dev.weft.spi.flow.Content.Traced;
import dev.weft.spi.flow.Doc;
import dev.weft.spi.flow.FillsAttributes;
import dev.weft.spi.flow.FlowFile;
import dev.weft.spi.flow.KeepsFields;
import dev.weft.spi.flow.Processor;
import dev.weft.spi.flow.Processor.Output;
import dev.weft.spi.flow.ProcessorContext;
import dev.weft.spi.flow.ProcessorType;
import dev.weft.spi.flow.SendsNothing;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Puts records with the same values together, and tells the values as attributes. */
public final class PartitionRecord
    implements ProcessorType.OfProcessor<PartitionRecord.Settings>,
        KeepsFields<PartitionRecord.Settings>,
        SendsNothing<PartitionRecord.Settings>,
        FillsAttributes<PartitionRecord.Settings> {
  /** By what. */
  public record Settings(
      @Doc(
              "Attribute to CEL expression over 'record' and 'attributes'. Records for which all of"
                  + " them give the same texts become one FlowFile.")
          Map<String, String> by) {
    public Settings {
      by = Bounds.texts(by);
      if (by.isEmpty()) {
        throw new IllegalArgumentException("by must name an attribute and its expression");
      }
    }
  }

  @Override
  public String name() {
    return "PartitionRecord";
  }

  @Override
  public String summary() {
    return "Puts records with the same values together, and tells the values as attributes.";
  }

  @Override
  public Class<Settings> settings() {
    return Settings.class;
  }

  @Override
  public List<String> relationships(Settings settings) {
    return List.of("success", "original", "failure");
  }

  @Override
  public Set<String> inAttributes(Settings settings, Expressions expressions) {
    var all = new HashSet<String>();
    settings
        .by()
        .values()
        .forEach(text -> all.addAll(ExpressionFields.of(text, expressions, Map.of()).from()));
    return all;
  }

  @Override
  public Processor create(Settings settings, ProcessorContext context) {
    var by = new LinkedHashMap<String, Compiled>();
    settings.by().forEach((name, text) -> by.put(name, context.expressions().compile(text)));
    return new OnRecords((in, records, out) -> partition(in, records, by, out));
  }

  private static void partition(
      FlowFile in, Records records, Map<String, Compiled> by, Output out) {
    var parts = new LinkedHashMap<Map<String, String>, List<Traced>>();
    var failures = new Failures();
    for (var item : records.items()) {
      try {
        parts.computeIfAbsent(values(item, in, by), none -> new ArrayList<>()).add(item);
      } catch (EvaluationException e) {
        failures.add(item, e.getMessage());
      }
    }
    var fragments = Fragments.of(in);
    var index = 0;
    for (var part : parts.entrySet()) {
      var attributes = new LinkedHashMap<>(in.attributes());
      attributes.putAll(part.getKey());
      attributes.put(Attributes.RECORD_COUNT, Integer.toString(part.getValue().size()));
      var piece = new FlowFile(attributes, new Records(part.getValue()));
      out.emit("success", fragments.mark(piece, index++, parts.size()));
    }
    failures.emit(in, out);
    out.emit("original", in);
  }

  private static Map<String, String> values(Traced item, FlowFile in, Map<String, Compiled> by)
      throws EvaluationException {
    var values = new LinkedHashMap<String, String>();
    for (var each : by.entrySet()) {
      var value = each.getValue().evaluate(item.record(), in.attributes());
      values.put(each.getKey(), ValueText.of(value));
    }
    return values;
  }
}
