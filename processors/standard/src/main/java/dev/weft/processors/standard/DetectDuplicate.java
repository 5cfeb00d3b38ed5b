package dev.weft.processors.standard;

import dev.weft.spi.Expressions.EvaluationException;
import dev.weft.spi.flow.Doc;
import dev.weft.spi.flow.KeepsFields;
import dev.weft.spi.flow.Processor;
import dev.weft.spi.flow.ProcessorContext;
import dev.weft.spi.flow.ProcessorType;
import dev.weft.spi.flow.SendsNothing;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Tells FlowFiles that have come before from new ones, also across restarts. */
public final class DetectDuplicate
    implements ProcessorType.OfProcessor<DetectDuplicate.Settings>,
        KeepsFields<DetectDuplicate.Settings>,
        SendsNothing<DetectDuplicate.Settings> {
  /** What makes two FlowFiles the same. */
  public record Settings(
      @Doc(
              "CEL over 'attributes': FlowFiles with the same value are duplicates. Put"
                  + " CryptographicHashContent before to compare content.")
          String key,
      @Doc("How many of the last keys are remembered, by hash.") int keysMax,
      @Doc("After so long a key counts as new again; never when left out.") Duration ageMax) {
    public Settings {
      key = Bounds.given("key", key, "attributes.filename");
      keysMax = Bounds.number("keysMax", keysMax, 1, Remembered.CAPACITY_MAX, 10_000);
      ageMax = Bounds.positive("ageMax", ageMax, null);
    }
  }

  @Override
  public String name() {
    return "DetectDuplicate";
  }

  @Override
  public String summary() {
    return "Tells FlowFiles that have come before from new ones, also across restarts.";
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
    var key = AttributeExpression.of(settings.key(), context);
    var seen =
        new Remembered(context.state(), settings.keysMax(), Optional.ofNullable(settings.ageMax()));
    return (in, out) -> {
      try {
        var isNew = seen.addIfNew(key.text(in), context.clock().instant());
        out.emit(isNew ? "non-duplicate" : "duplicate", in);
      } catch (EvaluationException e) {
        out.emit("failure", in.with(Attributes.ERROR, e.getMessage()));
      }
    };
  }
}
