package dev.weft.flow;

import dev.weft.spi.flow.Content;
import dev.weft.spi.flow.FlowFile;
import java.time.Instant;
import java.util.List;

/** Where a connection leads. */
interface Target {
  /**
   * Takes a FlowFile, and returns when all that follows from it has been taken as well.
   *
   * @param path the names of the processors that it has been through, in order
   */
  void accept(FlowFile in, List<String> path);

  /** Takes one from a connection, in which it may have to wait again. */
  default void take(Waiting one, Connection from) {
    accept(one.flowFile(), one.path());
  }

  /** When one that does not take will, by itself; {@link Instant#MAX} for never. */
  default Instant takesFrom() {
    return Instant.MAX;
  }

  /** Whether it takes what comes; else it waits in the connection. */
  default boolean takes() {
    return true;
  }

  /** How many records it counts as. */
  static int records(FlowFile flowFile) {
    return flowFile.content() instanceof Content.Records records ? records.items().size() : 1;
  }
}
