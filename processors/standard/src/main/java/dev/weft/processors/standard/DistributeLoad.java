package dev.weft.processors.standard;

import dev.weft.spi.Expressions.EvaluationException;
import dev.weft.spi.flow.Doc;
import dev.weft.spi.flow.FlowFile;
import dev.weft.spi.flow.KeepsFields;
import dev.weft.spi.flow.Processor;
import dev.weft.spi.flow.Processor.Output;
import dev.weft.spi.flow.ProcessorContext;
import dev.weft.spi.flow.ProcessorType;
import dev.weft.spi.flow.SendsNothing;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;

/** Shares FlowFiles out among numbered relationships, in turn or by a value. */
public final class DistributeLoad
    implements ProcessorType.OfProcessor<DistributeLoad.Settings>,
        KeepsFields<DistributeLoad.Settings>,
        SendsNothing<DistributeLoad.Settings> {
  /** Among how many. */
  public record Settings(
      @Doc("How many relationships there are: 1, 2, 3 and so on.") int relationships,
      @Doc("How often each is chosen in one round, such as [3, 1]; once when left out.")
          List<Integer> weights,
      @Doc(
              "CEL over 'attributes': FlowFiles with the same value go to the same relationship, in"
                  + " proportion to the weights; in turn when left out.")
          String by) {
    public Settings {
      if (relationships < 1 || relationships > 100) {
        throw new IllegalArgumentException("relationships must be from 1 to 100");
      }
      weights = weights == null ? List.of() : List.copyOf(weights);
      if (!weights.isEmpty()
          && (weights.size() != relationships
              || weights.stream().anyMatch(each -> each < 1 || each > 1_000))) {
        throw new IllegalArgumentException(
            "weights must have one number from 1 to 1000 for each relationship");
      }
      by = Bounds.text(by);
    }
  }

  @Override
  public String name() {
    return "DistributeLoad";
  }

  @Override
  public String summary() {
    return "Shares FlowFiles out among numbered relationships, in turn or by a value.";
  }

  @Override
  public Class<Settings> settings() {
    return Settings.class;
  }

  /** It takes turns. */
  @Override
  public boolean allowsConcurrentTasks() {
    return false;
  }

  @Override
  public List<String> relationships(Settings settings) {
    var all = new ArrayList<String>();
    IntStream.rangeClosed(1, settings.relationships()).forEach(i -> all.add(Integer.toString(i)));
    all.add("failure");
    return all;
  }

  @Override
  public Processor create(Settings settings, ProcessorContext context) {
    return new Turns(round(settings), AttributeExpression.ofOptional(settings.by(), context));
  }

  /** One round: each relationship as often as its weight, spread evenly. */
  private static List<String> round(Settings settings) {
    var weights = settings.weights();
    var most = weights.stream().mapToInt(each -> each).max().orElse(1);
    var round = new ArrayList<String>();
    for (var turn = 0; turn < most; turn++) {
      for (var i = 0; i < settings.relationships(); i++) {
        if (turn < (weights.isEmpty() ? 1 : weights.get(i))) {
          round.add(Integer.toString(i + 1));
        }
      }
    }
    return round;
  }

  /** Where in the round it is gets lost with a restart, which does no harm. */
  private static final class Turns implements Processor {
    private final List<String> round;
    private final Optional<AttributeExpression> by;
    private int next;

    Turns(List<String> round, Optional<AttributeExpression> by) {
      this.round = round;
      this.by = by;
    }

    @Override
    public void process(FlowFile in, Output out) {
      try {
        out.emit(round.get(by.isEmpty() ? turn() : place(by.get().text(in))), in);
      } catch (EvaluationException e) {
        out.emit("failure", in.with(Attributes.ERROR, e.getMessage()));
      }
    }

    private int turn() {
      var turn = next;
      next = (next + 1) % round.size();
      return turn;
    }

    private int place(String value) {
      var hash = UUID.nameUUIDFromBytes(value.getBytes(StandardCharsets.UTF_8));
      return (int) Math.floorMod(hash.getLeastSignificantBits(), (long) round.size());
    }
  }
}
