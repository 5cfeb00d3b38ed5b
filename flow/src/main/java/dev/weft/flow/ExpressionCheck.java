package dev.weft.flow;

import dev.weft.flow.FlowPlan.Step;
import dev.weft.model.FlowSpec;
import dev.weft.model.Place;
import dev.weft.model.Problem;
import dev.weft.model.ProblemException;
import dev.weft.spi.Expressions;
import dev.weft.spi.flow.Gathering;
import dev.weft.spi.flow.ProcessorContext;
import dev.weft.spi.flow.ProcessorType;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;

/**
 * Finds expressions that do not compile, by making the processor as if to run it. Sources are left
 * out: making one may open a port or a connection.
 */
record ExpressionCheck(
    FlowSpec flow, Step step, Expressions expressions, ProcessorContext.Services services) {

  void check(List<Problem> problems) {
    if (step.settings().isEmpty()) {
      return;
    }
    try {
      if (step.type() instanceof ProcessorType.OfProcessor<?> type) {
        make(type);
      } else if (step.type() instanceof ProcessorType.OfQueue<?> type) {
        make(type);
      }
    } catch (ProblemException e) {
      e.problems().forEach(problem -> problems.add(placed(problem)));
    } catch (FlowServices.NotKnownYet e) {
      // Nothing more can be said of it before the flow runs.
    } catch (IllegalArgumentException e) {
      problems.add(placed(Problem.input("bad-value", Place.field(""), Faults.words(e), "")));
    }
  }

  private <S extends Record> void make(ProcessorType.OfProcessor<S> type) {
    type.create(type.settings().cast(step.settings().orElseThrow()), context()).close();
  }

  private <S extends Record> void make(ProcessorType.OfQueue<S> type) {
    type.create(type.settings().cast(step.settings().orElseThrow()), context()).close();
  }

  private ProcessorContext context() {
    return new ProcessorContext(
        flow.name(),
        flow.product(),
        step.name(),
        Clock.systemUTC(),
        expressions,
        none -> {},
        none -> {},
        new ProcessorMemory(),
        Gathering.NONE,
        new SpillSpace(Path.of("none"), 0),
        services,
        none -> {});
  }

  private Problem placed(Problem problem) {
    var inside = problem.place().path();
    var path = "processors[" + step.index() + "].settings" + (inside.isEmpty() ? "" : "." + inside);
    return new Problem(
        problem.kind(), problem.code(), Place.field(path), problem.message(), problem.hint());
  }
}
