package dev.weft.catalog.log;

import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/** What a server is to the mesh log at this moment. */
public sealed interface Role {

  /** This server decides commands. */
  record Writer() implements Role {}

  /** Another server does; its URL is known once it has written. */
  record Follower(Optional<String> writerUrl) implements Role {}

  /** Calls the function of the case that holds. */
  default <T> T match(Supplier<T> writer, Function<Follower, T> follower) {
    return this instanceof Follower it ? follower.apply(it) : writer.get();
  }
}
