package dev.weft.testing;

import dev.weft.spi.Expressions;
import dev.weft.spi.FieldObserver.FieldSample;
import dev.weft.spi.flow.ProcessorContext;
import dev.weft.spi.flow.ProcessorState;
import dev.weft.spi.flow.SourceTables;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a processor under test gets from its runner. Its flow is {@code test}; what the processor
 * tells is kept for the test to look at.
 *
 * @param services controller services by name
 * @param newFields what a source has told of fields without records
 * @param tables what a source has told of its database
 * @param bulletins what the processor has told people
 * @param gathered what the processor has said of what became one
 */
public record TestContext(
    Expressions expressions,
    Clock clock,
    ProcessorState state,
    Map<String, Object> services,
    Map<String, FieldSample> newFields,
    List<SourceTables> tables,
    List<String> bulletins,
    MemoryGathering gathered) {

  /** With this clock, nothing remembered, and no services. */
  public static TestContext of(Expressions expressions, Clock clock) {
    return new TestContext(
        expressions,
        clock,
        new MemoryState(),
        new LinkedHashMap<>(),
        new LinkedHashMap<>(),
        new ArrayList<>(),
        new ArrayList<>(),
        new MemoryGathering());
  }

  /** For the processor to be made with. */
  public ProcessorContext processor() {
    return new ProcessorContext(
        "test",
        "product",
        "processor",
        clock,
        expressions,
        newFields::putAll,
        tables::add,
        state,
        gathered,
        new MemorySpace(),
        new Named(services),
        bulletins::add);
  }

  private record Named(Map<String, Object> services) implements ProcessorContext.Services {
    @Override
    public <T> T find(String name, Class<T> type) {
      if (!type.isInstance(services.get(name))) {
        throw new IllegalArgumentException(
            "There is no service '" + name + "' that gives a " + type.getSimpleName());
      }
      return type.cast(services.get(name));
    }
  }
}
