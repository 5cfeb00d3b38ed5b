package dev.weft.processors.standard;

import dev.weft.spi.Expressions.EvaluationException;
import dev.weft.spi.flow.Content.Records;
import dev.weft.spi.flow.Content.Traced;
import dev.weft.spi.flow.Doc;
import dev.weft.spi.flow.FlowFile;
import dev.weft.spi.flow.KeepsFields;
import dev.weft.spi.flow.Processor;
import dev.weft.spi.flow.Processor.Output;
import dev.weft.spi.flow.ProcessorContext;
import dev.weft.spi.flow.ProcessorType;
import dev.weft.spi.flow.SendsNothing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Tells records that have come before from new ones, also across restarts. */
public final class DeduplicateRecord
    implements ProcessorType.OfProcessor<DeduplicateRecord.Settings>,
        KeepsFields<DeduplicateRecord.Settings>,
        SendsNothing<DeduplicateRecord.Settings> {
  /** What makes two records the same. */
  public record Settings(
      @Doc("CEL over 'record' and 'attributes': records with the same value are duplicates.")
          String key,
      @Doc("How many of the last keys are remembered, by hash.") int keysMax,
      @Doc("After so long a key counts as new again; never when left out.") Duration ageMax) {
    public Settings {
      key = Bounds.given("key", key, "record.id");
      keysMax = Bounds.number("keysMax", keysMax, 1, Remembered.CAPACITY_MAX, 10_000);
      ageMax = Bounds.positive("ageMax", ageMax, null);
    }
  }

  @Override
  public String name() {
    return "DeduplicateRecord";
  }

  @Override
  public String summary() {
    return "Tells records that have come before from new ones, also across restarts.";
  }

  @Override
  public Class<Settings> settings() {
    return Settings.class;
  }

  /** There is one memory of what has come. */
  @Override
  public boolean allowsConcurrentTasks() {
    return false;
  }

  @Override
  public List<String> relationships(Settings settings) {
    return List.of("non-duplicate", "duplicate", "failure");
  }

  @Override
  public Processor create(Settings settings, ProcessorContext context) {
    var key = context.expressions().compile(settings.key());
    var seen =
        new Remembered(context.state(), settings.keysMax(), Optional.ofNullable(settings.ageMax()));
    return new OnRecords(
        (in, records, out) -> {
          var now = context.clock().instant();
          var fresh = new ArrayList<Traced>();
          var duplicates = new ArrayList<Traced>();
          var failures = new Failures();
          for (var item : records.items()) {
            try {
              var value = ValueText.of(key.evaluate(item.record(), in.attributes()));
              (seen.addIfNew(value, now) ? fresh : duplicates).add(item);
            } catch (EvaluationException e) {
              failures.add(item, e.getMessage());
            }
          }
          emit("non-duplicate", fresh, in, out);
          emit("duplicate", duplicates, in, out);
          failures.emit(in, out);
        });
  }

  private static void emit(String relationship, List<Traced> items, FlowFile in, Output out) {
    if (!items.isEmpty()) {
      out.emit(relationship, in.with(new Records(items)));
    }
  }
}
