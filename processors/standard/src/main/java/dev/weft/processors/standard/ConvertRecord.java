package dev.weft.processors.standard;

import dev.weft.model.DataRecord;
import dev.weft.processors.standard.record.CsvDialect;
import dev.weft.processors.standard.record.RecordFormat;
import dev.weft.spi.Expressions;
import dev.weft.spi.flow.Content;
import dev.weft.spi.flow.Content.Origin;
import dev.weft.spi.flow.Content.Records;
import dev.weft.spi.flow.Content.Traced;
import dev.weft.spi.flow.Doc;
import dev.weft.spi.flow.FieldMap;
import dev.weft.spi.flow.FlowFile;
import dev.weft.spi.flow.Processor;
import dev.weft.spi.flow.ProcessorContext;
import dev.weft.spi.flow.ProcessorType;
import dev.weft.spi.flow.SendsNothing;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** Decodes bytes into records, renames and picks fields, encodes records into bytes. */
public final class ConvertRecord
    implements ProcessorType.OfProcessor<ConvertRecord.Settings>,
        SendsNothing<ConvertRecord.Settings> {
  /** From what to what. */
  public record Settings(
      @Doc(
              "How bytes are read: csv, json-lines, json-array, xml, yaml, avro, syslog, lines, or none"
                  + " for content that is records.")
          RecordFormat reader,
      @Doc("How records are written: csv, json-lines, json-array, avro, or none to leave records.")
          RecordFormat writer,
      @Doc(
              "New field to old field, which may be a dotted path into objects; all other fields"
                  + " are left out. Empty keeps all fields as they are.")
          Map<String, String> fields,
      @Doc("What separates CSV cells: one character, a comma when left out.") String delimiter,
      @Doc("CSV and XML: infer (unquoted numbers, true and false get their type) or text.")
          CsvDialect.Types types) {
    public Settings {
      reader = reader == null ? RecordFormat.NONE : reader;
      writer = writer == null ? RecordFormat.NONE : writer.asWriter();
      fields = fields == null ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(fields));
      types = types == null ? CsvDialect.Types.INFER : types;
      var nothing = reader == RecordFormat.NONE && writer == RecordFormat.NONE && fields.isEmpty();
      if (nothing) {
        throw new IllegalArgumentException("reader, writer or fields must be given");
      }
      delimiter = String.valueOf(CsvDialect.of(delimiter, types).delimiter());
    }

    CsvDialect dialect() {
      return CsvDialect.of(delimiter, types);
    }
  }

  @Override
  public String name() {
    return "ConvertRecord";
  }

  @Override
  public String summary() {
    return "Decodes bytes into records, renames and picks fields, encodes records into bytes.";
  }

  @Override
  public Class<Settings> settings() {
    return Settings.class;
  }

  @Override
  public Processor create(Settings settings, ProcessorContext context) {
    if (settings.reader() == RecordFormat.NONE) {
      return new OnRecords((in, records, out) -> encode(settings, in, records, out));
    }
    var decoder = new RecordDecoder(settings.reader(), settings.dialect());
    return (in, out) -> decode(decoder, settings, in, out);
  }

  @Override
  public FieldMap fields(Settings settings, String relationship, Expressions expressions) {
    if (settings.fields().isEmpty() || relationship.equals("failure")) {
      return FieldMap.SAME;
    }
    var made = new LinkedHashMap<String, FieldMap.Made>();
    settings.fields().forEach((name, from) -> made.put(name, FieldMap.Made.copyOf(from)));
    return FieldMap.only(made);
  }

  private static void decode(
      RecordDecoder decoder, Settings settings, FlowFile in, Processor.Output out) {
    if (!(in.content() instanceof Content.Bytes bytes)) {
      out.emit("failure", in.with(Attributes.ERROR, "The content is records already."));
      return;
    }
    try {
      decoder.decode(in, bytes, new Encoded(settings, out));
    } catch (IOException e) {
      out.emit("failure", in.with(Attributes.ERROR, "The content cannot be read: " + e));
    }
  }

  /** Passes decoded records through the rest of the conversion on their way out. */
  private record Encoded(Settings settings, Processor.Output out) implements Processor.Output {
    @Override
    public void emit(String relationship, FlowFile file) {
      if (relationship.equals("success") && file.content() instanceof Records records) {
        encode(settings, file, records, out);
      } else {
        out.emit(relationship, file);
      }
    }

    @Override
    public void count(String counter, long by) {
      out.count(counter, by);
    }
  }

  private static void encode(
      Settings settings, FlowFile in, Records records, Processor.Output out) {
    var picked = settings.fields().isEmpty() ? records : pick(records, settings.fields());
    out.emit(
        "success",
        settings.writer() == RecordFormat.NONE
            ? in.with(picked)
            : in.with(bytes(settings, picked))
                .with(Attributes.MIME_TYPE, settings.writer().mediaType()));
  }

  private static Records pick(Records records, Map<String, String> fields) {
    return new Records(
        records.items().stream().map(item -> item.with(pick(item.record(), fields))).toList());
  }

  private static DataRecord pick(DataRecord from, Map<String, String> fields) {
    var picked = new LinkedHashMap<String, Object>();
    fields.forEach((name, path) -> picked.put(name, at(from, path)));
    return new DataRecord(picked);
  }

  /** The value at a path; a field whose own name has dots comes first; null when not there. */
  private static Object at(DataRecord from, String path) {
    if (from.fields().containsKey(path)) {
      return from.get(path);
    }
    Object value = from.fields();
    for (var step : path.split("\\.")) {
      value = value instanceof Map<?, ?> map ? map.get(step) : null;
    }
    return value;
  }

  private static Content.Bytes bytes(Settings settings, Records records) {
    var out = new ByteArrayOutputStream();
    try {
      var plain = records.items().stream().map(Traced::record).toList();
      settings.writer().writer(settings.dialect()).write(plain, out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    var bytes = out.toByteArray();
    var origin =
        records.items().isEmpty() ? new Origin("", "record", 0) : records.items().get(0).origin();
    return new Content.Bytes(() -> new ByteArrayInputStream(bytes), bytes.length, origin);
  }
}
