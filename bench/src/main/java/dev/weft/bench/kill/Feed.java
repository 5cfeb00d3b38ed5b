package dev.weft.bench.kill;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * The outside of one source: what gives numbers to a flow of a server that is killed again and
 * again. For one thread. A new kind of source is one more of these in {@link Feeds}.
 */
interface Feed extends AutoCloseable {
  /** What a feed may give besides its numbers, as often as it likes. */
  int NO_NUMBER = -1;

  /** As the option {@code --source} names it. */
  String name();

  /**
   * The flow in YAML but for its head: {@code services}, {@code processors} and {@code connections}
   * up to a processor {@code publish}, which is added.
   */
  String flow();

  /** The folder of a plug-in that the flow needs. */
  default Optional<Path> plugin() {
    return Optional.empty();
  }

  /** The secrets of the flow, by the parameter that it names them with. */
  default Map<String, String> secrets() {
    return Map.of();
  }

  /**
   * Gives so many numbers to the outside, each once, whether the server runs or not.
   *
   * @return whether the outside has acknowledged them all; if not, each may arrive or not
   */
  boolean give(long first, int count) throws Exception;

  @Override
  default void close() throws IOException {}
}
