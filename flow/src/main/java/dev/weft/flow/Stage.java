package dev.weft.flow;

/** A processor in a running flow that is called with each FlowFile. */
sealed interface Stage extends Target permits ProcessorStage, ConcurrentStage {
  String name();

  /** What was made of the processor's type. */
  AutoCloseable instance();

  /** Passes on what is done by others meanwhile; whether there was anything. */
  boolean join();

  /** Makes durable what it has taken. */
  void flush();

  /** The unit of work is committed. */
  void committed();

  /** The unit of work is given up. */
  void rollBack();
}
