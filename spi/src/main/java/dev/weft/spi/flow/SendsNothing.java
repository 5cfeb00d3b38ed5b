package dev.weft.spi.flow;

import java.util.List;

/**
 * A type whose processors send nothing out of the mesh: they change or pass on what they get, or
 * only take from outside by what is fixed in their settings.
 */
public interface SendsNothing<S extends Record> extends ProcessorType<S> {
  @Override
  default List<Destination> destinations(S settings, Destination.Services services) {
    return List.of();
  }
}
