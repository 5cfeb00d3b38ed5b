package dev.weft.processors.script;

import dev.weft.processors.script.RecordScript.ScriptException;
import dev.weft.processors.standard.Bounds;
import dev.weft.processors.standard.Failures;
import dev.weft.processors.standard.OnRecords;
import dev.weft.spi.flow.Content.Records;
import dev.weft.spi.flow.Content.Traced;
import dev.weft.spi.flow.Doc;
import dev.weft.spi.flow.Processor;
import dev.weft.spi.flow.ProcessorContext;
import dev.weft.spi.flow.ProcessorType;
import dev.weft.spi.flow.SendsNothing;
import java.util.ArrayList;

/** Changes records by JavaScript that can reach nothing but the record and its attributes. */
public final class ScriptedTransformRecord
    implements ProcessorType.OfProcessor<ScriptedTransformRecord.Settings>,
        SendsNothing<ScriptedTransformRecord.Settings> {
  private static final int LENGTH_MAX = 100_000;

  /** The script and its limits. */
  public record Settings(
      @Doc(
              "JavaScript with a function transform(record, attributes) that gives the changed"
                  + " record, a list of records, or null to leave it out. Times are ISO 8601 texts;"
                  + " whole numbers beyond 2^53 lose digits. Nothing is kept between records.")
          String script,
      @Doc("Steps for one record, at most; with more it goes to failure.") long stepsMax,
      @Doc("Bytes of memory for one record, at most.") long bytesMax) {
    public Settings {
      script = Bounds.given("script", script, "function transform(record) { return record; }");
      if (script.length() > LENGTH_MAX) {
        throw new IllegalArgumentException("script is longer than " + LENGTH_MAX);
      }
      stepsMax = Bounds.number("stepsMax", stepsMax, 1_000, 1_000_000_000L, 1_000_000);
      bytesMax = Bounds.number("bytesMax", bytesMax, 1 << 20, 1L << 30, 64 << 20);
      RecordScript.compile(script, new Sandbox(stepsMax, bytesMax));
    }
  }

  @Override
  public String name() {
    return "ScriptedTransformRecord";
  }

  @Override
  public String summary() {
    return "Changes records by JavaScript that can reach nothing but the record and its attributes.";
  }

  @Override
  public Class<Settings> settings() {
    return Settings.class;
  }

  @Override
  public Processor create(Settings settings, ProcessorContext context) {
    var sandbox = new Sandbox(settings.stepsMax(), settings.bytesMax());
    var script = RecordScript.compile(settings.script(), sandbox);
    return new OnRecords(
        (in, records, out) -> {
          var changed = new ArrayList<Traced>();
          var failures = new Failures();
          for (var item : records.items()) {
            try {
              for (var record : script.run(item.record(), in.attributes())) {
                changed.add(item.with(record));
              }
            } catch (ScriptException e) {
              failures.add(item, e.getMessage());
            }
          }
          if (!changed.isEmpty()) {
            out.emit("success", in.with(new Records(changed)));
          }
          failures.emit(in, out);
        });
  }
}
