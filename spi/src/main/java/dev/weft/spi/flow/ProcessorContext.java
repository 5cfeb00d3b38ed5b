package dev.weft.spi.flow;

import dev.weft.spi.Expressions;
import dev.weft.spi.FieldObserver.FieldSample;
import java.time.Clock;
import java.util.Map;
import java.util.function.Consumer;

/**
 * What the runner gives to a processor.
 *
 * @param flow the flow's name, {@code processor} the name within it
 * @param clock the only source of time
 * @param newFields a source tells of fields that it found without having records of them yet, such
 *     as a new column: its name, with some sampled values as text
 * @param tables a source tells of the tables that it could read, once in some minutes at most
 * @param state what the processor remembers across restarts
 * @param gathering writes down what becomes one
 * @param space where content that the processor makes is put
 * @param services the controller services of the flow
 * @param bulletins tells people of something that does not stop the flow, as a sentence without
 *     values of records
 */
public record ProcessorContext(
    String flow,
    String product,
    String processor,
    Clock clock,
    Expressions expressions,
    Consumer<Map<String, FieldSample>> newFields,
    Consumer<SourceTables> tables,
    ProcessorState state,
    Gathering gathering,
    ContentSpace space,
    Services services,
    Consumer<String> bulletins) {

  /** Finds the controller services that a flow has declared. */
  public interface Services {
    /** A flow without any. */
    Services NONE =
        new Services() {
          @Override
          public <T> T find(String name, Class<T> type) {
            throw new IllegalArgumentException("The flow declares no service '" + name + "'");
          }
        };

    /**
     * The service of this name.
     *
     * @throws IllegalArgumentException with a sentence, when there is none or it gives something
     *     else
     */
    <T> T find(String name, Class<T> type);
  }

  /** The controller service of this name; as {@link Services#find}. */
  public <T> T service(String name, Class<T> type) {
    return services.find(name, type);
  }
}
