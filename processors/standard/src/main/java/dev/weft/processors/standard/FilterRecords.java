package dev.weft.processors.standard;

import dev.weft.spi.flow.Content.Records;
import dev.weft.spi.flow.Doc;
import dev.weft.spi.flow.KeepsFields;
import dev.weft.spi.flow.Processor;
import dev.weft.spi.flow.ProcessorContext;
import dev.weft.spi.flow.ProcessorType;
import dev.weft.spi.flow.SendsNothing;
import java.util.List;

/** Lets records on for which a condition holds. */
public final class FilterRecords
    implements ProcessorType.OfProcessor<FilterRecords.Settings>,
        KeepsFields<FilterRecords.Settings>,
        SendsNothing<FilterRecords.Settings> {
  /** What to keep. */
  public record Settings(
      @Doc(
              "CEL over 'record' and 'attributes': records for which it is true go to success, all"
                  + " others, also those for which it cannot be evaluated, to filtered.")
          String keep) {
    public Settings {
      if (keep == null || keep.isBlank()) {
        throw new IllegalArgumentException("keep must be a condition, such as record.total > 0");
      }
    }
  }

  @Override
  public String name() {
    return "FilterRecords";
  }

  @Override
  public String summary() {
    return "Lets records on for which a condition holds.";
  }

  @Override
  public Class<Settings> settings() {
    return Settings.class;
  }

  @Override
  public List<String> relationships(Settings settings) {
    return List.of("success", "filtered", "failure");
  }

  @Override
  public Processor create(Settings settings, ProcessorContext context) {
    var keep = context.expressions().compile(settings.keep());
    return new OnRecords(
        (in, records, out) -> {
          var kept = records.select(item -> keep.isTrue(item.record(), in.attributes()));
          var left = records.items().size() - kept.items().size();
          if (!kept.items().isEmpty()) {
            out.emit("success", in.with(kept));
          }
          if (left > 0) {
            var others = records.select(item -> !keep.isTrue(item.record(), in.attributes()));
            out.emit("filtered", in.with(new Records(others.items())));
            out.count("filtered", left);
          }
        });
  }
}
