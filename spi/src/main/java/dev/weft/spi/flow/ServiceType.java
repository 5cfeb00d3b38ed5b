package dev.weft.spi.flow;

import java.time.Clock;
import java.util.List;

/**
 * A kind of controller service: something that several processors of a flow use together, such as a
 * pool of connections, a TLS context or a table to look up in. Found by {@link
 * java.util.ServiceLoader}; a flow declares it under {@code services}, and processors name it in
 * their settings and find it with {@link ProcessorContext#service}.
 *
 * @param <S> the settings, as of a {@link ProcessorType}
 * @param <T> what processors get; safe for any thread if it may be used by several
 */
public interface ServiceType<S extends Record, T> {
  /** As flows write it: {@code JdbcPool}. */
  String name();

  /** One sentence for the reference. */
  String summary();

  Class<S> settings();

  /**
   * Whether it needs what only one machine has: its files and programs, or a port on it that others
   * call. A flow with such a service leaves the server only when its author says so.
   */
  default boolean isBoundToMachine() {
    return false;
  }

  /**
   * Where those send to that use it, outside of the mesh; a processor may say of what there.
   * Unknown when it does not say; nothing for a service that only holds something.
   */
  default List<Destination> destinations(S settings) {
    return List.of(Destination.unknown(""));
  }

  /** What it gives to processors. */
  Class<T> gives();

  /** Touches nothing outside before it is first used. If it is closeable, the runner closes it. */
  T create(S settings, Clock clock);
}
