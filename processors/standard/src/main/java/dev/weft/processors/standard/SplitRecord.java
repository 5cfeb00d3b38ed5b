package dev.weft.processors.standard;

import dev.weft.spi.flow.Content.Records;
import dev.weft.spi.flow.Doc;
import dev.weft.spi.flow.KeepsFields;
import dev.weft.spi.flow.Processor;
import dev.weft.spi.flow.ProcessorContext;
import dev.weft.spi.flow.ProcessorType;
import dev.weft.spi.flow.SendsNothing;
import java.util.List;

/** Takes FlowFiles of many records apart into such of a few. */
public final class SplitRecord
    implements ProcessorType.OfProcessor<SplitRecord.Settings>,
        KeepsFields<SplitRecord.Settings>,
        SendsNothing<SplitRecord.Settings> {
  /** How many. */
  public record Settings(@Doc("Records in each piece, at most.") int recordsPerSplit) {
    public Settings {
      if (recordsPerSplit < 1) {
        throw new IllegalArgumentException("recordsPerSplit must be 1 or more");
      }
    }
  }

  @Override
  public String name() {
    return "SplitRecord";
  }

  @Override
  public String summary() {
    return "Takes FlowFiles of many records apart into such of a few, marked by fragment.*.";
  }

  @Override
  public Class<Settings> settings() {
    return Settings.class;
  }

  @Override
  public List<String> relationships(Settings settings) {
    return List.of("splits", "original", "failure");
  }

  @Override
  public Processor create(Settings settings, ProcessorContext context) {
    var size = settings.recordsPerSplit();
    return new OnRecords(
        (in, records, out) -> {
          var items = records.items();
          var fragments = Fragments.of(in);
          var count = (items.size() + size - 1) / size;
          for (var i = 0; i < count; i++) {
            var end = Math.min(items.size(), (i + 1) * size);
            var piece = in.with(new Records(items.subList(i * size, end)));
            var counted = piece.with(Attributes.RECORD_COUNT, Integer.toString(end - i * size));
            out.emit("splits", fragments.mark(counted, i, count));
          }
          out.emit("original", fragments.original(in, count));
        });
  }
}
