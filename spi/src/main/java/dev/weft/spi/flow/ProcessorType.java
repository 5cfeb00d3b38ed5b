package dev.weft.spi.flow;

import dev.weft.spi.Expressions;
import java.util.List;

/**
 * A kind of processor, found by {@link java.util.ServiceLoader}. Everything about it comes from its
 * settings record: the YAML that is accepted, its checks, the reference page, the form.
 *
 * @param <S> the settings: a record whose components carry {@link Doc} and whose constructor
 *     refuses nonsense with an IllegalArgumentException that names the component
 */
public interface ProcessorType<S extends Record> {
  /** As flows write it: {@code UpdateRecord}. */
  String name();

  /** One sentence for the reference. */
  String summary();

  Class<S> settings();

  /**
   * Whether it needs what only one machine has: its files and programs, or a port on it that others
   * call. A flow with such a processor leaves the server only when its author says so.
   */
  default boolean isBoundToMachine() {
    return false;
  }

  /** The relationships that this processor can route to with these settings. */
  default List<String> relationships(S settings) {
    return List.of("success", "failure");
  }

  /**
   * Which fields of what leaves by a relationship come from which that came. Tags travel along it,
   * so without a declaration any field comes from any.
   */
  default FieldMap fields(S settings, String relationship, Expressions expressions) {
    return FieldMap.OPAQUE;
  }

  /**
   * Where its processors send to with these settings, outside of the mesh: all such places, also by
   * the controller services that they use, and also where a question tells what is asked about. A
   * policy decides about each. What is declared by nobody is unknown, and so closed wherever a
   * policy is about the flow.
   *
   * @see SendsNothing
   */
  default List<Destination> destinations(S settings, Destination.Services services) {
    return List.of(Destination.unknown(""));
  }

  /** A type of source. */
  interface OfSource<S extends Record> extends ProcessorType<S> {
    SourceProcessor create(S settings, ProcessorContext context);

    @Override
    default List<String> relationships(S settings) {
      return List.of("success");
    }
  }

  /** A type that takes FlowFiles. */
  interface OfProcessor<S extends Record> extends ProcessorType<S> {
    /** Compiles expressions, but touches nothing outside: it is also called to check a flow. */
    Processor create(S settings, ProcessorContext context);

    /**
     * Whether a flow may have concurrent tasks for it: then as many instances are made as there are
     * tasks, each called by one thread at a time, with FlowFiles that another has not. Not where
     * one has to know what the others have taken, and not where it remembers: it gets no {@link
     * ProcessorState} then.
     */
    default boolean allowsConcurrentTasks() {
      return true;
    }
  }

  /** A type that looks at what waits for it and takes what it wants. */
  interface OfQueue<S extends Record> extends ProcessorType<S> {
    /** As {@link OfProcessor#create}. */
    QueueProcessor create(S settings, ProcessorContext context);
  }
}
