package dev.weft.flow;

import dev.weft.spi.flow.Processor;
import dev.weft.spi.flow.ProcessorContext;
import dev.weft.spi.flow.ProcessorType;
import dev.weft.spi.flow.QueueProcessor;
import dev.weft.spi.flow.SourceProcessor;
import java.util.List;
import java.util.function.Function;

/** Types of processors written as lambdas, for tests that want one of a certain behaviour. */
final class Lambdas {
  private Lambdas() {}

  /** Has no settings. */
  public record None() {}

  static ProcessorType<None> source(
      String name, Function<ProcessorContext, SourceProcessor> create) {
    return new ProcessorType.OfSource<>() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public String summary() {
        return "A source of a test.";
      }

      @Override
      public Class<None> settings() {
        return None.class;
      }

      @Override
      public SourceProcessor create(None settings, ProcessorContext context) {
        return create.apply(context);
      }
    };
  }

  static ProcessorType<None> processor(
      String name, List<String> relationships, Processor processor) {
    return new ProcessorType.OfProcessor<>() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public String summary() {
        return "A processor of a test.";
      }

      @Override
      public Class<None> settings() {
        return None.class;
      }

      @Override
      public List<String> relationships(None settings) {
        return relationships;
      }

      @Override
      public Processor create(None settings, ProcessorContext context) {
        return processor;
      }
    };
  }

  static ProcessorType<None> queue(String name, Function<ProcessorContext, QueueProcessor> create) {
    return new ProcessorType.OfQueue<>() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public String summary() {
        return "A processor of a test that looks at its queue.";
      }

      @Override
      public Class<None> settings() {
        return None.class;
      }

      @Override
      public QueueProcessor create(None settings, ProcessorContext context) {
        return create.apply(context);
      }
    };
  }
}
