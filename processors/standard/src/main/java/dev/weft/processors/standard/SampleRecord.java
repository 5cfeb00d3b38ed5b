package dev.weft.processors.standard;

import dev.weft.spi.flow.Content.Records;
import dev.weft.spi.flow.Content.Traced;
import dev.weft.spi.flow.Doc;
import dev.weft.spi.flow.KeepsFields;
import dev.weft.spi.flow.Processor;
import dev.weft.spi.flow.ProcessorContext;
import dev.weft.spi.flow.ProcessorType;
import dev.weft.spi.flow.SendsNothing;
import java.util.List;

/**
 * Takes a part of the records, decided for each by the hash of where it comes from: after a crash
 * the same ones are taken, and no state is needed.
 */
public final class SampleRecord
    implements ProcessorType.OfProcessor<SampleRecord.Settings>,
        KeepsFields<SampleRecord.Settings>,
        SendsNothing<SampleRecord.Settings> {
  /** How large a part. */
  public record Settings(
      @Doc("The share of records that is taken, above 0 and up to 1, such as 0.01.") double share,
      @Doc("Another seed takes others.") long seed) {
    public Settings {
      if (!(share > 0 && share <= 1)) {
        throw new IllegalArgumentException("share must be above 0 and up to 1");
      }
    }
  }

  @Override
  public String name() {
    return "SampleRecord";
  }

  @Override
  public String summary() {
    return "Takes a part of the records, the same ones each time.";
  }

  @Override
  public Class<Settings> settings() {
    return Settings.class;
  }

  /** It counts what it takes. */
  @Override
  public boolean allowsConcurrentTasks() {
    return false;
  }

  @Override
  public List<String> relationships(Settings settings) {
    return List.of("success", "original", "failure");
  }

  @Override
  public Processor create(Settings settings, ProcessorContext context) {
    return new OnRecords(
        (in, records, out) -> {
          var taken = records.select(item -> isTaken(item, settings));
          if (!taken.items().isEmpty()) {
            var count = Integer.toString(taken.items().size());
            out.emit(
                "success",
                in.with(new Records(taken.items())).with(Attributes.RECORD_COUNT, count));
          }
          out.emit("original", in);
        });
  }

  private static boolean isTaken(Traced item, Settings settings) {
    var origin = item.origin();
    var hash = mixed(settings.seed() ^ origin.source().hashCode());
    hash = mixed(hash ^ origin.position());
    return (hash >>> 11) * 0x1p-53 < settings.share();
  }

  /** The finalizer of SplitMix64: every bit of the result depends on every bit of the input. */
  private static long mixed(long bits) {
    var z = bits + 0x9E3779B97F4A7C15L;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
