package dev.weft.processors.standard;

import dev.weft.spi.flow.Content.Records;
import dev.weft.spi.flow.Content.Traced;
import dev.weft.spi.flow.Doc;
import dev.weft.spi.flow.FlowFile;
import dev.weft.spi.flow.KeepsFields;
import dev.weft.spi.flow.ProcessorContext;
import dev.weft.spi.flow.ProcessorType;
import dev.weft.spi.flow.QueueProcessor;
import dev.weft.spi.flow.SendsNothing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Makes FlowFiles of many records from such of a few. Each record keeps its origin. */
public final class MergeRecord
    implements ProcessorType.OfQueue<MergeRecord.Settings>,
        KeepsFields<MergeRecord.Settings>,
        SendsNothing<MergeRecord.Settings> {
  /** When enough is together. */
  public record Settings(
      @Doc("bin: in order of arrival; defragment: what Split* has taken apart, once complete.")
          MergeStrategy strategy,
      @Doc("bin: merge from so many records on.") int recordsMin,
      @Doc("bin: records in one, at most; a larger FlowFile stays alone.") int recordsMax,
      @Doc("bin: CEL over 'attributes'; only FlowFiles with the same value become one.")
          String correlate,
      @Doc(
              "bin: merge what has waited so long, however little; unlimited when left out."
                  + " defragment: fragments whose others have not come go to failure (5m).")
          Duration ageMax) {
    public Settings {
      strategy = strategy == null ? MergeStrategy.BIN : strategy;
      recordsMin = Bounds.number("recordsMin", recordsMin, 1, 100_000, 1_000);
      recordsMax =
          Bounds.number("recordsMax", recordsMax, recordsMin, 100_000, Math.max(recordsMin, 1_000));
      correlate = Bounds.text(correlate);
      ageMax = Bounds.positive("ageMax", ageMax, strategy.ageUsual());
    }
  }

  @Override
  public String name() {
    return "MergeRecord";
  }

  @Override
  public String summary() {
    return "Makes FlowFiles of many records from such of a few.";
  }

  @Override
  public Class<Settings> settings() {
    return Settings.class;
  }

  @Override
  public List<String> relationships(Settings settings) {
    return List.of("merged", "original", "failure");
  }

  @Override
  public QueueProcessor create(Settings settings, ProcessorContext context) {
    if (settings.strategy() == MergeStrategy.DEFRAGMENT) {
      return new Defragment(settings.ageMax(), MergeRecord::problem, MergeRecord::merge, context);
    }
    var limits = new Bin.Limits(settings.recordsMin(), settings.recordsMax(), 0, Long.MAX_VALUE);
    return new BinMerge(
        limits,
        true,
        Optional.ofNullable(settings.ageMax()),
        AttributeExpression.ofOptional(settings.correlate(), context),
        MergeRecord::problem,
        MergeRecord::merge,
        context);
  }

  private static Optional<String> problem(FlowFile in) {
    return in.content() instanceof Records
        ? Optional.empty()
        : Optional.of(
            "The content is bytes, not records: put ConvertRecord before, or MergeContent.");
  }

  private static FlowFile merge(List<FlowFile> parts) {
    var items = new ArrayList<Traced>();
    parts.forEach(part -> items.addAll(((Records) part.content()).items()));
    return new FlowFile(Bin.common(parts), new Records(items))
        .with(Attributes.RECORD_COUNT, Integer.toString(items.size()));
  }
}
