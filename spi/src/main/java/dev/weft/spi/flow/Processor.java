package dev.weft.spi.flow;

/**
 * Takes FlowFiles and routes each to its relationships.
 *
 * <p>The runner calls a processor from one thread at a time and never after {@link #close()}. Every
 * FlowFile ends in {@link Output#emit} (any number of times) or is dropped by emitting nothing. One
 * that cannot be processed goes to the relationship {@code failure}, with the attribute {@code
 * error.message}; throwing {@link RetryableException} asks the runner to call again with the same
 * FlowFile after a backoff; any other exception is a bug and stops the flow.
 */
public interface Processor extends AutoCloseable {
  void process(FlowFile in, Output out) throws RetryableException;

  /**
   * Makes durable what was processed. Called before the runner commits positions: a sink returns
   * only when the outside has everything.
   */
  default void flush() throws RetryableException {}

  /**
   * The unit of work is given up: nothing of what was processed since the last flush has happened,
   * and all of it may come again. It may be told so when there is nothing to take back, too.
   */
  default void rollBack() {}

  /**
   * What was processed since the last call is committed: all that came of it is done, or waits in
   * the log. It may be told never, after a crash; it must not throw, and cannot change anything
   * that the unit of work has written.
   */
  default void committed() {}

  @Override
  default void close() {}

  /** Where results go. */
  interface Output {
    void emit(String relationship, FlowFile out);

    /** Counts something for people to see, such as {@code quarantined}. */
    void count(String counter, long by);
  }
}
