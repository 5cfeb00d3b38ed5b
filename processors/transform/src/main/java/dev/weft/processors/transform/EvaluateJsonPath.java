package dev.weft.processors.transform;

import com.jayway.jsonpath.JsonPath;
import dev.weft.model.DataRecord;
import dev.weft.processors.standard.BadContentException;
import dev.weft.processors.standard.Bounds;
import dev.weft.processors.standard.OnBytes;
import dev.weft.processors.standard.ValueText;
import dev.weft.spi.Expressions;
import dev.weft.spi.flow.Content.Bytes;
import dev.weft.spi.flow.Content.Records;
import dev.weft.spi.flow.Content.Traced;
import dev.weft.spi.flow.Doc;
import dev.weft.spi.flow.FieldMap;
import dev.weft.spi.flow.FillsAttributes;
import dev.weft.spi.flow.FlowFile;
import dev.weft.spi.flow.Processor;
import dev.weft.spi.flow.Processor.Output;
import dev.weft.spi.flow.ProcessorContext;
import dev.weft.spi.flow.ProcessorType;
import dev.weft.spi.flow.SendsNothing;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Takes what JSONPaths find: from JSON content into attributes, from records into fields of theirs.
 */
public final class EvaluateJsonPath
    implements ProcessorType.OfProcessor<EvaluateJsonPath.Settings>,
        SendsNothing<EvaluateJsonPath.Settings>,
        FillsAttributes<EvaluateJsonPath.Settings> {
  /** What to look for. */
  public record Settings(
      @Doc("Attribute or field to JSONPath, such as $.order.items[*].sku.")
          Map<String, String> paths,
      @Doc("Content: larger JSON goes to failure.") int bytesMax) {
    public Settings {
      paths = Bounds.texts(paths);
      if (paths.isEmpty()) {
        throw new IllegalArgumentException("paths must name an attribute or field and its path");
      }
      paths.values().forEach(path -> Paths.compile("paths", path));
      bytesMax =
          Bounds.number("bytesMax", bytesMax, 1, JsonDocument.BYTES_MAX, JsonDocument.BYTES_USUAL);
    }
  }

  @Override
  public String name() {
    return "EvaluateJsonPath";
  }

  @Override
  public String summary() {
    return "Takes what JSONPaths find, from JSON content into attributes or from records into"
        + " fields.";
  }

  @Override
  public Class<Settings> settings() {
    return Settings.class;
  }

  @Override
  public List<String> relationships(Settings settings) {
    return List.of("matched", "unmatched", "failure");
  }

  /** What a path leads to may lie anywhere below it, or be chosen by what is elsewhere. */
  @Override
  public FieldMap fields(Settings settings, String relationship, Expressions expressions) {
    var made = new LinkedHashMap<String, FieldMap.Made>();
    var any = new FieldMap.Made(Set.of(FieldMap.ANY), FieldMap.How.UNKNOWN);
    settings.paths().keySet().forEach(name -> made.put(name, any));
    return FieldMap.with(made, Set.of());
  }

  @Override
  public Processor create(Settings settings, ProcessorContext context) {
    var paths = new LinkedHashMap<String, JsonPath>();
    settings.paths().forEach((name, path) -> paths.put(name, Paths.compile("paths", path)));
    var onBytes =
        new OnBytes((in, bytes, out) -> attributes(in, bytes, paths, settings.bytesMax(), out));
    return (in, out) -> {
      if (in.content() instanceof Records records) {
        fields(in, records, paths, out);
      } else {
        onBytes.process(in, out);
      }
    };
  }

  private static void attributes(
      FlowFile in, Bytes bytes, Map<String, JsonPath> paths, int bytesMax, Output out)
      throws IOException, BadContentException {
    var document = JsonDocument.value(bytes, bytesMax);
    var attributes = new LinkedHashMap<>(in.attributes());
    var found = false;
    for (var path : paths.entrySet()) {
      var value = Paths.find(path.getValue(), document);
      value.ifPresent(one -> attributes.put(path.getKey(), ValueText.of(one)));
      found |= value.isPresent();
    }
    out.emit(found ? "matched" : "unmatched", new FlowFile(attributes, in.content()));
  }

  private static void fields(
      FlowFile in, Records records, Map<String, JsonPath> paths, Output out) {
    var matched = new ArrayList<Traced>();
    var unmatched = new ArrayList<Traced>();
    for (var item : records.items()) {
      var fields = new LinkedHashMap<>(item.record().fields());
      var found = false;
      for (var path : paths.entrySet()) {
        var value = Paths.find(path.getValue(), item.record().fields());
        value.ifPresent(one -> fields.put(path.getKey(), one));
        found |= value.isPresent();
      }
      (found ? matched : unmatched).add(item.with(new DataRecord(fields)));
    }
    emit("matched", matched, in, out);
    emit("unmatched", unmatched, in, out);
  }

  private static void emit(String relationship, List<Traced> items, FlowFile in, Output out) {
    if (!items.isEmpty()) {
      out.emit(relationship, in.with(new Records(items)));
    }
  }
}
