package dev.weft.processors.standard;

import dev.weft.model.DataRecord;
import dev.weft.spi.Expressions;
import dev.weft.spi.flow.Content.Bytes;
import dev.weft.spi.flow.Content.Records;
import dev.weft.spi.flow.Content.Traced;
import dev.weft.spi.flow.Doc;
import dev.weft.spi.flow.FieldMap;
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
 * Takes fields from a text by a Grok pattern: from a field of each record, such as the {@code line}
 * of the reader 'lines', or from the content into attributes {@code grok.FIELD}.
 */
public final class ExtractGrok
    implements ProcessorType.OfProcessor<ExtractGrok.Settings>, SendsNothing<ExtractGrok.Settings> {
  /** Which pattern. */
  public record Settings(
      @Doc(
              "The pattern, such as '%{IP:client} %{WORD:method} %{INT:status:int}'. The usual"
                  + " names are known, COMBINEDAPACHELOG and SYSLOGLINE among them; the rest is a"
                  + " regular expression of RE2.")
          String pattern,
      @Doc("Further patterns by name, in capitals.") Map<String, String> patterns,
      @Doc("Records: the field that holds the text.") String field,
      @Doc("Records: whether the field with the text stays.") boolean keepField,
      @Doc("Content: how much of the beginning is looked at.") int bytesMax) {
    public Settings {
      pattern = Bounds.given("pattern", pattern, "%{IP:client} %{GREEDYDATA:rest}");
      patterns = Bounds.texts(patterns);
      field = field == null ? "line" : field;
      bytesMax = Bounds.number("bytesMax", bytesMax, 1, TextHead.BYTES_MAX, TextHead.BYTES_USUAL);
      GrokPattern.compile(pattern, patterns);
    }
  }

  @Override
  public String name() {
    return "ExtractGrok";
  }

  @Override
  public String summary() {
    return "Takes fields from a text by a Grok pattern, into records or attributes.";
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
    var text = new FieldMap.Made(Set.of(settings.field()), FieldMap.How.DERIVED);
    var dropped = settings.keepField() ? Set.<String>of() : Set.of(settings.field());
    return FieldMap.with(Map.of(FieldMap.ANY, text), dropped);
  }

  @Override
  public Processor create(Settings settings, ProcessorContext context) {
    var pattern = GrokPattern.compile(settings.pattern(), settings.patterns());
    var onBytes =
        new OnBytes((in, bytes, out) -> intoAttributes(in, bytes, pattern, settings, out));
    return (in, out) -> {
      if (in.content() instanceof Records records) {
        intoFields(in, records, pattern, settings, out);
      } else {
        onBytes.process(in, out);
      }
    };
  }

  private static void intoAttributes(
      FlowFile in, Bytes bytes, GrokPattern pattern, Settings settings, Output out)
      throws IOException, BadContentException {
    var found = pattern.match(TextHead.of(bytes, settings.bytesMax()).text());
    if (found.isEmpty()) {
      out.emit("unmatched", in);
      return;
    }
    var attributes = new LinkedHashMap<>(in.attributes());
    found.get().forEach((name, value) -> attributes.put("grok." + name, ValueText.of(value)));
    out.emit("matched", new FlowFile(attributes, in.content()));
  }

  private static void intoFields(
      FlowFile in, Records records, GrokPattern pattern, Settings settings, Output out) {
    var matched = new ArrayList<Traced>();
    var unmatched = new ArrayList<Traced>();
    for (var item : records.items()) {
      var found =
          item.record().get(settings.field()) instanceof String text
              ? pattern.match(text)
              : java.util.Optional.<Map<String, Object>>empty();
      if (found.isEmpty()) {
        unmatched.add(item);
      } else {
        var fields = new LinkedHashMap<>(item.record().fields());
        if (!settings.keepField()) {
          fields.remove(settings.field());
        }
        fields.putAll(found.get());
        matched.add(item.with(new DataRecord(fields)));
      }
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
